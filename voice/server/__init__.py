"""Runs the program: starts the engines, mounts all routes, and shuts down in order."""
