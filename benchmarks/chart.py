"""Charts as SVG: lines over two axes, each linear or logarithmic, legible without colour and by ear.

Every line has a dash of its own beside its colour, its name stands in the legend, and the picture carries a
title and a description for those who cannot see it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 72, 200, 52, 56
STYLES = (
    ("#0b6e4f", ""),
    ("#b3541e", "7 4"),
    ("#3b4cc0", "2 3"),
    ("#8a2a6b", "10 3 2 3"),
    ("#5c5c5c", "1 5"),
)
TICKS = 6
FONT = "font-family='Source Sans 3, Source Sans Pro, Helvetica, Arial, sans-serif'"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the units of the axes, from left to right."""

    name: str
    points: tuple[Point, ...]
    steps: bool = False
    """Whether a value holds until the next point, as the best found so far does."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What is laid off along one side; logarithmic ones show powers of ten, and only what is above zero."""

    label: str
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its words."""

    title: str
    description: str
    across: Axis
    up: Axis
    lines: tuple[Line, ...]


def svg(chart: Chart) -> str:
    """The picture as a document of its own."""
    lines = [line for line in (_shown(chart, line) for line in chart.lines) if line.points]
    across = _Scale(chart.across, (x for line in lines for x, _ in line.points), (LEFT, WIDTH - RIGHT))
    up = _Scale(chart.up, (y for line in lines for _, y in line.points), (HEIGHT - BOTTOM, TOP))
    size = f"viewBox='0 0 {WIDTH} {HEIGHT}' {FONT} font-size='13'"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-labelledby='title description'>",
        f"<title id='title'>{escape(chart.title)}</title>",
        f"<desc id='description'>{escape(chart.description)}</desc>",
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='#ffffff'/>",
        f"<text x='{LEFT}' y='26' font-size='16' font-weight='600'>{escape(chart.title)}</text>",
        *_axes(chart, across, up),
    ]
    for place, line in enumerate(lines):
        parts += _drawn(line, place, across, up)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _shown(chart: Chart, line: Line) -> Line:
    """The line without what a logarithmic axis cannot show."""
    points = tuple(
        (x, y)
        for x, y in line.points
        if (x > 0 or not chart.across.logarithmic) and (y > 0 or not chart.up.logarithmic)
    )
    return Line(line.name, points, line.steps)


class _Scale:
    """From the values of an axis to places in the picture."""

    def __init__(self, axis: Axis, values: Iterable[float], span: tuple[int, int]) -> None:
        self.logarithmic = axis.logarithmic
        known = list(values) or [1.0]
        self.ticks = _decades(known) if axis.logarithmic else _even(max(known))
        self.low, self.high = self._laid(self.ticks[0]), self._laid(self.ticks[-1])
        self.begin, self.end = span

    def _laid(self, value: float) -> float:
        return log10(value) if self.logarithmic else value

    def __call__(self, value: float) -> float:
        share = (self._laid(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)


def _decades(values: list[float]) -> list[float]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return [10.0**power for power in range(low, max(high, low + 1) + 1)]


def _even(most: float) -> list[float]:
    """Round steps from nothing to beyond the most."""
    rough = max(most, 1e-9) / TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * n for n in range(ceil(most / step - 1e-9) + 1)] if most > 0 else [0.0, 1.0]


def _axes(chart: Chart, across: _Scale, up: _Scale) -> Iterator[str]:
    right, floor_line = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in up.ticks:
        yield f"<line x1='{LEFT}' y1='{up(tick)}' x2='{right}' y2='{up(tick)}' stroke='#d9d9d9'/>"
        yield f"<text x='{LEFT - 8}' y='{up(tick) + 4}' text-anchor='end' fill='#333333'>{tick:,.10g}</text>"
    for tick in across.ticks:
        place = across(tick)
        yield f"<line x1='{place}' y1='{floor_line}' x2='{place}' y2='{floor_line + 5}' stroke='#333333'/>"
        yield (
            f"<text x='{place}' y='{floor_line + 20}' text-anchor='middle' fill='#333333'>{tick:,.10g}</text>"
        )
    yield f"<line x1='{LEFT}' y1='{floor_line}' x2='{right}' y2='{floor_line}' stroke='#333333'/>"
    middle = (LEFT + right) / 2
    yield (
        f"<text x='{middle}' y='{HEIGHT - 14}' text-anchor='middle' fill='#1d1d1d'>"
        f"{escape(chart.across.label)}</text>"
    )
    yield f"<text x='{LEFT}' y='{TOP - 10}' fill='#1d1d1d'>{escape(chart.up.label)}</text>"


def _drawn(line: Line, place: int, across: _Scale, up: _Scale) -> Iterator[str]:
    colour, dash = STYLES[place % len(STYLES)]
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    path = _path(line, across, up)
    yield f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='2.2'{dashed}/>"
    if not line.steps or len(line.points) == 1:
        for x, y in line.points:
            yield f"<circle cx='{across(x)}' cy='{up(y)}' r='3.2' fill='{colour}'/>"
    key, left = TOP + 12 + 24 * place, WIDTH - RIGHT + 16
    yield (
        f"<line x1='{left}' y1='{key - 4}' x2='{left + 30}' y2='{key - 4}' stroke='{colour}' "
        f"stroke-width='2.2'{dashed}/>"
    )
    yield f"<text x='{left + 38}' y='{key}' fill='#1d1d1d'>{escape(line.name)}</text>"


def _path(line: Line, across: Callable[[float], float], up: Callable[[float], float]) -> str:
    (x, y), *rest = line.points
    parts = [f"M{across(x)} {up(y)}"]
    for x, y in rest:
        parts.append(f"H{across(x)}V{up(y)}" if line.steps else f"L{across(x)} {up(y)}")
    return "".join(parts)
