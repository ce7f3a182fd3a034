"""The interfaces of all neural networks, their value types, and the exception tree.

An engine is one class in one file that satisfies one of the protocols below; the rest of
Viva is given engines and never looks them up. Blocking engines (`VoiceActivityDetector`,
`TurnDetector`, `SpeechToText`, `TextToSpeech`) are plain synchronous calls, which
`voice.core.worker` keeps off the event loop; `LanguageModel` is asynchronous because two of its
three implementations are network clients.

Exceptions
----------
VivaError                 anything a user can act on: a problem and its fix
├── SettingsError         a flag, environment variable, file or prompt is wrong
├── WeightsError          weights are missing, damaged or cannot be fetched
└── EngineError           an engine could not do its work
    ├── EngineUnavailable cannot be reached or started: another engine may be tried
    └── EngineFailed      broke in the middle of a call: the next call may work
        ├── RefusedRequest  this call can never work: too long, or not what the engine can do
        └── UnreadableCall  the language model called a tool, but not in JSON
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]
Int16 = NDArray[np.int16]

INPUT_RATE = 16_000
"""Sample rate, in Hz, of all audio that any engine hears."""


class VivaError(Exception):
    """A problem worded for the user, with what they can do about it.

    Parameters
    ----------
    problem : str
        What is wrong, and where; one sentence without a full stop at its end.
    fix : str
        What to do; one imperative sentence without a full stop at its end, or "".
    """

    def __init__(self, problem: str, fix: str = "") -> None:
        super().__init__(f"{problem}. {fix}." if fix else f"{problem}.")
        self.problem = problem
        self.fix = fix


class SettingsError(VivaError):
    """A flag, environment variable, settings file or prompt file is wrong."""


class WeightsError(VivaError):
    """Weights are missing, damaged, or cannot be fetched."""


class EngineError(VivaError):
    """An engine could not do its work."""


class EngineUnavailable(EngineError):
    """An engine cannot be reached or started; another engine may be tried instead."""


class EngineFailed(EngineError):
    """An engine broke in the middle of a call; the next call may work."""


class RefusedRequest(EngineFailed):
    """An engine cannot do what this call asks for, and never will."""


class UnreadableCall(EngineFailed):
    """The language model called a tool with arguments that are not JSON.

    Parameters
    ----------
    name, arguments : str
        As the model wrote them.
    """

    def __init__(self, name: str, arguments: str) -> None:
        super().__init__(
            f"The language model called the tool {name!r} with arguments that are not JSON",
            "Ask again, or choose a larger model",
        )
        self.name = name
        self.arguments = arguments


# --- voice activity ----------------------------------------------------------------------


class VadStream(Protocol):
    """Voice activity of one listener: keeps the network's state from window to window.

    Used by one thread at a time. Sessions call it on the event loop for every window, so a call
    must take far less time than the window lasts.
    """

    def score(self, window: Float32) -> float:
        """Probability in [0, 1] that `window` (float32 mono 16 kHz, `window_samples`) is speech."""
        ...


@runtime_checkable
class VoiceActivityDetector(Protocol):
    """Weights shared by all listeners."""

    name: str
    window_samples: int

    def stream(self) -> VadStream:
        """Start another stream, with fresh state."""
        ...


# --- speech to text ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word."""

    text: str
    start_s: float  # from the start of the given audio
    end_s: float
    probability: float  # in [0, 1], as reported by the recogniser


@dataclass(frozen=True, slots=True)
class Transcript:
    """The text recognised in one clip; "" if it contained no words."""

    text: str
    language: str  # ISO 639-1, as requested or as detected
    words: tuple[Word, ...] = ()  # empty unless `TranscribeOptions.words` was set
    avg_logprob: float = 0.0
    no_speech_probability: float = 0.0

    def shifted(self, by_s: float) -> Transcript:
        """A copy with all words `by_s` seconds later."""
        words = tuple(
            replace(word, start_s=word.start_s + by_s, end_s=word.end_s + by_s)
            for word in self.words
        )
        return replace(self, words=words)


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """Options of one transcription."""

    language: str | None = None  # ISO 639-1; None lets the model detect it
    vocabulary: tuple[str, ...] = ()  # terms likely to be said, to bias recognition
    words: bool = False  # also give word times and probabilities (slower)
    partial: bool = False  # a partial transcript of an unfinished utterance: speed over accuracy
    task: Literal["transcribe", "translate"] = "transcribe"  # translate: into English


@runtime_checkable
class SpeechToText(Protocol):
    """Recognises whole clips; may be called from any thread, one call at a time."""

    name: str

    def transcribe(self, audio: Float32, options: TranscribeOptions) -> Transcript:
        """Recognise `audio` (float32, mono, 16 kHz, within ±1, any length including zero).

        Raises
        ------
        RefusedRequest
            The recogniser cannot translate.
        EngineFailed
            It broke on this clip.
        """
        ...


# --- end of turn -------------------------------------------------------------------------

Patience = Literal["quick", "normal", "thinking"]
"""How long a student may be silent without losing the floor."""


@dataclass(frozen=True, slots=True)
class Belief:
    """When a turn detector is believed that the turn is over."""

    sure: float  # from this probability on
    least_s: float  # and when the student has been silent for as long as this


@runtime_checkable
class TurnDetector(Protocol):
    """Judges whether a speaker who has just fallen silent has finished.

    It is asked once in every pause. One that `reads_words` is asked when recognition has caught
    up, the others at once.
    """

    name: str
    reads_words: bool  # whether it wants to know what was said so far
    calibration: Mapping[Patience, Belief]  # what its probabilities are worth, measured

    def completion(self, audio: Float32, said: Transcript | None = None) -> float:
        """Probability in [0, 1] that the turn ends here.

        Parameters
        ----------
        audio : Float32
            What was heard up to the pause (float32, mono, 16 kHz); of a turn of many sentences
            the last ones.
        said : Transcript, optional
            The turn so far in words; only for a detector that `reads_words`.

        Raises
        ------
        EngineFailed
            It broke; the turn ends when the student's patience is over.
        """
        ...


