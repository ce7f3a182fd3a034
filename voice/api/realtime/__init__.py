"""The OpenAI Realtime API over a `voice.conversation.session.Session`, for any transport.

`Conversation` (in `conversation`) implements the protocol: client events go in as objects, server
events come out through a callback, and the session does the hearing and the speaking. It
knows neither WebSocket nor WebRTC. All its methods are called on the event loop. A transport

1. opens a session with `Sessions.open`, gives it a place, and makes a
   `Conversation(session, configure, send)`, where `send` takes server events as dicts;
2. calls `start(model)`, which appoints the conversation's director and sends
   `session.created`, and only then `attach(transport)`, which connects the session
   (`voice.core.transport.Transport`) and returns the `voice.conversation.connection.Connection`;
3. passes what the client sends to `await receive(text)`: every bad message becomes an `error`
   event, none an exception;
4. plays the frames of `Connection.next_frame` and passes each to `play(frame)` when it is sent: if
   sound is sent as events, that emits `response.output_audio.delta`; if it is sent as media
   (WebRTC; `Conversation(..., as_media=True)`), the client gets `output_audio_buffer.*` events
   instead, and the microphone's track goes to `hear(samples)`;
5. closes the session when the connection has gone. When the session's time is up, the error
   `session_expired` is sent before `Transport.hang_up` is called.
"""
