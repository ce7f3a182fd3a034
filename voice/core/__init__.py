"""Foundations that all other packages build on: audio, events, languages, the worker."""
