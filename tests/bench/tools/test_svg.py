"""Pictures of benchmarks: everything is inside, and as long as its number."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest

from voice.bench.tools.svg import Stack, Strip

SVG = "{http://www.w3.org/2000/svg}"


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("largest", [0.3, 4.5, 120.0])
def test_every_sample_is_a_dot_inside(largest: float) -> None:
    groups = {"viva": [largest / 4, largest / 2, largest / 2], "stock": [largest]}
    root = ET.fromstring(Strip("a < b", "seconds", groups).svg())
    dots = [float(dot.attrib["cx"]) for dot in root.iter(f"{SVG}circle")]
    assert len(dots) == 4
    assert all(72 < x <= 696 for x in dots)
    assert dots[1] == dots[2]
    assert dots[1] - 72 == pytest.approx(2 * (dots[0] - 72), abs=0.2)
    assert {"viva", "stock", "a < b", "seconds"} <= set(texts(root))
    assert f"{largest / 2:.2f}" in texts(root), "the median is written beside its line"


def test_a_stack_lays_its_parts_end_to_end_and_leaves_out_what_is_below_zero() -> None:
    bars = {"viva": [0.2, -0.1, 0.4], "stock": [1.0, 0.5, 0.5]}
    stack = Stack("stages", "seconds", ["one", "two", "three"], bars)
    root = ET.fromstring(stack.svg())
    parts = [part for part in root.iter(f"{SVG}rect") if part.find(f"{SVG}title") is not None]
    spans = [(float(p.attrib["x"]), float(p.attrib["width"])) for p in parts]
    assert len(spans) == 6
    for row in (spans[:3], spans[3:]):
        assert row[0][0] == 72
        for (x, width), (following, _) in itertools.pairwise(row):
            assert following == pytest.approx(x + width, abs=0.11)
    widths = [width for _, width in spans]
    assert widths[1] == 0
    assert widths[3] == pytest.approx(5 * widths[0], abs=0.6)
    assert widths[4] == widths[5]
    assert {"one", "two", "three"} <= set(texts(root)), "the key"
