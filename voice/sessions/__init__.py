"""All sessions of a server, changes of their settings, and the line of those who wait."""
