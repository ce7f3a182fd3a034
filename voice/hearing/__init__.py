"""Turns sound into words: voice activity, turn-taking, recognition, and echo detection."""
