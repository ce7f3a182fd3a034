"""The older beta protocol, for clients that send the header `OpenAI-Beta: realtime=v1`.

The rest of the code only knows the generally available protocol: events of beta clients are
translated to it, and server events are translated back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Event = dict[str, Any]

NAMES = {
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
    "conversation.item.added": "conversation.item.created",
}
"""Server events that were renamed: present name to beta name."""

FORMATS = {"pcm16": "audio/pcm", "g711_ulaw": "audio/pcmu", "g711_alaw": "audio/pcma"}

_OLD_FORMATS = {new: old for old, new in FORMATS.items()}

_OLD_PARTS = {"output_text": "text", "output_audio": "audio"}

_NEW_PARTS = {old: new for new, old in _OLD_PARTS.items()}


def translating(send: Callable[[Event], None]) -> Callable[[Event], None]:
    """Wrap `send` for a beta client."""

    def translated(event: Event) -> None:
        if event["type"] == "conversation.item.done":
            return  # the beta had no such event
        event = dict(event, type=NAMES.get(event["type"], event["type"]))
        for name, change in (("session", _old_session), ("response", _old_response)):
            if name in event:
                event[name] = change(event[name])
        if "item" in event:
            event["item"] = _old_item(event["item"])
        send(event)

    return translated


def understood(event: Event) -> Event:
    """Translate an event of a beta client; anything else is returned unchanged."""
    event = dict(event)
    if isinstance(session := event.get("session"), dict):
        event["session"] = _new_session(session)
    if isinstance(response := event.get("response"), dict):
        event["response"] = _new_response(response)
    if isinstance(item := event.get("item"), dict):
        event["item"] = _new_item(item)
    return event


# --- to the client ------------------------------------------------------------------------------


def _old_session(session: Event) -> Event:
    came, goes = session["audio"]["input"], session["audio"]["output"]
    choice = session["tool_choice"]
    return {
        "id": session["id"],
        "object": session["object"],
        "model": session["model"],
        "expires_at": session["expires_at"],
        "modalities": _old_modalities(session["output_modalities"]),
        "instructions": session["instructions"],
        "voice": goes["voice"],
        "speed": goes["speed"],
        "input_audio_format": _OLD_FORMATS[came["format"]["type"]],
        "output_audio_format": _OLD_FORMATS[goes["format"]["type"]],
        "input_audio_transcription": came["transcription"],
        "input_audio_noise_reduction": came["noise_reduction"],
        "turn_detection": came["turn_detection"],
        "tools": session["tools"],
        "tool_choice": choice if isinstance(choice, str) else choice["name"],
        "temperature": session["temperature"],
        "max_response_output_tokens": session["max_output_tokens"],
    }


def _old_response(response: Event) -> Event:
    response = dict(response)
    output = response.pop("audio")["output"]
    return response | {
        "modalities": _old_modalities(response.pop("output_modalities")),
        "voice": output["voice"],
        "output_audio_format": _OLD_FORMATS[output["format"]["type"]],
        "output": [_old_item(item) for item in response["output"]],
    }


def _old_item(item: Event) -> Event:
    if "content" not in item:
        return item
    parts = [
        dict(part, type=_OLD_PARTS.get(part["type"], part["type"])) for part in item["content"]
    ]
    return dict(item, content=parts)


def _old_modalities(modalities: list[str]) -> list[str]:
    return ["text"] if "audio" not in modalities else ["text", "audio"]


# --- from the client ----------------------------------------------------------------------------


def _new_session(session: Event) -> Event:
    """Translate a session to the present format; fields already in it are kept."""
    new = {name: session[name] for name in session if name not in _SESSION_FIELDS}
    _rename(session, new, "modalities", "output_modalities")
    _rename(session, new, "max_response_output_tokens", "max_output_tokens")
    came: Event = {}
    goes: Event = {}
    _rename(session, came, "turn_detection", "turn_detection")
    _rename(session, came, "input_audio_transcription", "transcription")
    _rename(session, came, "input_audio_noise_reduction", "noise_reduction")
    _rename(session, goes, "voice", "voice")
    _rename(session, goes, "speed", "speed")
    for name, side in (("input_audio_format", came), ("output_audio_format", goes)):
        if session.get(name) is not None:
            side["format"] = _new_format(session[name])
    if came or goes:
        new["audio"] = {"input": came, "output": goes}
    if "tool_choice" in new:
        new["tool_choice"] = _new_choice(new["tool_choice"])
    return new


_SESSION_FIELDS = frozenset(
    "modalities max_response_output_tokens turn_detection input_audio_transcription voice speed "
    "input_audio_noise_reduction input_audio_format output_audio_format type".split()
)


def _new_response(response: Event) -> Event:
    new = _new_session(response)
    if isinstance(given := response.get("input"), list):
        new["input"] = [_new_item(one) if isinstance(one, dict) else one for one in given]
    return new


def _new_item(item: Event) -> Event:
    parts = item.get("content")
    if not isinstance(parts, list):
        return item
    return dict(item, content=[_new_part(part) for part in parts])


def _new_part(part: Any) -> Any:
    kind = part.get("type") if isinstance(part, dict) else None
    return dict(part, type=_NEW_PARTS.get(kind, kind)) if isinstance(kind, str) else part


def _new_format(name: Any) -> Any:
    return {"type": FORMATS.get(name, name)} if isinstance(name, str) else name


def _new_choice(choice: Any) -> Any:
    """Translate a tool choice, in which the beta gives a function's name alone."""
    usual = not isinstance(choice, str) or choice in ("auto", "none", "required")
    return choice if usual else {"type": "function", "name": choice}


def _rename(source: Event, target: Event, old: str, new: str) -> None:
    if old in source:
        target[new] = source[old]
