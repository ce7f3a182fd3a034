"""Pictures of benchmarks: everything is inside, and as long as its number."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from voice.bench.tools.svg import Strip

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
