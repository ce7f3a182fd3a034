"""XML from strangers: elements with their lines, no entities of its own, bounded.

The standard library's tree keeps no lines, which a problem has to name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from voice.exam.banks.file import BankProblem

MAX_DEPTH = 100
MAX_ELEMENTS = 1_000_000


@dataclass(slots=True)
class Element:
    """One element; its tag is without its namespace."""

    tag: str
    line: int
    attributes: dict[str, str]
    parts: list[Element | str] = field(default_factory=list)
    """Texts and closed elements, in their order."""

    def all(self, tag: str) -> Iterator[Element]:
        """Its children of this name."""
        return (one for one in self.parts if isinstance(one, Element) and one.tag == tag)

    def child(self, *tags: str) -> Element | None:
        """The first descendant down this path."""
        here: Element | None = self
        for tag in tags:
            here = next(here.all(tag), None) if here else None
        return here

    def text(self, *tags: str) -> str:
        """All text of the first descendant down this path; "" if there is none."""
        found = self.child(*tags)
        return "".join(found.texts()).strip() if found else ""

    def texts(self) -> Iterator[str]:
        """Every text within."""
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.texts()

    def walk(self, *tags: str) -> Iterator[Element]:
        """Every element of these names within, in order."""
        for part in self.parts:
            if isinstance(part, Element):
                if part.tag in tags:
                    yield part
                yield from part.walk(*tags)


@dataclass(frozen=True, slots=True)
class Tree:
    """What could be read, and why not more could."""

    root: Element | None
    problem: BankProblem | None = None


def parse_xml(content: bytes, file: str) -> Tree:
    """The elements of an XML document; where it breaks off, those closed before that."""
    builder = _Builder(file)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        tag, attributes, parser.CurrentLineNumber
    )
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = lambda *_: builder.refuse_doctype(parser.CurrentLineNumber)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        words = f"the XML breaks off: {expat.ErrorString(error.code)}"
        return Tree(builder.root, BankProblem(file, error.lineno, "", words, "Export it again"))
    except BankProblem as problem:
        return Tree(None, problem)
    return Tree(builder.root)


class _Builder:
    def __init__(self, file: str) -> None:
        self.root: Element | None = None
        self._file = file
        self._open: list[Element] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise BankProblem(self._file, line, "", "the XML is nested too deeply or too long")
        names = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        element = Element(tag.rpartition(" ")[2], line, names)
        self.root = self.root or element
        self._open.append(element)

    def end(self, _tag: str) -> None:
        element = self._open.pop()
        if self._open:
            self._open[-1].parts.append(element)

    def text(self, data: str) -> None:
        self._open[-1].parts.append(data)

    def refuse_doctype(self, line: int) -> None:
        raise BankProblem(
            self._file, line, "", "the XML declares a document type, which may hide anything",
            "Take the line with DOCTYPE out",
        )  # fmt: skip
