"""One conversation: a session, its director, and what it remembers."""
