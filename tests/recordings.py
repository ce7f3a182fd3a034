"""The human recordings in tests/data, with their transcripts."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.base import Float32
from voice.core.audio import read_file

DATA = Path(__file__).parent / "data"


class Recording(NamedTuple):
    """A row of the manifest."""

    file: str
    seconds: float
    reference: str  # lower case, no punctuation; "" if there is none
    set: str

    @property
    def audio(self) -> Float32:
        """Float32 [samples], mono, 16 kHz."""
        return _audio(self.file)


@cache
def recordings() -> tuple[Recording, ...]:
    """Every recording."""
    with (DATA / "manifest.tsv").open(encoding="utf-8", newline="") as manifest:
        return tuple(
            Recording(row["file"], float(row["seconds"]), row["reference"], row["set"])
            for row in csv.DictReader(manifest, delimiter="\t")
        )


def recording(name: str) -> Recording:
    """The one recording whose file is called `name`, without folder and ending."""
    (found,) = (one for one in recordings() if Path(one.file).stem == name)
    return found


def spoken() -> tuple[Recording, ...]:
    """Recordings of which the words are known."""
    return tuple(one for one in recordings() if one.reference)


def noises() -> tuple[Recording, ...]:
    """Recordings in which nobody says a word."""
    return tuple(one for one in recordings() if one.set == "noise")


def silence(seconds: float) -> Float32:
    """Digital silence at 16 kHz."""
    return np.zeros(round(seconds * 16_000), np.float32)


def words(text: str) -> list[str]:
    """The words of `text` without case and punctuation, small numbers spelt out."""
    spelt = {"10": "ten", "6": "six", "5": "five"}
    text = re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'"))
    return [spelt.get(word, word) for word in text.split()]


def word_errors(heard: str, reference: str) -> int:
    """Words to insert, delete or replace to make one text of the other."""
    ours, theirs = words(heard), words(reference)
    row = list(range(len(theirs) + 1))
    for i, mine in enumerate(ours, 1):
        previous, row = row, [i]
        for j, right in enumerate(theirs, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (mine != right)))
    return row[-1]


def word_error_rate(heard: str, reference: str) -> float:
    """Word errors per word of `reference`."""
    return word_errors(heard, reference) / len(words(reference))


@cache
def _audio(file: str) -> Float32:
    audio = read_file(DATA / file)
    audio.setflags(write=False)  # shared between tests
    return audio
