"""What the routes of every API share."""
