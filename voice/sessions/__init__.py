"""All conversations of a server, and who waits for a place."""
