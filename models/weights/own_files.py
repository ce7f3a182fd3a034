"""A user's own weights in place of a catalogue entry: cheap checks with clear messages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from models.base import WeightsError

GGUF_MAGIC = b"GGUF"
KNOWN_MAGIC = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"<!DO": "a web page",
    b"<htm": "a web page",
    b"%PDF": "a PDF document",
    b"ver": "a Git LFS pointer, not the file itself",
    b"RIFF": "a sound or video file",
    b"lmgg": "a GGML file of an old kind",
    b"tjgg": "a GGML file of an old kind",
}
WHISPER_FILES = (("model.bin",), ("tokenizer.json",), ("vocabulary.txt", "vocabulary.json"))
FOLDER_FILES = {
    "embed": ("sp.model", "weights.npz"),
    "align": ("tokenizer.json", "model.onnx"),
}
SMALLEST_ONNX_BYTES = 1000


def looks_like_path(text: str) -> bool:
    """Whether `text` is meant as a path rather than a catalogue name."""
    separators = [os.sep, os.altsep or os.sep, "~"]
    suffix = Path(text).suffix.lower() in (".onnx", ".gguf", ".bin")
    return suffix or any(s in text for s in separators) or Path(text).exists()


def check_own(path: Path, role: str) -> Path:
    """The file (for "stt": the folder) that the engine opens, if it looks usable.

    Raises
    ------
    WeightsError
        It does not exist, cannot be read, or is clearly something else.
    """
    try:
        if not path.exists():
            raise WeightsError(f"There is no file {path}", "Check the path")
        return _CHECKS[role](path)
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read: {error.strerror or error}", "Check its permissions"
        ) from error


def _start(path: Path, count: int = 16) -> bytes:
    if path.is_dir():
        raise WeightsError(f"{path} is a folder, but a file is needed", "Name the file in it")
    with path.open("rb") as stream:
        return stream.read(count)


def _what(start: bytes) -> str:
    if not start:
        return "an empty file"
    return next((name for magic, name in KNOWN_MAGIC.items() if start.startswith(magic)), "")


def _gguf(path: Path) -> Path:
    start = _start(path)
    if not start.startswith(GGUF_MAGIC):
        what = _what(start)
        raise WeightsError(
            f"{path} is not a GGUF model" + (f": it is {what}" if what else ""),
            "Name a .gguf file, as llama.cpp uses them",
        )
    return path


def _whisper(path: Path) -> Path:
    folder = path.parent if path.name == "model.bin" else path
    if not folder.is_dir():
        raise WeightsError(
            f"{path} is a file, but a folder is needed",
            "Name the CTranslate2 folder that holds model.bin",
        )
    for names in WHISPER_FILES:
        if not any((folder / name).is_file() for name in names):
            raise WeightsError(
                f"{folder} is not a faster-whisper model: it has no {' or '.join(names)}",
                "Name a folder with a Whisper model converted for CTranslate2",
            )
    return folder


def _onnx(path: Path) -> Path:
    start = _start(path)
    # ONNX is protobuf without a magic number: field 1 (IR version) comes first, tag 0x08.
    if not start.startswith(b"\x08") or path.stat().st_size < SMALLEST_ONNX_BYTES:
        what = _what(start)
        raise WeightsError(
            f"{path} is not an ONNX model" + (f": it is {what}" if what else ""),
            "Name an .onnx file",
        )
    return path


def _folder(role: str, path: Path) -> Path:
    names = FOLDER_FILES[role]
    for name in names:
        if not (path / name).is_file():
            raise WeightsError(
                f"{path} is not a model for marking: it has no {name}",
                f"Name a folder with {' and '.join(names)}",
            )
    return path


def _piper(path: Path) -> Path:
    _onnx(path)
    config = path.with_name(f"{path.name}.json")
    if not config.is_file():
        raise WeightsError(
            f"The voice {path} lacks its description {config.name}",
            f"Put {config.name}, which comes with the voice, into the same folder",
        )
    return path


_CHECKS: Mapping[str, Callable[[Path], Path]] = {
    "llm": _gguf,
    "stt": _whisper,
    "tts": _piper,
    "turn": _onnx,
    **{role: partial(_folder, role) for role in FOLDER_FILES},
}
