"""The conversation: from incoming sound to outgoing speech."""

__version__ = "0.1.0"
"""Of the whole program; the only place where it is written."""
