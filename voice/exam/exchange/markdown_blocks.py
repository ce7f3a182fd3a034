"""Markdown as a plain sequence of headings, paragraphs and list entries, with their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\r?\n.*?^---[ \t]*$", re.S | re.M)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text, without its marks."""

    kind: Literal["heading", "paragraph", "entry"]
    text: str
    line: int  # from 1
    level: int = 0  # of a heading 1 to 6, of an entry how many lists it is within
    bold: bool = False  # all of its first line
    ordered: bool = False  # an entry with a number


def blocks(text: str) -> Iterator[Block]:
    """Every piece of a Markdown text, in order."""
    if front := _FRONT_MATTER.match(text):
        text = "\n" * front[0].count("\n") + text[front.end() :]
    lists: list[bool] = []
    fresh = False  # at an entry's first paragraph
    heading = 0
    for token in MarkdownIt("commonmark").parse(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append(token.type.startswith("ordered"))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                fresh = True
            case "heading_open":
                heading = int(token.tag[1])
            case "inline":
                yield _block(token, heading, lists, fresh)
                heading, fresh = 0, False
            case "fence" | "code_block":
                yield Block("paragraph", token.content.strip(), _line(token))


def _block(token: Token, heading: int, lists: Sequence[bool], fresh: bool) -> Block:
    text = _plain(token.children or [])
    if heading:
        return Block("heading", " ".join(text.split()), _line(token), heading)
    if lists and fresh:
        return Block("entry", text, _line(token), len(lists) - 1, ordered=lists[-1])
    return Block("paragraph", text, _line(token), bold=_starts_bold(token.children or []))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _plain(children: Sequence[Token]) -> str:
    pieces: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type != "html_inline":
            pieces.append(child.content)
    return "".join(pieces).strip()


def _starts_bold(children: Sequence[Token]) -> bool:
    """Whether the whole first line is bold."""
    depth, bold, plain = 0, False, False
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            break
        if child.type in ("strong_open", "strong_close"):
            depth += child.nesting
        elif child.content.strip():
            bold, plain = bold or depth > 0, plain or depth == 0
    return bold and not plain
