"""Engines: loaded, shared by all sessions, spared under load, and replaced when they fail."""
