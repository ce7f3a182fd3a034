"""How a call comes in: WebRTC or WebSocket, its messages, its frames and their pace."""
