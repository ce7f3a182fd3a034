"""Text to speech by Piper: one VITS network per voice, phonemes from espeak-ng.

espeak-ng and its data come with the piper-tts package; nothing has to be installed system-wide.

References
----------
github.com/OHF-Voice/piper1-gpl (GPL-3.0-or-later)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from piper import PiperVoice as Voice
from piper import SynthesisConfig
from piper.config import PhonemeType, PiperConfig

from models.base import EngineFailed, EngineUnavailable, Float32, Int16
from models.onnx import RUN_ERRORS, open_session

THREADS = 2
MIN_SPEED, MAX_SPEED = 0.5, 2.0

MAX_CHARACTERS = 250
"""Longest piece given to the network at once, as its time and memory grow with the length."""

# Piper surrounds every sentence with near-silence. At the start it delays the voice, so it is cut
# off; at the end it is the natural pause between sentences, so some of it is kept.
_SILENCE = 0.01  # of full scale, -40 dB
_LEAD_S = 0.02
_TAIL_S = 0.15

_BREAKS = (r"[.!?…。！？;；:：]+[\"'”’)\]]*\s*", r"[,，、]\s*", r"\s+")
"""Where a long text may be split, best places first."""

_BROKEN: tuple[type[Exception], ...] = (*RUN_ERRORS, ValueError, KeyError)
_PHONEMISERS = (PhonemeType.ESPEAK, PhonemeType.TEXT)


class PiperVoice:
    """One Piper voice.

    Parameters
    ----------
    model : Path
        The ONNX file; its configuration is in a file of the same name with `.json` appended.
    name : str
        Its display name.
    device : str
        "cuda" uses a graphics card if onnxruntime was built for one; otherwise the CPU.
    speaker : int
        Index of the speaker, in a voice with several.
    """

    def __init__(self, model: Path, name: str, device: str = "cpu", speaker: int = 0) -> None:
        if not model.is_file():
            raise EngineUnavailable(f"There is no voice {model}", "Name the .onnx file of a voice")
        description = _description(model)
        config = _config(model, description)
        self.name = name
        self.language = _language(description)
        self.sample_rate = config.sample_rate
        self._speaker = min(speaker, config.num_speakers - 1)
        self._voice = Voice(session=open_session(model, THREADS, _providers(device)), config=config)
        try:
            # The first call is slow because of allocations: better here than in the first reply.
            list(self.stream("a"))
        except EngineFailed as error:
            raise EngineUnavailable(
                f"The voice {model} cannot speak ({error.problem})",
                "Fetch it again, or choose another voice",
            ) from error

    def stream(self, text: str, speed: float = 1.0) -> Iterator[Int16]:
        """Speak `text` sentence by sentence: int16 mono pieces at `sample_rate`.

        `speed` is relative to the voice's natural rate, and clamped to 0.5 to 2.
        """
        speed = min(max(speed, MIN_SPEED), MAX_SPEED)
        options = SynthesisConfig(
            speaker_id=self._speaker, length_scale=self._voice.config.length_scale / speed
        )
        for part in _parts(text):
            try:
                for chunk in self._voice.synthesize(part, options):
                    piece = self._trimmed(chunk.audio_float_array)
                    if len(piece):
                        yield piece
            except _BROKEN as error:
                raise EngineFailed(f"The voice {self.name} broke ({error})") from error

    def _trimmed(self, audio: Float32) -> Int16:
        """Trim the near-silence around a sentence; float32 [samples] in ±1 to int16."""
        (loud,) = np.nonzero(np.abs(np.atleast_1d(audio)) > _SILENCE)
        if not len(loud):
            return np.zeros(0, np.int16)
        first = max(0, int(loud[0]) - int(_LEAD_S * self.sample_rate))
        last = int(loud[-1]) + int(_TAIL_S * self.sample_rate)
        return (audio[first:last] * 32767.0).astype(np.int16)


def _parts(text: str) -> Iterator[str]:
    """Split `text` into speakable parts of at most MAX_CHARACTERS characters."""
    # A lone surrogate, which JSON may contain, cannot be encoded for espeak.
    text = text.encode("utf-8", "replace").decode()
    # Double brackets would switch Piper to raw phonemes; control characters (a NUL among
    # them ends the text for espeak) say nothing.
    text = re.sub(r"[\x00-\x1f\x7f]+|(?<=\[)(?=\[)|(?<=\])(?=\])", " ", text).strip()
    while text:
        end = len(text) if len(text) <= MAX_CHARACTERS else _cut(text[:MAX_CHARACTERS])
        part, text = text[:end].strip(), text[end:]
        if any(character.isalnum() for character in part):
            yield part


def _cut(text: str) -> int:
    """Index of the best place to split `text`; any character if nothing better is found."""
    for pattern in _BREAKS:
        ends = [match.end() for match in re.finditer(pattern, text)]
        if ends and ends[-1] > MAX_CHARACTERS // 4:
            return ends[-1]
    return len(text)


def _description(model: Path) -> dict[str, Any]:
    path = Path(f"{model}.json")
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise EngineUnavailable(
            f"The voice {model} lacks its description {path.name}",
            f"Put {path.name}, which is published with the voice, beside it",
        ) from error
    except (OSError, ValueError) as error:
        raise EngineUnavailable(
            f"The description {path} of a voice cannot be read ({error})",
            "Fetch the voice again",
        ) from error
    if not isinstance(description, dict):
        raise EngineUnavailable(f"{path} does not describe a voice", "Fetch the voice again")
    return description


def _config(model: Path, description: dict[str, Any]) -> PiperConfig:
    try:
        config = PiperConfig.from_dict(description)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineUnavailable(
            f"{model}.json does not describe a Piper voice ({type(error).__name__}: {error})",
            "Fetch the voice again",
        ) from error
    if config.phoneme_type not in _PHONEMISERS:
        # These phonemisers need further packages and download weights of their own at run time.
        raise EngineUnavailable(
            f"The voice {model.name} needs the {config.phoneme_type.value} phonemiser, "
            "which Viva does not include",
            "Choose a voice with espeak phonemes",
        )
    return config


def _language(description: dict[str, Any]) -> str:
    language = description.get("language")
    family = language.get("family") if isinstance(language, dict) else None
    # Older voices do not state it, but espeak's voice names start with it, except for Mandarin.
    stated = str(family or description["espeak"]["voice"])
    code = re.split(r"[-_]", stated.lower())[0]
    return "zh" if code == "cmn" else code


def _providers(device: str) -> tuple[str, ...]:
    if device == "cuda" and "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        return ("CUDAExecutionProvider", "CPUExecutionProvider")
    return ("CPUExecutionProvider",)
