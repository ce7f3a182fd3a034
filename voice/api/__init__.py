"""HTTP, signalling and sockets: ways to hold a session from outside."""
