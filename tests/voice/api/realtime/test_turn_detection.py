"""Who decides that a turn is over: `server_vad`, `semantic_vad`, or the client."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes import COUGH, settle
from tests.voice.api.realtime.studio import Studio
from voice.api.realtime import hearing

SILENT = {"type": "server_vad", "create_response": False}


async def test_silence_ends_a_turn_as_soon_as_the_client_says(studio: Studio) -> None:
    took = []
    for silence_ms in (200, 1000):
        await studio.listen_by({**SILENT, "silence_duration_ms": silence_ms})
        await studio.say("what is a cell")
        spoken_ms = studio.session.clock / 16
        stopped = await studio.until("input_audio_buffer.speech_stopped")
        took.append(stopped["audio_end_ms"] - spoken_ms)
    assert took == [pytest.approx(200, abs=60), pytest.approx(1000, abs=60)]


async def test_a_pause_within_a_turn_is_told_to_nobody(studio: Studio) -> None:
    await studio.listen_by({**SILENT, "silence_duration_ms": 700})
    await studio.say("my name is")
    await studio.wait(0.4)
    await studio.say("Ada")
    await studio.until("input_audio_buffer.committed")
    assert len(studio.all("input_audio_buffer.speech_started")) == 1
    assert len(studio.all("input_audio_buffer.speech_stopped")) == 1


async def test_a_high_threshold_hears_nothing(studio: Studio) -> None:
    await studio.listen_by({**SILENT, "threshold": 1.0})
    await studio.say("what is a cell")
    await studio.wait(1.0)
    assert not studio.all("input_audio_buffer.speech_started"), "the fake VAD never exceeds 0.95"
    await studio.listen_by({**SILENT, "threshold": 0.0})
    await studio.say("what is a cell")
    await studio.until("input_audio_buffer.speech_stopped")


async def test_padding_moves_the_beginning(studio: Studio) -> None:
    starts = []
    for padding in (0, 500):
        await studio.listen_by({**SILENT, "prefix_padding_ms": padding})
        await studio.wait(1.0)
        began_ms = studio.session.clock / 16
        await studio.say("hello there")
        started = await studio.until("input_audio_buffer.speech_started")
        starts.append(started["audio_start_ms"] - began_ms)
        await studio.until("input_audio_buffer.committed")
    assert starts == [pytest.approx(0, abs=70), pytest.approx(-500, abs=70)]


@pytest.mark.parametrize(("eagerness", "most_s"), [("low", 3.0), ("auto", 1.5), ("high", 0.8)])
async def test_eagerness_is_patience(studio: Studio, eagerness: str, most_s: float) -> None:
    studio.stage.turn_detector.answer = 0.0  # never sure
    await studio.listen_by(
        {"type": "semantic_vad", "eagerness": eagerness, "create_response": False}
    )
    await studio.say("what is a cell")
    spoken = studio.session.clock
    stopped = await studio.until("input_audio_buffer.speech_stopped")
    assert stopped["audio_end_ms"] / 1000 - spoken / 16_000 == pytest.approx(most_s, abs=0.06)


async def test_without_create_response_turns_are_heard_and_not_answered(studio: Studio) -> None:
    await studio.listen_by(SILENT, transcription={})
    await studio.say("what is a cell")
    await studio.until("conversation.item.input_audio_transcription.completed")
    await studio.wait(1.0)
    assert not studio.all("response.created")
    assert not studio.model.asked, "nor was an answer prepared"
    await studio.send("response.create")
    await studio.until("response.done")
    assert studio.heard() == "You said what is a cell."


async def test_speech_cancels_the_response(talker: Studio) -> None:
    await talker.say("tell me all")
    await talker.until("response.output_audio.delta")
    await talker.wait(1.0)
    await talker.say("stop it now")
    cancelled = (await talker.until("response.done"))["response"]
    assert cancelled["status"] == "cancelled"
    assert cancelled["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    order = talker.order()
    assert order.index("response.done") > order.index("input_audio_buffer.speech_started")
    transcript = cancelled["output"][0]["content"][0]["transcript"]
    heard = talker.desk.heard().split()
    assert abs(len(transcript.split()) - len(heard)) <= 1, "it tells what was heard"
    assert 3 <= len(heard) < 14
    assert cancelled["output"][0]["status"] == "incomplete"
    answer = (await talker.until("response.created"))["response"]
    assert answer["id"] != cancelled["id"]
    await talker.until("response.done")
    said = [m.content for m in talker.model.asked[-1] if m.role == "assistant"]
    assert said == [f"{transcript} …"], "the model knows what was heard"


async def test_speech_does_not_cancel_where_it_may_not(talker: Studio) -> None:
    await talker.listen_by({"type": "server_vad", "interrupt_response": False})
    await talker.say("tell me all")
    await talker.until("response.output_audio.delta")
    await talker.wait(0.5)
    await talker.say("and more please")
    await talker.until("input_audio_buffer.committed")
    done = (await talker.until("response.done"))["response"]
    assert done["status"] == "completed"
    assert "fourteen" in talker.desk.heard()
    await talker.until("response.created")
    await talker.until("response.done")
    assert talker.model.asked[-1][-1].content.endswith("and more please")


async def test_a_cough_is_an_item_without_words_and_gets_no_answer(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad"}, transcription={})
    await studio.say(f"{COUGH} {COUGH}")
    told = await studio.until("conversation.item.input_audio_transcription.completed")
    assert told["transcript"] == ""
    await studio.wait(1.0)
    assert not studio.all("response.created")


async def test_recognition_that_fails_is_told_with_its_item(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad"}, transcription={})
    studio.stage.stt.failures = 2
    await studio.say("what is a cell")
    told = await studio.until("conversation.item.input_audio_transcription.failed")
    assert told["item_id"] == studio.last("input_audio_buffer.committed")["item_id"]
    assert "Recognition broke" in told["error"]["message"]
    done = (await studio.until("response.done"))["response"]
    assert done["conversation_id"] is None, "that it was not understood is said apart"
    await studio.say("what is a cell")
    done = (await studio.until("response.done"))["response"]
    assert done["status"] == "completed"
    assert "cell" in done["output"][0]["content"][0]["transcript"]


async def test_a_broken_turn_detector_delays_and_does_no_more(studio: Studio) -> None:
    studio.stage.turn_detector.broken = True
    await studio.listen_by({"type": "semantic_vad"})
    await studio.say("what is a cell")
    assert (await studio.until("response.done"))["response"]["status"] == "completed"


# --- push to talk -----------------------------------------------------------------------------


async def test_without_turn_detection_the_client_commits_and_asks(studio: Studio) -> None:
    await studio.listen_by(None, transcription={"model": "whisper-1"})
    await studio.append(studio.stage.vocabulary.say("what is a cell"))
    assert not studio.all("input_audio_buffer.speech_started")
    await studio.send("input_audio_buffer.commit")
    assert studio.kinds()[-3:] == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    await studio.send("response.create")
    assert studio.kinds()[-1] == "response.created"
    await studio.pass_time(4.0)
    assert studio.all("input_audio_buffer.speech_stopped") == []
    completed = studio.last("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "what is a cell"
    assert completed["usage"] == {"type": "duration", "seconds": pytest.approx(1.0, abs=0.02)}
    assert studio.last("response.done")["response"]["status"] == "completed"
    assert studio.heard() == "You said what is a cell."


async def test_two_commits_are_two_items_in_order(studio: Studio) -> None:
    await studio.listen_by(None, transcription={})
    for words in ("one two", "three four"):
        await studio.append(studio.stage.vocabulary.say(words))
        await studio.send("input_audio_buffer.commit")
    first, second = studio.all("input_audio_buffer.committed")
    assert (first["previous_item_id"], second["previous_item_id"]) == (None, first["item_id"])
    await studio.pass_time(1.0)
    told = studio.all("conversation.item.input_audio_transcription.completed")
    assert [(one["item_id"], one["transcript"]) for one in told] == [
        (first["item_id"], "one two"),
        (second["item_id"], "three four"),
    ]


async def test_a_commit_ends_the_turn_that_vad_hears_without_an_answer(studio: Studio) -> None:
    await studio.say("what is a cell")
    await studio.send("input_audio_buffer.commit")
    key = studio.last("input_audio_buffer.speech_started")["item_id"]
    assert studio.last("input_audio_buffer.committed")["item_id"] == key
    await studio.wait(2.0)
    assert not studio.all("input_audio_buffer.speech_stopped")
    assert not studio.all("response.created")


@pytest.mark.parametrize("detection", [None, {"type": "server_vad"}])
async def test_nothing_cannot_be_committed(
    studio: Studio, detection: dict[str, str] | None
) -> None:
    await studio.listen_by(detection)
    await studio.append(np.zeros(800, np.float32))
    await studio.send("input_audio_buffer.commit", event_id="mine")
    error = studio.error()
    assert error["code"] == "input_audio_buffer_commit_empty"
    assert error["event_id"] == "mine"
    assert "100ms" in error["message"]


async def test_what_is_cleared_was_never_said(studio: Studio) -> None:
    await studio.listen_by(None, transcription={})
    await studio.append(studio.stage.vocabulary.say("one two"))
    await studio.send("input_audio_buffer.clear")
    assert studio.kinds()[-1] == "input_audio_buffer.cleared"
    await studio.append(studio.stage.vocabulary.say("three four"))
    await studio.send("input_audio_buffer.commit")
    await studio.pass_time(1.0)
    told = studio.last("conversation.item.input_audio_transcription.completed")
    assert told["transcript"] == "three four"


@pytest.mark.parametrize("pause_s", [0.0, 0.4], ids=["speaking", "pausing"])
async def test_a_turn_that_is_cleared_is_forgotten(studio: Studio, pause_s: float) -> None:
    await studio.say("what is a cell")
    await studio.wait(pause_s)
    await studio.send("input_audio_buffer.clear")
    await studio.wait(2.0)
    assert not studio.all("input_audio_buffer.committed")
    assert not studio.all("response.created")
    await studio.say("who are you")
    await studio.until("response.done")
    assert studio.heard() == "You said who are you."


async def test_a_buffer_has_an_end(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MOST_BUFFERED_S", 1.0)
    await studio.listen_by(None)
    await studio.append(np.zeros(15_000, np.float32))
    await studio.append(np.zeros(15_000, np.float32))
    assert studio.error()["code"] == "input_audio_buffer_full"


async def test_turning_detection_off_forgets_the_turn(studio: Studio) -> None:
    await studio.say("what is a")
    await studio.listen_by(None)
    await studio.pass_time(3.0)
    assert not studio.all("input_audio_buffer.committed")
    await studio.listen_by({"type": "server_vad"})
    await studio.say("hello there")
    await studio.until("response.done")
    assert studio.heard() == "You said hello there."


# --- silence ----------------------------------------------------------------------------------


async def test_who_stays_silent_is_spoken_to(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "idle_timeout_ms": 5000})
    await studio.wait(7.0)
    assert not studio.all("input_audio_buffer.timeout_triggered"), "nothing was said yet"
    await studio.say("hello there")
    await studio.until("response.done")
    silent_from = studio.session.clock / 16
    idle = await studio.until("input_audio_buffer.timeout_triggered")
    assert idle["audio_start_ms"] == pytest.approx(silent_from, abs=50)
    assert idle["audio_end_ms"] - idle["audio_start_ms"] == pytest.approx(5500, abs=600)
    assert studio.last("input_audio_buffer.committed")["item_id"] == idle["item_id"]
    await studio.until("response.done")
    assert studio.model.asked[-1][-1].content == "…"


async def test_who_speaks_in_time_is_not_prompted(studio: Studio) -> None:
    await studio.listen_by({"type": "server_vad", "idle_timeout_ms": 5000})
    for _ in range(3):
        await studio.say("hello there")
        await studio.until("response.done")
        await studio.wait(3.0)
    assert not studio.all("input_audio_buffer.timeout_triggered")


# --- language ---------------------------------------------------------------------------------


async def test_recognition_gets_language_and_words_to_expect(studio: Studio) -> None:
    asked = {"language": "de", "prompt": "Mitochondrien, Zelle", "keywords": ["ATP"]}
    await studio.listen_by({"type": "server_vad"}, transcription=asked)
    assert studio.session.listener.language == "de"
    assert studio.session.listener.vocabulary == ("ATP", "Mitochondrien", "Zelle")
    await studio.listen_by({"type": "server_vad"}, transcription=None)
    assert studio.session.listener.language == "en"
    assert not studio.session.listener.vocabulary


async def test_without_transcription_nothing_is_told_of_the_words(studio: Studio) -> None:
    await studio.say("what is a cell")
    await studio.until("response.done")
    assert not [kind for kind in studio.kinds() if "transcription" in kind]


async def test_a_long_append_is_heard_piece_by_piece(studio: Studio) -> None:
    sound = studio.stage.vocabulary.say("one two three")
    await studio.append(np.concatenate((sound, np.zeros(16_000, np.float32))))
    await settle()
    await studio.pass_time(3.0)
    assert studio.heard() == "You said one two three."
