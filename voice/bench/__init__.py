"""Benchmarks that users can run on their own machine: `python app.py bench`."""
