"""Bank files: read with every problem at once, each with its line and field; written back.

A file that is not YAML, or whose title is missing, gives no bank. A broken item is left out and
reported, and the sound ones load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from models.base import SettingsError
from voice.exam.banks.faults import Place, causes, faults_of, in_words
from voice.exam.model.bank import Bank

MAX_BYTES = 2_000_000
"""Largest bank file; the largest of ours has about 130 kB."""

_PRUNED = {"items": 6, "subtopics": 4, "topics": 2}
"""Lists whose broken members are left out, and how deep such a member stands."""

_MAX_DEPTH = 20
"""Lists and fields within each other; a bank has 12. libyaml crashes at some ten thousand."""

_YAML_FIX = 'Write each field as "name: value", in quotation marks if it holds a colon'


class BankProblem(SettingsError):
    """Something in a bank file that cannot be used, and where in the file it stands.

    Parameters
    ----------
    file : str
        The file's name.
    line : int
        From 1; 0 if the problem concerns the whole file.
    where : str
        The field, such as "topics 1, subtopics 2, items 3, question"; "" for the whole file.
    problem, fix : str
        As in `VivaError`.
    unit : str
        What is counted in `line`, such as "row" in a table.
    spot : Place
        Where it stands among the bank's values; () where that is not known.
    """

    def __init__(
        self,
        file: str,
        line: int,
        where: str,
        problem: str,
        fix: str = "",
        unit: str = "line",
        spot: Place = (),
    ) -> None:
        place = f"{file}, {unit} {line}" if line else file
        super().__init__(f"{place}: {where + ' ' if where else ''}{problem}", fix)
        self.file = file
        self.line = line
        self.unit = unit
        self.where = where
        self.said = problem
        self.spot = spot

    def to_dict(self) -> dict[str, Any]:
        """For a page or a program that shows it in its own way."""
        return {
            "file": self.file,
            "line": self.line,
            "unit": self.unit,
            "field": self.where,
            "problem": self.said,
            "fix": self.fix,
        }


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """What a file gave: a bank of its sound items, if there are any, and what was wrong."""

    bank: Bank | None
    problems: tuple[BankProblem, ...] = ()


def read_bank(file: Path) -> LoadedBank:
    """Read a bank from a file."""
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        return LoadedBank(None, (BankProblem(file.name, 0, "", problem),))
    if size > MAX_BYTES:
        return _none(file.name, f"has {size} bytes", f"Keep it under {MAX_BYTES} bytes")
    return parse_bank(content, file.name)


def parse_bank(content: bytes | str, name: str) -> LoadedBank:
    """Read a bank from the content of a file called `name`."""
    try:
        root, values = _compose(_decoded(content))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = BankProblem(name, line, "", "the text is not UTF-8", "Save it as UTF-8")
        return LoadedBank(None, (problem,))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = (f"this is not YAML: {error.problem}", _YAML_FIX)
        if isinstance(error, _Refused):
            words = (error.problem, error.fix)
        return LoadedBank(None, (BankProblem(name, mark.line + 1 if mark else 0, "", *words),))
    except (yaml.YAMLError, RecursionError):
        return _none(name, "this is not YAML", _YAML_FIX)
    if not isinstance(values, dict):
        return _none(name, "the file is not a list of fields", _YAML_FIX)
    return _validated(values, name, _Lines(root), worded, list(_doubles(root)))


def _decoded(content: bytes | str) -> str:
    if isinstance(content, bytes):
        return content.decode("utf-8-sig")
    # Half a character pair, as JavaScript can send it, is no text to libyaml.
    return content.encode("utf-8", "replace").decode()


def build_bank(
    values: dict[str, Any],
    name: str,
    line_of: Callable[[Place], int],
    where_of: Callable[[Place], str] | None = None,
) -> LoadedBank:
    """Make a bank of plain values that were read from `name` by another parser.

    `where_of` names a place as the author of that file knows it, such as by its column.
    """
    return _validated(values, name, line_of, where_of or worded, [])


def write_bank(bank: Bank) -> str:
    """The bank as YAML; reading it gives the same bank."""
    values = bank.model_dump(mode="json", exclude_defaults=True)
    head = "# yaml-language-server: $schema=bank.schema.json\n"
    text: str = yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96)
    return head + text


# --- from text to values ---------------------------------------------------------------------


_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""With libyaml, which nearly all builds of PyYAML have, a large bank takes 50 ms, not 200."""


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # PyYAML has no types
    """Long texts on lines of their own, lists indented beneath their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        # Other ends of lines than \n are kept only where they are escaped.
        style = '"' if _OTHER_ENDS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style)


_OTHER_ENDS = re.compile("[\r\x85\u2028\u2029]")
_Dumper.add_representer(str, _Dumper.represent_str)


class _Refused(yaml.MarkedYAMLError):  # type: ignore[misc]  # PyYAML has no types
    """YAML that we do not take."""

    def __init__(self, problem: str, fix: str, mark: yaml.Mark) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.fix = fix


def _compose(text: str) -> tuple[yaml.Node | None, object]:
    """The tree of a document and its values, all scalars as texts: the models convert them."""
    _refuse_bombs(text)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        return root, loader.construct_document(root) if root else None
    finally:
        loader.dispose()


def _refuse_bombs(text: str) -> None:
    """Refuse references, a few lines of which unfold to gigabytes, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(
                "references (*name) are not supported", "Write it out again", event.start_mark
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _Refused("the fields are nested too deeply", _YAML_FIX, event.start_mark)


def _doubles(node: yaml.Node | None, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """Fields given twice in their mapping, with the line of the later one."""
    if isinstance(node, yaml.MappingNode):
        last: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value in last:
                yield (*place, key.value), key.start_mark.line + 1
            last[key.value] = value
        for name, value in last.items():
            yield from _doubles(value, (*place, name))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _doubles(value, (*place, number))


class _Lines:
    """The line on which a value stands, by its place."""

    def __init__(self, root: yaml.Node | None) -> None:
        self._root = root

    def __call__(self, place: Place) -> int:
        node, line = self._root, 1
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        value = node.value[step]
        return value, value.start_mark.line + 1
    return None


# --- from values to a bank -------------------------------------------------------------------


def _validated(
    values: dict[str, Any],
    name: str,
    line_of: Callable[[Place], int],
    where_of: Callable[[Place], str],
    twice: Sequence[tuple[Place, int]],
) -> LoadedBank:
    problems = [
        BankProblem(name, line, where_of(place), "stands here twice", "Leave one of them out")
        for place, line in twice
    ]
    places = _Places()
    sound = _prune(values, (place for place, _ in twice), places)
    for turn in range(_MOST_ROUNDS):
        try:
            bank = Bank.model_validate(values)
        except ValidationError as error:
            found = causes(faults_of(error))
            for one in found:
                place = places.original(one.place)
                # A list that was emptied here is no further mistake of the author's.
                if not (one.kind == "too_short" and (turn or twice)):
                    words = in_words(one)
                    problems.append(
                        BankProblem(name, line_of(place), where_of(place), *words, spot=place)
                    )
            if not _prune(values, (one.place for one in found), places):
                return LoadedBank(None, tuple(problems))
            continue
        doubles = _double_ids(bank)
        if not doubles:
            return LoadedBank(bank if sound else None, tuple(problems))
        for place in doubles:
            there = places.original(place)
            problems.append(
                BankProblem(name, line_of(there), where_of(there),
                            "has the id of an item above", "Give it an id of its own",
                            spot=there)
            )  # fmt: skip
        _prune(values, doubles, places)
    return LoadedBank(None, tuple(problems))


_MOST_ROUNDS = 8
"""Most rounds of pruning: leaving out items may empty a subtopic, and that a topic."""


class _Places:
    """Maps places among the remaining values to their places in the original file."""

    def __init__(self) -> None:
        self._gone: dict[Place, list[int]] = {}

    def original(self, place: Place) -> Place:
        steps: list[str | int] = []
        for step in place:
            if isinstance(step, int):
                for gone in sorted(self._gone.get(tuple(steps), ())):
                    step += gone <= step
            steps.append(step)
        return tuple(steps)

    def leave_out(self, place: Place) -> None:
        *parents, last = self.original(place)
        assert isinstance(last, int)
        self._gone.setdefault(tuple(parents), []).append(last)


def _double_ids(bank: Bank) -> list[Place]:
    seen: set[str] = set()
    doubles: list[Place] = []
    for t, topic in enumerate(bank.topics):
        for s, subtopic in enumerate(topic.subtopics):
            for i, item in enumerate(subtopic.items):
                if item.id in seen:
                    doubles.append(("topics", t, "subtopics", s, "items", i))
                seen.add(item.id)
    return doubles


def _prune(values: dict[str, Any], broken: Iterable[Place], places: _Places) -> bool:
    """Leave out the members that hold a problem; False if one of them stands in none."""
    members = {_member(place) for place in broken}
    if None in members:
        return False
    found = [member for member in members if member is not None]
    # The last first, so that the others stay where they are.
    for member in sorted(found, key=_order, reverse=True):
        places.leave_out(member)
        parent: Any = values
        for step in member[:-1]:
            parent = parent[step]
        del parent[member[-1]]
    return True


def _order(place: Place) -> tuple[int, ...]:
    return tuple(step for step in place if isinstance(step, int))


def _member(place: Place) -> Place | None:
    """The item, subtopic or topic in which a value stands: the smallest that can be left out."""
    for kind, depth in _PRUNED.items():
        if len(place) >= depth and place[depth - 2] == kind and isinstance(place[depth - 1], int):
            return place[:depth]
    return None


# --- in words --------------------------------------------------------------------------------


def worded(place: Sequence[str | int]) -> str:
    """Such as "topics 1, subtopics 2, items 3, question"."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


def _none(name: str, problem: str, fix: str) -> LoadedBank:
    return LoadedBank(None, (BankProblem(name, 0, "", problem, fix),))
