"""A small line plot as SVG, so that a picture needs no plotting library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from voice.svg import stroke, text

Point = tuple[float, float]

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 48, 56
_LINE, _MARK = "#8a8f98", "#c2410c"


@dataclass(frozen=True, slots=True)
class Plot:
    """One line, and named marks beside it."""

    title: str
    x_label: str
    y_label: str
    line_name: str
    line: Sequence[Point]
    marks: Sequence[tuple[str, Point]]

    def svg(self) -> str:
        """The picture; both axes begin at 0."""
        points = [*self.line, *(point for _, point in self.marks)]
        scale = _Scale(max(x for x, _ in points), max(y for _, y in points))
        parts = [*self._axes(scale), self._curve(scale), *self._named(scale)]
        body = "\n".join(parts)
        return (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' "
            f"width='{_WIDTH}' height='{_HEIGHT}' role='img'>\n"
            f"<title>{escape(self.title)}</title>\n"
            f"<rect width='100%' height='100%' fill='white'/>\n{body}\n</svg>\n"
        )

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
            beside = -8 if number % 2 else 18  # neighbours' names must not meet
            parts.append(f"<circle cx='{at_x:.1f}' cy='{at_y:.1f}' r='5' fill='{_MARK}'/>")
            parts.append(text(at_x + 4, at_y + beside, name, colour=_MARK))
        return parts


class _Scale:
    """From values to places in the picture."""

    def __init__(self, x_largest: float, y_largest: float) -> None:
        self.x_max = self.ticks(x_largest)[-1]
        self.y_max = self.ticks(y_largest)[-1]

    def x(self, value: float) -> float:
        return _LEFT + value / self.x_max * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - value / self.y_max * (_HEIGHT - _TOP - _BOTTOM)

    @staticmethod
    def ticks(largest: float) -> list[float]:
        """From 0 to the first round number that is not below `largest`, in steps of one kind."""
        largest = largest or 1.0
        exponent = 10.0 ** (len(str(int(largest))) - 1)
        step = next(f * exponent for f in (0.1, 0.2, 0.5, 1, 2) if largest <= f * exponent * 8)
        count = int(-(-largest // step))
        return [round(i * step, 6) for i in range(count + 1)]