# --- text to speech ----------------------------------------------------------------------


@runtime_checkable
class TextToSpeech(Protocol):
    """One voice; called from a worker thread, one stream at a time."""

    name: str
    language: str  # ISO 639-1
    sample_rate: int  # Hz, a multiple of 50

    def stream(self, text: str, speed: float = 1.0) -> Iterator[Int16]:
        """Speak `text`: yields int16 mono pieces at `sample_rate` as soon as they are ready.

        `speed` is relative to the voice's natural rate, 0.5 to 2. Closing the iterator stops
        the work. Text with nothing speakable in it yields nothing.

        Raises
        ------
        EngineFailed
            The voice broke on this text.
        """
        ...


# --- meaning of sentences ----------------------------------------------------------------


@runtime_checkable
class TextEmbedder(Protocol):
    """Embeds sentences as unit vectors: the nearer two are, the more alike their meaning."""

    name: str
    languages: tuple[str, ...]  # ISO 639-1; all share one vector space

    def embed(self, texts: Sequence[str]) -> Float32:
        """Embeddings of `texts`: float32 [texts, dimensions], each row of length 1."""
        ...

    def information(self, words: Sequence[str]) -> Float32:
        """Information content of each word in nats, higher for rare words: float32 [words]."""
        ...


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """Contextual embeddings of the tokens of one text."""

    starts: NDArray[np.int64]  # [pieces], in characters
    ends: NDArray[np.int64]  # [pieces]
    vectors: Float32  # [pieces, dimensions], each row of length 1


@runtime_checkable
class TokenEmbedder(Protocol):
    """Embeds every word of a text in the context of the words around it."""

    name: str
    languages: tuple[str, ...]  # ISO 639-1

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One entry for each of `texts`, in order."""
        ...


@runtime_checkable
class Entailment(Protocol):
    """Judges whether a statement follows from what was said."""

    name: str
    languages: tuple[str, ...]  # ISO 639-1

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Float32:
        """Probabilities for each pair (said, statement): float32 [pairs, 3].

        The columns: the statement follows; neither it nor its opposite does; what was said
        contradicts it.
        """
        ...


# --- language model ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a function to be called; `arguments` has been parsed from JSON."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may ask for."""

    name: str
    description: str
    parameters: Mapping[str, Any]  # JSON Schema of the arguments object


@dataclass(frozen=True, slots=True)
class Message:
    """One entry of a conversation as the model sees it."""

    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: tuple[ToolCall, ...] = ()  # only in messages of the assistant
    tool_call_id: str = ""  # only in messages of a tool


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """Options of one answer."""

    max_tokens: int = 160
    temperature: float = 0.6
    seed: int | None = None
    tools: tuple[Tool, ...] = ()
    tool_choice: Literal["auto", "required"] = "auto"  # required: the answer must call a tool
    json_schema: Mapping[str, Any] | None = None  # constrain the whole answer to this schema
    stop: tuple[str, ...] = ()
    alternatives: int = 0  # how many of the likeliest first tokens to report, at most 20


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written, as counted by the engine."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0  # prompt tokens that were already in the cache


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of an answer: some text, or a whole tool call, or (last) usage.

    `alternatives` are the tokens with which the answer could have begun, and their
    probabilities; present if they were requested and the engine reports them.
    """

    text: str = ""
    tool_call: ToolCall | None = None
    usage: Usage | None = None
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Which model answers, and why; shown on the page and at start."""

    engine: str  # "ollama", "llamacpp", "openai"
    model: str
    why: str  # one sentence for the user: why this one answers
    context_tokens: int


@runtime_checkable
class LanguageModel(Protocol):
    """Answers conversations, several of them concurrently.

    All methods must be called on the event loop and never block it. A stream may be closed, and
    any call cancelled, at any time.
    """

    @property
    def status(self) -> ModelStatus:
        """Which model answers now; may change when an automatic choice falls back."""
        ...

    def stream(
        self, messages: Sequence[Message], options: GenerateOptions
    ) -> AsyncGenerator[Delta, None]:
        """Answer `messages` piece by piece; closing the iterator (or cancelling) stops the work.

        Raises
        ------
        EngineUnavailable
            The engine is not there, or does not have the model.
        EngineFailed
            It broke in the middle of its answer.
        """
        ...

    async def choose(
        self, messages: Sequence[Message], choices: Sequence[str]
    ) -> tuple[float, ...]:
        """Probability that the model answers `messages` with each of `choices`; they sum to 1.

        Parameters
        ----------
        messages : Sequence[Message]
            Explain what each choice means, and ask for one of them.
        choices : Sequence[str]
            Two or more answers of one token each, such as the letters A to D.

        Raises
        ------
        EngineUnavailable
            The engine is not there, or does not have the model.
        EngineFailed
            It broke, or gave an answer that is not among the choices.
        """
        ...

    async def warm(self, messages: Sequence[Message]) -> None:
        """Read `messages` into the prompt cache, if the engine has one; raises no EngineError."""
        ...

    async def models(self) -> tuple[str, ...]:
        """Names of the models that are available now."""
        ...

    async def aclose(self) -> None:
        """Release all resources; the engine cannot be used afterwards."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a long transfer: fetching weights, pulling a model."""

    name: str
    done_bytes: int
    total_bytes: int  # 0 while unknown
    note: str = ""  # e.g. "verifying"
