"""Where sound travels beside the events, as in WebRTC."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.voice.api.realtime.studio import Studio
from tests.voice.conftest import LONG


@pytest.fixture
async def media() -> AsyncIterator[Studio]:
    studio = Studio(lambda messages: LONG, as_media=True)
    yield studio
    await studio.end()


async def test_sound_is_announced_and_not_sent(media: Studio) -> None:
    await media.say("tell me all")
    await media.until("output_audio_buffer.stopped")
    order = media.order()
    assert "response.output_audio.delta" not in order
    assert order.index("output_audio_buffer.started") > order.index("response.content_part.added")
    assert order[-2:] == ["response.done", "output_audio_buffer.stopped"]
    key = media.last("response.done")["response"]["id"]
    assert media.last("output_audio_buffer.started")["response_id"] == key
    assert "fourteen" in media.desk.heard()


async def test_clearing_cuts_the_sound_off(media: Studio) -> None:
    await media.type("tell me all")
    await media.send("response.create")
    started = await media.until("output_audio_buffer.started")
    await media.wait(1.0)
    await media.send("output_audio_buffer.clear")
    assert media.kinds()[-1] == "output_audio_buffer.cleared"
    assert media.last("output_audio_buffer.cleared")["response_id"] == started["response_id"]
    assert "fourteen" not in media.desk.heard()


async def test_an_interruption_clears_it_too(media: Studio) -> None:
    await media.say("tell me all")
    await media.until("output_audio_buffer.started")
    await media.wait(1.0)
    await media.say("stop it now")
    await media.until("output_audio_buffer.cleared")
    assert media.last("response.done")["response"]["status_details"]["reason"] == "turn_detected"


async def test_what_was_heard_can_be_cut_by_time(media: Studio) -> None:
    await media.type("tell me all")
    await media.send("response.create")
    done = await media.until("response.done")
    key = done["response"]["output"][0]["id"]
    fields = {"item_id": key, "content_index": 0, "audio_end_ms": 1000}
    await media.send("conversation.item.truncate", **fields)
    await media.send("conversation.item.retrieve", item_id=key)
    kept = media.last("conversation.item.retrieved")["item"]["content"][0]["transcript"]
    assert len(kept.split()) == pytest.approx(4, abs=1)
