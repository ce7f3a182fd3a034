"""`python -m voice.exam.collection.check`: do banks and marking agree?

For every item, the model answer must earn full marks, each wording of a key point must earn that
point, and no listed false statement may earn any of the point it contradicts. An unsure verdict,
which counts half, is an error for all three.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.base import VivaError
from models.weights.catalogue import Catalogue
from voice.exam.banks.file import read_bank
from voice.exam.collection.listing import BANKS_FOLDER
from voice.exam.marking.marker import Marker
from voice.exam.marking.witnesses import Witnesses, load
from voice.exam.model.bank import Bank, Item
from voice.exam.model.record import Answer

MOST_PROCESSES = 8
"""Most worker processes, since each loads the models again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing on which a bank and marking disagree."""

    bank: str
    item: str
    said: str
    problem: str

    def __str__(self) -> str:
        return f"{self.bank}, {self.item}: {self.problem}: {self.said}"


async def item_faults(name: str, item: Item, marker: Marker) -> AsyncIterator[Fault]:
    """The faults of one item; none for tasks, whose parts have no required wording."""
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
            share = (await marker.look_for(item, wording, number)).share
            if share < 1:
                problem = f"a wording earns {share:.0%} of its own point"
                yield Fault(name, item.id, wording, problem)
        for mistake in point.mistakes:
            share = (await marker.look_for(item, mistake.text, number)).share
            if share > 0:
                problem = f"a mistake earns {share:.0%} of the point it contradicts"
                yield Fault(name, item.id, mistake.text, problem)


def faults(banks: Sequence[tuple[Path, Bank]]) -> Iterator[Fault]:
    """What is wrong in some banks, in order; items are looked at side by side."""
    items = [(file, n) for file, bank in banks for n in range(len(list(bank.walk())))]
    workers = min(MOST_PROCESSES, os.cpu_count() or 1, len(items))
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, fresh) as pool:
        for found in pool.map(_faults_of, items):
            yield from found


def _faults_of(place: tuple[Path, int]) -> list[Fault]:
    """The faults of one item, given its file and index; runs in a worker process."""
    file, number = place
    items, marker = _opened(file)

    async def found() -> list[Fault]:
        return [fault async for fault in item_faults(file.stem, items[number], marker)]

    return asyncio.run(found())


@cache
def _opened(file: Path) -> tuple[list[Item], Marker]:
    bank = read_bank(file).bank
    assert bank is not None, "read before"
    return [placed.item for placed in bank.walk()], Marker(_witnesses(), None, bank.language)


@cache
def _witnesses() -> Witnesses:
    catalogue = Catalogue.load()
    return load(lambda name, role: catalogue.resolve(name, role))


def _check(files: Sequence[Path]) -> int:
    count = 0
    banks = []
    for file in files:
        loaded = read_bank(file)
        count += len(loaded.problems)
        sys.stdout.writelines(f"{problem}\n" for problem in loaded.problems)
        if loaded.bank is not None:
            banks.append((file, loaded.bank))
    for fault in faults(banks) if banks else ():
        count += 1
        sys.stdout.write(f"{fault}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{count} faults in {len(files)} banks\n")
    return int(count > 0)


def main() -> int:
    """Check the files that are named, or all banks that come with Viva."""
    parser = argparse.ArgumentParser(
        prog="python -m voice.exam.collection.check", description=__doc__
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="banks in YAML")
    files = parser.parse_args().files or sorted(BANKS_FOLDER.glob("*.yaml"))
    try:
        return _check(files)
    except VivaError as error:
        sys.stderr.write(f"{error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
