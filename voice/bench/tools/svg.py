"""Small plots as SVG, without a plotting library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from statistics import median

from voice.core.svg import box, stroke, text

Point = tuple[float, float]

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 48, 56
_LINE, _MARK = "#8a8f98", "#c2410c"

_ROW, _BAR = 64, 32  # height of a row with the gap around it, and without
_NAME = 72  # width of the row names
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")
"""Distinguishable with any colour vision (Okabe and Ito, "Color Universal Design", 2008)."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A line plot with additional named points."""

    title: str
    x_label: str
    y_label: str
    line_name: str
    line: Sequence[Point]
    marks: Sequence[tuple[str, Point]]

    def svg(self) -> str:
        """Draw the plot; both axes start at 0."""
        points = [*self.line, *(point for _, point in self.marks)]
        scale = _Scale(max(x for x, _ in points), max(y for _, y in points))
        parts = [*self._axes(scale), self._curve(scale), *self._named(scale)]
        return _picture(self.title, _HEIGHT, parts)

    def _axes(self, scale: _Scale) -> list[str]:
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        parts = [text(_LEFT, 24, self.title, size=16)]
        for x in scale.ticks(scale.x_max):
            at = scale.x(x)
            parts.append(stroke(at, _TOP, at, bottom))
            parts.append(text(at, bottom + 18, f"{x:g}", anchor="middle"))
        for y in scale.ticks(scale.y_max):
            at = scale.y(y)
            parts.append(stroke(_LEFT, at, right, at))
            parts.append(text(_LEFT - 8, at + 4, f"{y:g}", anchor="end"))
        parts.append(text((_LEFT + right) / 2, _HEIGHT - 14, self.x_label, anchor="middle"))
        parts.append(text(_LEFT, _TOP - 8, self.y_label))
        return parts

    def _curve(self, scale: _Scale) -> str:
        points = " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in self.line)
        x, y = self.line[len(self.line) // 3]
        name = text(scale.x(x) + 10, scale.y(y) - 6, self.line_name, colour=_LINE)
        return (
            f"<polyline points='{points}' fill='none' stroke='{_LINE}' stroke-width='2'/>\n{name}"
        )

    def _named(self, scale: _Scale) -> list[str]:
        parts = []
        for number, (name, (x, y)) in enumerate(self.marks):
            at_x, at_y = scale.x(x), scale.y(y)
            beside = -8 if number % 2 else 18  # names of neighbours must not overlap
            parts.append(f"<circle cx='{at_x:.1f}' cy='{at_y:.1f}' r='5' fill='{_MARK}'/>")
            parts.append(text(at_x + 4, at_y + beside, name, colour=_MARK))
        return parts


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip plot: a row of dots for each group, with its median."""

    title: str
    x_label: str
    groups: Mapping[str, Sequence[float]]  # not negative

    def svg(self) -> str:
        """Draw the plot; the axis starts at 0."""
        rows = _Rows(
            self.title, self.x_label, list(self.groups), max(map(max, self.groups.values()))
        )
        parts = rows.frame()
        for values, y, colour in zip(self.groups.values(), rows.middles, _COLOURS, strict=False):
            middle = rows.x(median(values))
            parts.append(
                f"<path d='M{middle:.1f} {y - _BAR / 2:.1f}v{_BAR}' stroke='{colour}' "
                "stroke-width='3'/>"
            )
            parts.append(text(middle, y - _BAR / 2 - 4, f"{median(values):.2f}", "middle"))
            for number, value in enumerate(values):
                at = y + (number % 5 - 2) * _BAR / 6  # equal samples are placed side by side
                parts.append(
                    f"<circle cx='{rows.x(value):.1f}' cy='{at:.1f}' r='4' fill='{colour}' "
                    "fill-opacity='0.6'/>"
                )
        return _picture(self.title, rows.height, parts)


@dataclass(frozen=True, slots=True)
class Stack:
    """Bars made of named parts, laid end to end in their order."""

    title: str
    x_label: str
    names: Sequence[str]  # of the parts
    bars: Mapping[str, Sequence[float]]  # parts below 0 are left out

    def svg(self) -> str:
        """The picture, with a key; the axis begins at 0."""
        widths = {name: [max(0.0, part) for part in parts] for name, parts in self.bars.items()}
        longest = max(sum(parts) for parts in widths.values())
        rows = _Rows(self.title, self.x_label, list(widths), longest)
        drawn = rows.frame()
        for values, y in zip(widths.values(), rows.middles, strict=True):
            starts = accumulate(values, initial=0.0)
            for name, start, value, colour in zip(
                self.names, starts, values, _COLOURS, strict=False
            ):
                width = rows.x(start + value) - rows.x(start)
                said = f"{name}: {value:.2f}"
                drawn.append(
                    box(rows.x(start), y - _BAR / 2, width, _BAR, f"fill='{colour}'", said)
                )
        return _picture(self.title, rows.height + 24, [*drawn, *self._key(rows.height + 8)])

    def _key(self, y: float) -> Iterable[str]:
        step = (_WIDTH - _NAME - _RIGHT) / len(self.names)
        for number, (name, colour) in enumerate(zip(self.names, _COLOURS, strict=False)):
            x = _NAME + number * step
            yield box(x, y - 9, 10, 10, f"fill='{colour}'")
            yield text(x + 14, y, name)


class _Rows:
    """Named rows above a horizontal axis."""

    def __init__(self, title: str, x_label: str, names: Sequence[str], largest: float) -> None:
        self._title, self._x_label, self._names = title, x_label, names
        self._ticks = _Scale.ticks(largest)
        self.middles = [_TOP + _ROW * (number + 0.5) for number in range(len(names))]
        self._bottom = _TOP + _ROW * len(names)
        self.height = self._bottom + _BOTTOM

    def x(self, value: float) -> float:
        return _NAME + value / self._ticks[-1] * (_WIDTH - _NAME - _RIGHT)

    def frame(self) -> list[str]:
        parts = [text(_NAME, 24, self._title, size=16)]
        for tick in self._ticks:
            parts.append(stroke(self.x(tick), _TOP, self.x(tick), self._bottom))
            parts.append(text(self.x(tick), self._bottom + 18, f"{tick:g}", anchor="middle"))
        for name, y in zip(self._names, self.middles, strict=True):
            parts.append(text(_NAME - 8, y + 4, name, anchor="end"))
        centre = (_NAME + _WIDTH - _RIGHT) / 2
        parts.append(text(centre, self._bottom + 38, self._x_label, anchor="middle"))
        return parts


def _picture(title: str, height: float, parts: Iterable[str]) -> str:
    body = "\n".join(parts)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height:g}' "
        f"width='{_WIDTH}' height='{height:g}' role='img'>\n"
        f"<title>{escape(title)}</title>\n"
        f"<rect width='100%' height='100%' fill='white'/>\n{body}\n</svg>\n"
    )


class _Scale:
    """Maps values to coordinates."""

    def __init__(self, x_largest: float, y_largest: float) -> None:
        self.x_max = self.ticks(x_largest)[-1]
        self.y_max = self.ticks(y_largest)[-1]

    def x(self, value: float) -> float:
        return _LEFT + value / self.x_max * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - value / self.y_max * (_HEIGHT - _TOP - _BOTTOM)

    @staticmethod
    def ticks(largest: float) -> list[float]:
        """Evenly spaced round numbers from 0 to the first that is not below `largest`."""
        largest = largest or 1.0
        exponent = 10.0 ** (len(str(int(largest))) - 1)
        step = next(f * exponent for f in (0.1, 0.2, 0.5, 1, 2) if largest <= f * exponent * 8)
        count = int(-(-largest // step))
        return [round(i * step, 6) for i in range(count + 1)]
