"""Reader of SentencePiece model files, which the `tokenizers` library cannot open itself.

A `.model` file is one protobuf message. We need its pieces with their log probabilities and the
table by which text is normalised; the library does the rest.

References
----------
github.com/google/sentencepiece, sentencepiece_model.proto (ModelProto)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from models.base import EngineUnavailable

UNKNOWN = 0
BEGIN = 1
END = 2
"""Indices that the trainer gives the special pieces by default."""

_PIECES, _NORMALIZER = 1, 3  # fields of ModelProto
_PIECE, _SCORE = 1, 2  # fields of ModelProto.SentencePiece
_CHARSMAP = 2  # field of NormalizerSpec
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # wire types
_MANY_SPACES = Regex(" {2,}")

Pieces = list[tuple[str, float]]


def read_tokenizer(path: Path) -> tuple[Tokenizer, Pieces]:
    """Load the tokenizer of a unigram model, and its pieces with their log probabilities.

    The tokenizer does not add special pieces.

    Raises
    ------
    EngineUnavailable
        The file is missing, is damaged, or is not a SentencePiece model.
    """
    try:
        pieces, charsmap = _parse(path.read_bytes())
        tokenizer = Tokenizer(models.Unigram(pieces, UNKNOWN, False))
        tokenizer.normalizer = normalizers.Sequence(
            [
                normalizers.Precompiled(charsmap),
                normalizers.Strip(),
                normalizers.Replace(_MANY_SPACES, " "),
            ]
        )
    # The library raises bare Exceptions for unusable tables.
    except Exception as error:
        raise EngineUnavailable(
            f"{path} is not a SentencePiece model ({error})", "Fetch its weights again"
        ) from error
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    return tokenizer, pieces


def _parse(data: bytes) -> tuple[Pieces, bytes]:
    pieces: Pieces = []
    charsmap = b""
    for field, value in _fields(data):
        if field == _PIECES:
            parts = dict(_fields(value))
            (score,) = struct.unpack("<f", parts.get(_SCORE, bytes(4)))
            pieces.append((parts[_PIECE].decode(), score))
        elif field == _NORMALIZER:
            charsmap = dict(_fields(value))[_CHARSMAP]
    if not pieces or not charsmap:
        raise ValueError("it has no pieces")
    return pieces, charsmap


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each field of a message; varint fields are skipped."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        field, wire = tag >> 3, tag & 7
        if wire == _VARINT:
            _, at = _varint(data, at)
            continue
        if wire == _BYTES:
            size, at = _varint(data, at)
        elif wire in (_FIXED32, _FIXED64):
            size = 4 if wire == _FIXED32 else 8
        else:
            raise ValueError("it is not protobuf")
        if at + size > len(data):
            raise ValueError("it is cut short")
        yield field, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Decode a varint (base 128, little-endian); returns it and the position after it."""
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("it is cut short")
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
