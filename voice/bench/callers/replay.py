"""Turn-taking in simulated time: a session's ear processes recordings as fast as possible.

Silero scores a recording once. The turn detector is asked about the same sound as in a session, and
its answer comes as late as it takes on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from models.base import INPUT_RATE, Float32, Patience, Transcript, TurnDetector
from models.vad_silero import SileroVad
from voice.bench.tools.common import Recording
from voice.core.audio import level_dbfs
from voice.hearing.ear import Ear
from voice.hearing.turn_taking import (
    MOST_S,
    SPEECH_PROBABILITY,
    WINDOW_SAMPLES,
    TurnEvent,
    TurnSignal,
)

TAIL_S = 4.0
"""Room tone added after the recording, longer than the longest patience."""

CUT_IF_SPEECH_AFTER_S = 0.2
"""A turn was cut off if speech continues longer than this after its end."""

SPEECH_WINDOWS = 3
"""Consecutive voiced windows that count as speech (96 ms); fewer are a click or a breath."""

_FRAME = 160  # 10 ms
_EDGE_S = 0.3  # how far the start or end of a word may be from Silero's
_ABOVE_FLOOR_DB = 12.0
_BELOW_SPEECH_DB = 30.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A recording followed by room tone, and the position of speech in it."""

    recording: Recording
    audio: Float32
    probabilities: Float32  # speech probabilities, [windows]
    speech: tuple[tuple[int, int], ...]  # in samples; every pause separates two of them
    first_voiced: int  # in samples, by level
    last_voiced: int


@dataclass(frozen=True, slots=True)
class CutOff:
    """A turn that ended before the student had finished."""

    at_s: float
    silence_s: float  # silence before the turn was ended
    pause_s: float  # length of the student's real pause
    completion: float | None  # the turn detector's answer, if that ended the turn


@dataclass(slots=True)
class Heard:
    """Result for one recording."""

    onset_s: float | None = None  # from the first voiced sample to the detection of speech
    delay_s: float | None = None  # from the last voiced sample to the end of the turn
    cut_offs: list[CutOff] = field(default_factory=list)
    completions: list[tuple[float, float]] = field(default_factory=list)  # pause at, s; answer
    utterances: list[Float32] = field(default_factory=list)
    onsets: int = 0


def score(recording: Recording, vad: SileroVad) -> Scored:
    """Find the speech in a recording."""
    audio = np.concatenate((recording.audio, _room_tone(recording.audio)))
    probabilities = vad.scores(audio)
    speech = _runs(probabilities >= SPEECH_PROBABILITY)
    first = last = 0
    if speech:
        loud = _loud(recording.audio)
        first = _edge(loud, speech[0][0], before=_EDGE_S, after=0.1)[0]
        last = _edge(loud, min(speech[-1][1], len(recording.audio)), before=0.1, after=_EDGE_S)[1]
    return Scored(recording, audio, probabilities, speech, first, last)


def longest_pause_s(scored: Scored) -> float:
    """The longest silence within the speech, by Silero."""
    return max((end - start for start, end in _pauses(scored)), default=0) / INPUT_RATE


class Judge:
    """The turn detector, asked once about each pause however often the pause is replayed.

    Parameters
    ----------
    detector : TurnDetector
        Who is asked.
    recognise : callable, optional
        Gives the words of float32 mono 16 kHz sound to a detector that reads them.
    """

    def __init__(
        self, detector: TurnDetector, recognise: Callable[[Float32], Transcript] | None = None
    ) -> None:
        self._detector = detector
        self._recognise = recognise
        self.calibration = detector.calibration
        self._answers: dict[tuple[str, int, int], float] = {}
        self._seconds: list[float] = []
        self.warm_up()

    @property
    def seconds(self) -> float:
        """Time for an answer on this machine (median)."""
        return median(self._seconds)

    def warm_up(self) -> None:
        """Measure the time on silence, so that it is known for the first answer."""
        for _ in range(3):
            self._ask(np.zeros(INPUT_RATE, np.float32))

    def completion(self, file: str, clock: int, audio: Float32) -> float:
        """Probability that the student has finished at the pause reported at `clock` in `file`."""
        key = (file, clock, len(audio))
        if key not in self._answers:
            self._answers[key] = self._ask(audio)
        return self._answers[key]

    def _ask(self, audio: Float32) -> float:
        start = time.perf_counter()
        said = None
        if self._detector.reads_words and self._recognise is not None:
            said = self._recognise(audio)
        answer = self._detector.completion(audio, said)
        self._seconds.append(time.perf_counter() - start)
        return answer


