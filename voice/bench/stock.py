"""FastRTC's own recipe with Viva's engines: the baseline of `bench latency --against stock`.

A stock `ReplyOnPause` with default options calls a generator: faster-whisper's default
`transcribe`, then the language model's answer as it streams, with each sentence passed to Piper.
Model files, threads, system prompt, greeting, length of answers and conversation memory are the
same as Viva's. Run as `python -m voice.bench.stock`, with Viva's flags.

`GET /turns/{webrtc_id}` returns the times of all turns, by the monotonic clock.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import io
import os
import re
import sys
import time
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import librosa
import numpy as np
import uvicorn
from fastapi import FastAPI
from faster_whisper import WhisperModel
from fastrtc import ReplyOnPause, Stream, audio_to_float32, get_current_context
from fastrtc.pause_detection import SileroVADModel
from numpy.typing import NDArray
from piper import PiperVoice

from models.base import (
    INPUT_RATE,
    Delta,
    Float32,
    GenerateOptions,
    Int16,
    LanguageModel,
    Message,
    VivaError,
)
from models.vad_silero import WINDOW_SAMPLES, SileroStream, SileroVad
from models.weights.progress_bars import ProgressBars
from voice.conversation.modes import MODES_FOLDER, Mode, load_modes
from voice.engines.loader import Loader
from voice.settings.settings import Settings, parse
from voice.transports.webrtc_handler import offer_loopback_when_alone

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Sound = tuple[int, Int16]
"""Rate in Hz and int16 [1, samples], as passed by FastRTC."""


class StockVad(SileroVADModel):
    """FastRTC's pause detection with the Silero VAD that comes with faster-whisper.

    FastRTC downloads an older Silero from a hub. Its code that evaluates the scores is inherited
    unchanged. Its windows have 1024 samples, those of v6 512, so two scores make one.
    """

    def __init__(self) -> None:
        self._silero = SileroVad()

    def get_initial_state(self, batch_size: int) -> SileroStream:
        """Each chunk is scored from a fresh state, as in FastRTC."""
        return self._silero.stream()

    def __call__(self, x: Float32, state: SileroStream, sr: int) -> tuple[float, SileroStream]:
        """Probability of speech in `x`, float32 [1024]."""
        halves = np.asarray(x, np.float32).reshape(-1, WINDOW_SAMPLES)
        return float(np.mean([state.score(half) for half in halves])), state


@dataclass
class TurnLog:
    """One reply: monotonic seconds, None until it happens."""

    called: float  # FastRTC decided that the turn was over
    transcribed: float | None = None
    text: str = ""
    first_token: float | None = None
    tts_asked: float | None = None
    first_audio: float | None = None
    answer: str = ""
    done: float | None = None


@dataclass
class Talk:
    """The conversation of one connection."""

    messages: list[Message]
    turns: list[TurnLog] = field(default_factory=list)


class Recipe:
    """The generator functions given to FastRTC, and the conversations they remember.

    FastRTC runs the generators in worker threads.

    Parameters
    ----------
    stt, llm, voice
        Engines.
    mode : Mode
        Provides system prompt, greeting and length of answers.
    language : str
        Language of the greeting.
    """

    def __init__(
        self, stt: WhisperModel, llm: LanguageModel, voice: PiperVoice, mode: Mode, language: str
    ) -> None:
        self._stt, self._llm, self._voice = stt, llm, voice
        self._mode, self._language = mode, language
        self._loop = asyncio.get_running_loop()
        self.talks: dict[str, Talk] = {}

    def greet(self) -> Generator[Sound, None, None]:
        """Speak first."""
        log, talk = TurnLog(time.monotonic()), self._talk()
        talk.turns.append(log)
        greeting = self._mode.greeting_in(self._language)
        for sentence in SENTENCE_END.split(greeting):
            yield from self._speak(sentence, log)
        talk.messages.append(Message("assistant", greeting))
        log.done = time.monotonic()

    def reply(self, audio: tuple[int, NDArray[np.int16]]) -> Generator[Sound, None, None]:
        """Answer what the student said."""
        log, talk = TurnLog(time.monotonic()), self._talk()
        talk.turns.append(log)
        try:
            log.text = self._transcribe(audio)
            log.transcribed = time.monotonic()
            if log.text:
                talk.messages.append(Message("user", log.text))
                for sentence in self._sentences(talk.messages, log):
                    yield from self._speak(sentence, log)
        finally:  # also when FastRTC closes the generator
            if log.answer:
                talk.messages.append(Message("assistant", log.answer))
            log.done = time.monotonic()

    def _talk(self) -> Talk:
        webrtc_id = get_current_context().webrtc_id
        system = Message("system", self._mode.system_prompt(self._language))
        return self.talks.setdefault(webrtc_id, Talk([system]))

    def _transcribe(self, audio: tuple[int, NDArray[np.int16]]) -> str:
        rate, samples = audio
        sound = audio_to_float32(samples.reshape(-1))
        if rate != INPUT_RATE:
            sound = librosa.resample(sound, orig_sr=rate, target_sr=INPUT_RATE)
        segments, _ = self._stt.transcribe(sound)
        return "".join(segment.text for segment in segments).strip()

    def _sentences(self, messages: list[Message], log: TurnLog) -> Generator[str, None, None]:
        text = ""
        for piece in self._tokens(messages):
            log.first_token = log.first_token or time.monotonic()
            log.answer += piece
            *whole, text = SENTENCE_END.split(text + piece)
            yield from whole
        if text.strip():
            yield text

    def _tokens(self, messages: list[Message]) -> Generator[str, None, None]:
        """The model's answer, as a synchronous iterator for FastRTC's thread."""
        options = GenerateOptions(
            max_tokens=self._mode.max_tokens, temperature=self._mode.temperature
        )
        stream = self._llm.stream(list(messages), options)
        try:
            while (delta := self._in_loop(stream)) is not None:
                if delta.text:
                    yield delta.text
        finally:
            asyncio.run_coroutine_threadsafe(stream.aclose(), self._loop).result()

    def _in_loop(self, stream: AsyncGenerator[Delta, None]) -> Delta | None:
        async def step() -> Delta | None:
            return await anext(stream, None)

        return asyncio.run_coroutine_threadsafe(step(), self._loop).result()

    def _speak(self, sentence: str, log: TurnLog) -> Generator[Sound, None, None]:
        log.tts_asked = log.tts_asked or time.monotonic()
        for chunk in self._voice.synthesize(sentence):
            log.first_audio = log.first_audio or time.monotonic()
            yield chunk.sample_rate, chunk.audio_int16_array[np.newaxis]


async def load(settings: Settings, loader: Loader) -> Recipe:
    """Load the same files as Viva with these settings."""
    modes, _ = load_modes(*[MODES_FOLDER, *([settings.prompts] if settings.prompts else [])])
    compute_type = "int8" if settings.compute_type == "auto" else settings.compute_type
    stt = WhisperModel(
        str(loader.weights(settings.stt_model, "stt")),
        device="cpu" if settings.device == "auto" else settings.device,
        compute_type=compute_type,
        cpu_threads=min(4, os.cpu_count() or 4),  # default 4, perhaps more than there are
    )
    voice = PiperVoice.load(loader.weights(loader.default_voice(settings.language), "tts"))
    llm = await loader.load_model("")
    return Recipe(stt, llm, voice, modes[settings.mode], settings.language)


def application(recipe: Recipe) -> FastAPI:
    """FastRTC's routes, and those that the benchmark polls."""
    vad = StockVad()
    vad.warmup()  # type: ignore[no-untyped-call]
    handler = ReplyOnPause(recipe.reply, startup_fn=recipe.greet, model=vad)
    with contextlib.redirect_stdout(io.StringIO()):
        # Without this FastRTC uses a public STUN server.
        stream = Stream(
            handler,
            modality="audio",
            mode="send-receive",
            server_rtc_configuration={"iceServers": []},
        )
    app = FastAPI()
    stream.mount(app)

    @app.get("/turns/{webrtc_id}")
    async def turns(webrtc_id: str) -> list[dict[str, Any]]:
        talk = recipe.talks.get(webrtc_id)
        return [dataclasses.asdict(log) for log in talk.turns] if talk else []

    return app


async def serve(settings: Settings) -> None:
    """Load the models, print the address, and serve until Ctrl-C."""
    offer_loopback_when_alone()
    with ProgressBars(sys.stderr) as bars:
        recipe = await load(settings, Loader(settings, bars, lambda progress: None))
    app = application(recipe)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    server = _Announcing(config)
    await server.serve()


class _Announcing(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        sys.stdout.write(f"Open http://{host}:{port} in a browser.\n")
        sys.stdout.flush()


def main() -> int:
    """Run the server; returns the exit code."""
    try:
        asyncio.run(serve(parse(sys.argv[1:], os.environ, Path.cwd())))
    except VivaError as error:
        sys.stderr.write(f"viva: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
