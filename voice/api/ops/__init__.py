"""For whoever runs the server: health, measurements, documentation of the API."""