def replay(scored: Scored, patience: Patience, judge: Judge | None) -> Heard:
    """Let a session's ear hear a recording; without a judge, patience alone ends turns."""
    calibration = judge.calibration if judge else {}
    ear = Ear(_Known(scored.probabilities), patience, calibration)
    heard = Heard()
    asked: tuple[int, int, float] | None = None  # time the answer is due, time of the pause, answer
    answer: float | None = None
    for start in range(0, len(scored.audio) - WINDOW_SAMPLES + 1, WINDOW_SAMPLES):
        events = ear.hear(scored.audio[start : start + WINDOW_SAMPLES])
        if asked and ear.clock >= asked[0]:
            answer, asked_at, asked = asked[2], asked[1], None
            events += ear.judge(asked_at, answer)
        for event, utterance in events:
            if event.signal is TurnSignal.PAUSED and judge is not None:
                completion = judge.completion(scored.recording.file, event.clock, utterance)
                asked = (event.clock + round(judge.seconds * INPUT_RATE), event.clock, completion)
                heard.completions.append((event.clock / INPUT_RATE, completion))
            elif event.signal is TurnSignal.ENDED:
                heard.utterances.append(utterance)
                early = (event.clock - event.voiced_to) < MOST_S[patience] * INPUT_RATE
                answer = answer if early else None
            _note(heard, event, scored, answer)
    return heard


def timer_cuts_off(scored: Scored, silence_s: float) -> bool:
    """Whether a plain timer of `silence_s` would end the turn within the speech."""
    return longest_pause_s(scored) > silence_s


def _note(heard: Heard, event: TurnEvent, scored: Scored, completion: float | None) -> None:
    if event.signal is TurnSignal.STARTED:
        heard.onsets += 1
        if heard.onset_s is None:
            heard.onset_s = (event.clock - scored.first_voiced) / INPUT_RATE
    if event.signal is not TurnSignal.ENDED:
        return
    resumed = next((start for start, _ in scored.speech if start >= event.voiced_to), None)
    silence_s = (event.clock - event.voiced_to) / INPUT_RATE
    last = scored.speech[-1][1] if scored.speech else 0
    if resumed is not None and last > event.clock + CUT_IF_SPEECH_AFTER_S * INPUT_RATE:
        pause_s = (resumed - event.voiced_to) / INPUT_RATE
        heard.cut_offs.append(CutOff(event.clock / INPUT_RATE, silence_s, pause_s, completion))
    else:
        heard.delay_s = (event.clock - scored.last_voiced) / INPUT_RATE


class _Known:
    """A voice activity detector that returns precomputed scores."""

    name = "known"
    window_samples = WINDOW_SAMPLES

    def __init__(self, probabilities: Float32) -> None:
        self._probabilities = probabilities
        self._next = 0

    def stream(self) -> _Known:
        return self

    def score(self, window: Float32) -> float:
        self._next += 1
        return float(self._probabilities[self._next - 1])


# --- where the speech is -------------------------------------------------------------------


def _runs(voiced: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[tuple[int, int], ...]:
    """Runs of at least SPEECH_WINDOWS voiced windows, in samples."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], voiced.astype(np.int8), [0]))))
    return tuple(
        (int(start) * WINDOW_SAMPLES, int(end) * WINDOW_SAMPLES)
        for start, end in edges.reshape(-1, 2)
        if end - start >= SPEECH_WINDOWS
    )


def _pauses(scored: Scored) -> Sequence[tuple[int, int]]:
    return [(a[1], b[0]) for a, b in zip(scored.speech, scored.speech[1:], strict=False)]


def _levels(audio: Float32) -> Float32:
    """Level of each 10 ms in dBFS."""
    frames = audio[: len(audio) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return np.asarray([level_dbfs(frame) for frame in frames], np.float32)


def _loud(audio: Float32) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which 10 ms steps are well above the room tone and not far below the voice."""
    levels = _levels(audio)
    floor, voice = np.percentile(levels, 10), np.percentile(levels, 95)
    threshold = max(min(floor + _ABOVE_FLOOR_DB, voice - 6.0), voice - _BELOW_SPEECH_DB)
    return np.asarray(levels >= threshold)


def _edge(
    loud: np.ndarray[tuple[int], np.dtype[np.bool_]], near: int, before: float, after: float
) -> tuple[int, int]:
    """First and last loud sample around `near`; `near` itself if there is none."""
    first = max(0, int((near - before * INPUT_RATE) // _FRAME))
    (frames,) = np.nonzero(loud[first : int((near + after * INPUT_RATE) // _FRAME)])
    if not len(frames):
        return near, near
    return (first + int(frames[0])) * _FRAME, (first + int(frames[-1]) + 1) * _FRAME


def _room_tone(audio: Float32) -> Float32:
    """Noise as loud as the quietest tenth of the recording: float32 [TAIL_S]."""
    levels = _levels(audio)
    floor = float(np.percentile(levels, 10)) if len(levels) else -90.0
    noise = np.random.default_rng(0).normal(0.0, 10 ** (floor / 20), round(TAIL_S * INPUT_RATE))
    return np.clip(noise, -1.0, 1.0).astype(np.float32)
