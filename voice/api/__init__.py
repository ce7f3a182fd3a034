"""HTTP routes, WebRTC signalling and WebSockets: the ways to use a session from outside."""
