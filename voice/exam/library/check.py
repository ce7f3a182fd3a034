"""`python -m voice.exam.library.check`: do banks and marking agree?

Of every item: its model answer must earn full marks, each wording of a key point must make that
point, and nothing false that is listed may earn the point it contradicts. What is unsure is not
an error for a wording, but it is for a mistake that is called made.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.base import VivaError
from models.weights.catalogue import Catalogue
from voice.exam.banks.file import read_bank
from voice.exam.library.listing import BANKS_FOLDER
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import load
from voice.exam.model.bank import Bank, Item
from voice.exam.model.record import Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing on which a bank and marking disagree."""

    bank: str
    item: str
    said: str
    problem: str

    def __str__(self) -> str:
        return f"{self.bank}, {self.item}: {self.problem}: {self.said}"


async def faults(name: str, bank: Bank, marker: Marker) -> AsyncIterator[Fault]:
    """What is wrong in a bank, item by item."""
    for placed in bank.walk():
        async for fault in item_faults(name, placed.item, marker):
            yield fault


async def item_faults(name: str, item: Item, marker: Marker) -> AsyncIterator[Fault]:
    """What is wrong in one item. Parts of a task have no wording that every answer must have."""
    if any(point.aspect is not None for point in item.key_points):
        return
    if item.model_answer:
        mark = await marker.look(item, [Answer(item.model_answer)])
        if mark.total < mark.out_of:
            lost = [item.key_points[p.point].text for p in mark.needed if p.share < 1]
            problem = f"the model answer earns {mark.total:g} of {mark.out_of:g}"
            yield Fault(name, item.id, "; ".join(lost), problem)
    for number, point in enumerate(item.key_points):
        for wording in (point.text, *point.accept):
            if (await _point(item, wording, number, marker)) == 0:
                yield Fault(name, item.id, wording, "a wording does not earn its own point")
        for mistake in point.mistakes:
            if (await _point(item, mistake.text, number, marker)) == 1:
                yield Fault(name, item.id, mistake.text, "a mistake earns the point it contradicts")


async def _point(item: Item, said: str, number: int, marker: Marker) -> float:
    mark = await marker.look(item, [Answer(said)])
    return mark.points[number].share


async def _check(files: Sequence[Path]) -> int:
    catalogue = Catalogue.load()
    witnesses = load(lambda name, role: catalogue.resolve(name, role))
    count = 0
    for file in files:
        loaded = read_bank(file)
        for problem in loaded.problems:
            count += 1
            sys.stdout.write(f"{problem}\n")
        if loaded.bank is not None:
            marker = Marker(witnesses, None, loaded.bank.language)
            async for fault in faults(file.stem, loaded.bank, marker):
                count += 1
                sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{count} faults in {len(files)} banks\n")
    return int(count > 0)


def main() -> int:
    """Check the files that are named, or all banks that come with Viva."""
    parser = argparse.ArgumentParser(prog="python -m voice.exam.library.check", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="banks in YAML")
    files = parser.parse_args().files or sorted(BANKS_FOLDER.glob("*.yaml"))
    try:
        return asyncio.run(_check(files))
    except VivaError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
