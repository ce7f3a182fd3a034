"""One turn without any network but loopback; to be run in such a network namespace.

Starts `app.py` with the flags it is given, calls it over WebRTC, asks a question, and prints
what was understood and answered as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from tests.rtc_client import Caller
from tests.running import running_app
from voice.core.audio import read_file
from voice.transports.webrtc_handler import offer_loopback_when_alone

QUESTION = Path(__file__).parent / "data" / "librispeech" / "2902-9008-0008.flac"


async def one_turn(url: str) -> dict[str, object]:
    """Ask, and wait for the whole answer."""
    caller = Caller(url)
    await caller.call()
    await caller.wait_for("reply_done")
    caller.microphone.say(read_file(QUESTION))
    turn = await caller.wait_for("user_turn")
    done = await caller.wait_for("reply_done", where=lambda event: event["reply"] == 2)
    await caller.hang_up()
    return {"understood": turn["text"], "answered": done["text"]}


def main() -> None:
    """Hold the turn and print it."""
    offer_loopback_when_alone()
    with running_app(*sys.argv[1:]) as app:
        print(json.dumps(asyncio.run(one_turn(app.url()))))


if __name__ == "__main__":
    main()
