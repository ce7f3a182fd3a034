"""The OpenAI Realtime API over one `voice.conversation.session.Session`, whatever carries it.

`Conversation` (in `conversation`) is the whole protocol: client events go in as objects, server
events come out through a callback, and the session does the hearing and the speaking. It
knows neither WebSocket nor WebRTC. A transport of it

1. opens a session with `Sessions.open`, gives it a place, and makes a
   `Conversation(session, configure, send)`, where `send` takes server events as dicts;
2. calls `start(model)`, which appoints the conversation's director and sends
   `session.created`, and only then `attach(transport)`, which connects the session
   (`voice.core.transport.Transport`) and returns the `voice.conversation.connection.Connection`;
3. passes what the client sends to `await receive(text)`: every bad message becomes an `error`
   event, none an exception;
4. plays the frames of `Connection.next_frame` and hands each of them to `play(frame)` when it goes:
   where sound travels as events, that sends `response.output_audio.delta`; where it travels as
   media (WebRTC; `Conversation(..., as_media=True)`), the client gets `output_audio_buffer.*`
   instead, and the microphone's track goes to `hear(samples)`;
5. closes the session when the connection has gone. The end of the session's time is told with
   the error `session_expired` before `Transport.hang_up` is called.
"""
