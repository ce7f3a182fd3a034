"""The program: it starts the engines, mounts every route, and ends in order."""
