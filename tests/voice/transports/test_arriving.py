"""Sound of a call: at once, and with the silence that was not sent."""

from __future__ import annotations

import asyncio
import fractions

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from aiortc.rtp import RtpPacket
from av.audio.frame import AudioFrame

from voice.transports.arriving import FILL_S, AtOnce, Continuous, sparing

RATE = 48_000
FRAME = 960
SPEECH, ANNOUNCED = b"opus", b"\xf8"


def packet(number: int, data: bytes = SPEECH) -> RtpPacket:
    packet = RtpPacket(sequence_number=number % 65_536, timestamp=number * FRAME % 2**32)
    setattr(packet, "_data", data)  # noqa: B010 - as aiortc does, undeclared
    return packet


def heard_of(*numbers: int) -> list[int]:
    """Numbers of the packets whose frames come out, each while its packet goes in."""
    buffer = AtOnce()
    heard = []
    for number in numbers:
        frame = buffer.add(packet(number))[1]
        heard += [frame.timestamp // FRAME] if frame is not None else []
    return heard


def test_what_the_student_says_is_heard_as_it_comes() -> None:
    assert heard_of(7, 8, 9) == [7, 8, 9], "sound was held back"
    assert heard_of(65_535, 65_536, 65_537) == [65_535, 65_536, 65_537]


def test_a_lost_packet_holds_nothing_up() -> None:
    assert heard_of(1, 2, 4, 5) == [1, 2, 4, 5]


def test_sound_that_was_overtaken_is_not_heard_in_the_wrong_place() -> None:
    assert heard_of(1, 3, 2, 3, 4) == [1, 3, 4]


def test_a_sender_may_begin_to_count_anew() -> None:
    assert heard_of(5000, 5001, 20, 21) == [5000, 5001, 20, 21]


class Line(MediaStreamTrack):
    """A sender, the way to us, and a clock that only they move."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.packets = AtOnce()
        self.awaited = True
        self.track = Continuous(self, self.packets, lambda: self.awaited, lambda: self.now)
        self._frames: asyncio.Queue[AudioFrame] = asyncio.Queue()
        self._number = 0

    def send(self, at: int, data: bytes = SPEECH) -> None:
        """The packet of the `at`-th 20 ms comes now."""
        self._number += 1
        sent = packet(at, data)
        sent.sequence_number = self._number
        self.packets.add(sent)
        loud = np.full((1, 2 * FRAME), 9, np.int16)
        frame = AudioFrame.from_ndarray(loud, format="s16", layout="stereo")
        frame.sample_rate, frame.pts = RATE, sent.timestamp
        frame.time_base = fractions.Fraction(1, RATE)
        self._frames.put_nowait(frame)

    async def recv(self) -> AudioFrame:
        return await self._frames.get()

    async def heard(self) -> tuple[str, int, int]:
        """The next frame: what, from which position on, how long."""
        async with asyncio.timeout(5):
            frame = await self.track.recv()
        sound = frame.to_ndarray()
        assert (frame.sample_rate, frame.layout.name, sound.shape) == (
            RATE, "stereo", (1, 2 * frame.samples),
        )  # fmt: skip
        assert frame.pts is not None
        return "speech" if sound.any() else "silence", frame.pts, frame.samples

    async def nothing_is_heard(self) -> bool:
        try:
            async with asyncio.timeout(0.2):
                await self.track.recv()
        except TimeoutError:
            return True
        return False


async def test_sound_passes_unchanged() -> None:
    line = Line()
    for at in (7, 8):
        line.send(at)
        assert await line.heard() == ("speech", at * FRAME, FRAME)
    line.now += 10
    assert await line.nothing_is_heard(), "nobody said that this was silence"


async def test_announced_silence_is_heard_while_it_lasts() -> None:
    line = Line()
    line.send(0, ANNOUNCED)
    assert await line.heard() == ("speech", 0, FRAME)
    assert await line.nothing_is_heard(), "no time has passed"
    line.now += 0.1
    assert await line.heard() == ("silence", FRAME, 4800)
    line.now += 0.04
    assert await line.heard() == ("silence", FRAME + 4800, 1920)


async def test_what_follows_a_silence_keeps_its_place() -> None:
    line = Line()
    line.send(0, ANNOUNCED)
    await line.heard()
    line.now += 0.3
    await line.heard()
    line.send(21)  # 400 ms after the end of the first
    assert await line.heard() == ("silence", 16 * FRAME, 5 * FRAME)
    assert await line.heard() == ("speech", 21 * FRAME, FRAME)


async def test_too_much_silence_is_taken_off_the_next() -> None:
    line = Line()
    line.send(0, ANNOUNCED)
    await line.heard()
    line.now += 0.44  # the next packet is late
    assert await line.heard() == ("silence", FRAME, 22 * FRAME)
    line.send(21, ANNOUNCED)
    assert (await line.heard())[::2] == ("speech", FRAME)
    line.now += 0.1
    assert (await line.heard())[::2] == ("silence", 3 * FRAME)
    line.send(27)
    assert await line.heard() == ("speech", 27 * FRAME, FRAME)


async def test_a_connection_that_falls_silent_is_no_student_who_does() -> None:
    line = Line()
    line.send(0, ANNOUNCED)
    await line.heard()
    line.now += 60
    assert await line.heard() == ("silence", FRAME, int(FILL_S * RATE))
    assert await line.nothing_is_heard()


async def test_lost_sound_leaves_a_gap_of_its_length() -> None:
    line = Line()
    line.send(0)
    await line.heard()
    line.send(3)
    assert await line.heard() == ("silence", FRAME, 2 * FRAME)
    assert await line.heard() == ("speech", 3 * FRAME, FRAME)


@pytest.mark.parametrize("at", [500, 2**32 // FRAME - 900])
async def test_a_sender_that_counts_anew_is_followed(at: int) -> None:
    line = Line()
    line.send(200_000)
    await line.heard()
    for number in (at, at + 1):
        line.send(number)
        assert await line.heard() == ("speech", number * FRAME, FRAME)


async def test_positions_begin_again_at_32_bits() -> None:
    last = 2**32 // FRAME  # its end is beyond them
    line = Line()
    line.send(last)
    await line.heard()
    line.send(last + 1)
    assert (await line.heard())[::2] == ("speech", FRAME)
    line.send(last + 3)
    assert (await line.heard())[::2] == ("silence", FRAME)


async def test_the_end_of_a_call_is_passed_on() -> None:
    class Ended(Line):
        async def recv(self) -> AudioFrame:
            raise MediaStreamError

    with pytest.raises(MediaStreamError):
        await Ended().track.recv()


def test_only_opus_is_asked_to_spare_silence() -> None:
    sdp = (
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\n"
        "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 useinbandfec=1\r\na=rtpmap:0 PCMU/8000\r\n"
    )
    told = sparing(sdp)
    assert "a=fmtp:111 useinbandfec=1;usedtx=1\r\n" in told
    assert "a=fmtp:0" not in told
