"""What mkdocs does beside its own: pages that live elsewhere, and links between the two.

Links are written for readers of the repository, so that `../prompts/README.md` leads to a file
there. On the site that file is a page too, if `ELSEWHERE` names it; a link to any other file
outside `docs/` becomes its path alone.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]

ELSEWHERE = (
    "CHANGELOG.md",
    "SECURITY.md",
    "models/entailment/README.md",
    "prompts/README.md",
    "prompts/banks/README.md",
)
"""Pages outside `docs/`, by their paths in the repository, which are those on the site too."""

_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s#:]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages of `ELSEWHERE`."""
    for path in ELSEWHERE:
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn links of the repository into links of the site."""
    source = page.file.src_uri
    folder = posixpath.dirname(source if source in ELSEWHERE else f"docs/{source}")

    def moved(match: re.Match[str]) -> str:
        text, target, anchor = match[1], match[2], match[3] or ""
        there = posixpath.normpath(posixpath.join(folder, target))
        if there.startswith("docs/"):
            there = there.removeprefix("docs/")
        elif there not in ELSEWHERE:
            return text if text == there or "`" in text else f"{text} (`{there}`)"
        return f"[{text}]({posixpath.relpath(there, posixpath.dirname(source) or '.')}{anchor})"

    return _LINK.sub(moved, markdown)
