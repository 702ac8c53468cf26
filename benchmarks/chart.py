"""Charts as SVG: lines over two axes, each linear or logarithmic, legible without colour and by ear.

Every line has a dash and a mark of its own beside its colour, its name and last value stand at its end, and
the picture carries a title and a description for those who cannot see it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 172, 76, 56
STYLES = (
    ("#0b6e4f", "", 2.8),
    ("#b3541e", "8 4", 2.0),
    ("#3b4cc0", "2 3", 2.0),
    ("#8a2a6b", "12 3 2 3", 2.0),
    ("#5c5c5c", "4 4", 2.0),
    ("#7a6a00", "1 4", 2.0),
)
"""Colour, dash and width; the first is what the picture is about. All are dark enough to read on white."""
TICKS, MOST_TICKS = 6, 13
LABEL_HEIGHT = 17
NEAR = 60
"""A line that ends further than this from the right is named where it ends."""
FONT = (
    "font-family='Source Sans 3, Source Sans Pro, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif'"
)
TITLE = "font-size='17' font-weight='600' fill='#1d1d1d'"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Points in the units of the axes, from left to right."""

    name: str
    points: tuple[Point, ...]
    style: int = 0
    """Which of the styles; the first is for what the picture is about."""
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
        f"<text x='{LEFT}' y='28' {TITLE}>{escape(chart.title)}</text>",
        f"<text x='{LEFT}' y='50' fill='#555555'>{escape(chart.up.label)}</text>",
        *_axes(chart, across, up),
    ]
    for line in reversed(lines):  # the first lies on top
        parts += _drawn(line, across, up)
    parts += _named(lines, across, up)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _shown(chart: Chart, line: Line) -> Line:
    """The line without what a logarithmic axis cannot show."""
    points = tuple(
        (x, y)
        for x, y in line.points
        if (x > 0 or not chart.across.logarithmic) and (y > 0 or not chart.up.logarithmic)
    )
    return Line(line.name, points, line.style, line.steps)


class _Scale:
    """From the values of an axis to places in the picture."""

    def __init__(self, axis: Axis, values: Iterable[float], span: tuple[int, int]) -> None:
        self.logarithmic = axis.logarithmic
        known = list(values) or [1.0]
        self.ticks = _rounded(min(known), max(known)) if axis.logarithmic else _even(max(known))
        self.low, self.high = self._laid(self.ticks[0]), self._laid(self.ticks[-1])
        self.begin, self.end = span

    def _laid(self, value: float) -> float:
        return log10(value) if self.logarithmic else value

    def __call__(self, value: float) -> float:
        share = (self._laid(value) - self.low) / (self.high - self.low)
        return round(self.begin + share * (self.end - self.begin), 1)


def _rounded(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 and so on, as far as they enclose the values; only powers of ten where these are many."""
    for factors in ((1, 2, 5), (1,)):
        powers = range(floor(log10(low)), ceil(log10(high)) + 2)
        known = [float(f"{factor}e{power}") for power in powers for factor in factors]
        first = max(place for place, tick in enumerate(known[:-1]) if tick <= low)
        last = min(place for place, tick in enumerate(known) if tick >= high and place > first)
        if last - first < MOST_TICKS:
            break
    return known[first : last + 1]


def _even(most: float) -> list[float]:
    """Round steps from nothing to beyond the most."""
    rough = max(most, 1e-9) / TICKS
    unit = 10.0 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * n for n in range(ceil(most / step - 1e-9) + 1)] if most > 0 else [0.0, 1.0]


def _axes(chart: Chart, across: _Scale, up: _Scale) -> Iterator[str]:
    right, ground = WIDTH - RIGHT, HEIGHT - BOTTOM
    for tick in up.ticks:
        place = up(tick)
        yield f"<line x1='{LEFT}' y1='{place}' x2='{right}' y2='{place}' stroke='#e4e4e4'/>"
        yield f"<text x='{LEFT - 8}' y='{place + 4}' text-anchor='end' fill='#444444'>{tick:,.10g}</text>"
    for tick in across.ticks:
        place = across(tick)
        yield f"<line x1='{place}' y1='{ground}' x2='{place}' y2='{ground + 5}' stroke='#444444'/>"
        yield f"<text x='{place}' y='{ground + 20}' text-anchor='middle' fill='#444444'>{tick:,.10g}</text>"
    yield f"<line x1='{LEFT}' y1='{ground}' x2='{right}' y2='{ground}' stroke='#444444'/>"
    label, middle = escape(chart.across.label), (LEFT + right) / 2
    yield f"<text x='{middle}' y='{HEIGHT - 14}' text-anchor='middle' fill='#555555'>{label}</text>"


def _drawn(line: Line, across: _Scale, up: _Scale) -> Iterator[str]:
    colour, dash, width = STYLES[line.style % len(STYLES)]
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    path = _path(line, across, up)
    round_ends = "stroke-linejoin='round' stroke-linecap='round'"
    yield f"<path d='{path}' fill='none' stroke='{colour}' stroke-width='{width}' {round_ends}{dashed}/>"
    for x, y in line.points[-1:] if line.steps else line.points:
        yield f"<circle cx='{across(x)}' cy='{up(y)}' r='3.4' fill='{colour}' stroke='#ffffff'/>"


def _named(lines: list[Line], across: _Scale, up: _Scale) -> Iterator[str]:
    """Names and last values: at the right, pushed apart where they would lie on each other, or at the end."""
    right, ground = WIDTH - RIGHT, HEIGHT - BOTTOM
    late = [line for line in lines if across(line.points[-1][0]) >= right - NEAR]
    late.sort(key=lambda line: up(line.points[-1][1]))
    heights: list[float] = []
    for line in late:
        wanted = up(line.points[-1][1])
        heights.append(max(wanted, heights[-1] + LABEL_HEIGHT) if heights else wanted)
    surplus = max(0.0, heights[-1] - ground) if heights else 0.0
    for line, height in zip(late, heights, strict=True):
        x, y, place = across(line.points[-1][0]), up(line.points[-1][1]), round(height - surplus, 1)
        thin = f"stroke='{STYLES[line.style % len(STYLES)][0]}' stroke-width='0.8' stroke-opacity='0.5'"
        yield f"<path d='M{x + 5} {y}L{right + 14} {place}' fill='none' {thin}/>"
        yield _name(line, right + 18, place)
    for line in lines:
        if line not in late:
            yield _name(line, across(line.points[-1][0]) + 9, up(line.points[-1][1]))


def _name(line: Line, x: float, y: float) -> str:
    value = line.points[-1][1]
    told = f"{value:,.0f}" if value >= 100 else f"{value:,.3g}"  # noqa: PLR2004 - three digits
    weight = " font-weight='600'" if line.style == 0 else ""
    place = f"x='{round(x, 1)}' y='{round(y + 4, 1)}' fill='{STYLES[line.style % len(STYLES)][0]}'"
    return f"<text {place}{weight}>{escape(line.name)} <tspan fill='#555555'>{told}</tspan></text>"


def _path(line: Line, across: Callable[[float], float], up: Callable[[float], float]) -> str:
    (x, y), *rest = line.points
    parts = [f"M{across(x)} {up(y)}"]
    for x, y in rest:
        parts.append(f"H{across(x)}V{up(y)}" if line.steps else f"L{across(x)} {up(y)}")
    return "".join(parts)
