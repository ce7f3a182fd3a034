"""Carries calls over WebRTC or a WebSocket: signalling, messages, frames and their pacing."""
