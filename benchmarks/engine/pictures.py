"""The pictures of the page about scheduling: what is kept of a run for them, and how they are drawn."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.chart import Axis, Chart, Line, Point
from benchmarks.engine.arena import Arena
from benchmarks.engine.serving import Answer

NAMES = ("here", "trial (Kempe)", "CP-SAT", "HiGHS", "greedy", "proven bound")


EARLIEST = 0.1
"""Seconds; a logarithmic axis begins somewhere."""


def noted(arena: Arena, people: int, meetings: int, breaks: dict[str, float | None]) -> None:
    """Keep what a meeting costs at this size with each contestant that has an answer."""
    for name, value in breaks.items():
        if value is not None:
            point = (people, round(value / max(1, meetings), 5))
            arena.sizes.setdefault(name, []).append(point)


def timed(arena: Arena, people: int, seconds: dict[str, float | None]) -> None:
    """Keep how long it takes until everything has a place."""
    for name, value in seconds.items():
        if value is not None:
            arena.seconds.setdefault(name, []).append((people, max(0.01, value)))


def traced(arena: Arena, answers: dict[str, Answer | None], greedy_breaks: int) -> None:
    """Keep the breaks over time; of those who were asked in vain the name alone."""
    last = max(answer["seconds"] for answer in answers.values() if answer)
    for name, answer in answers.items():
        points = _falling(answer) if answer else ()
        arena.traces[name] = (*points, (max(last, points[-1][0]), points[-1][1])) if points else ()
    arena.traces["greedy"] = ((EARLIEST, float(greedy_breaks)), (last, float(greedy_breaks)))


def _falling(answer: Answer) -> tuple[Point, ...]:
    """The best breaks so far of the schedules with the most meetings."""
    found: list[Point] = []
    trace = answer.get("trace", [])
    most = max((held for _, held, _ in trace), default=0)
    for seconds, held, breaks in trace:
        if held == most and (not found or breaks < found[-1][1]):
            found.append((max(EARLIEST, seconds), float(breaks)))
    return tuple(found)


def pictures(arena: Arena) -> Iterator[tuple[str, Chart]]:
    """By file name; only those for which something was measured."""
    if arena.traces:
        yield "engine-over-time.svg", _over_time(arena)
    if arena.sizes:
        yield "engine-breaks-by-size.svg", _breaks_by_size(arena)
    if arena.seconds:
        yield "engine-seconds-by-size.svg", _seconds_by_size(arena)


def _over_time(arena: Arena) -> Chart:
    lines = _lines({name: points for name, points in arena.traces.items() if points}, steps=True)
    missing = [name for name, points in arena.traces.items() if not points]
    vain = f"; no schedule from {' and '.join(missing)}" if missing else ""
    ends = "; ".join(f"{line.name} ends at {line.points[-1][1]:,.0f}" for line in lines)
    return Chart(
        "1,000 people: breaks over time",
        f"Both axes are logarithmic, fewer is better; greedy leaves some meetings out. {ends}{vain}.",
        Axis("seconds", logarithmic=True),
        Axis(f"breaks of all people together{vain}", logarithmic=True),
        lines,
    )


def _breaks_by_size(arena: Arena) -> Chart:
    lines = _lines(arena.sizes)
    ends = "; ".join(
        f"{line.name} {line.points[-1][1]:.3f} at {line.points[-1][0]:,.0f} people" for line in lines
    )
    return Chart(
        "What a meeting costs, from 20 to 10,000 people",
        f"Tables are 95 % full; both axes are logarithmic, fewer are better, none has no mark. {ends}.",
        Axis("people", logarithmic=True),
        Axis("breaks per meeting", logarithmic=True),
        lines,
    )


def _seconds_by_size(arena: Arena) -> Chart:
    lines = _lines(arena.seconds)
    told = "; ".join(
        f"{line.name}: "
        + ", ".join(f"{people:,.0f} people {seconds:.2f} s" for people, seconds in line.points)
        for line in lines
    )
    return Chart(
        "Seconds until everything has a place",
        f"Tables are 95 % full; both axes are logarithmic. {told}.",
        Axis("people", logarithmic=True),
        Axis("seconds", logarithmic=True),
        lines,
    )


def _lines(known: Mapping[str, Sequence[Point]], *, steps: bool = False) -> tuple[Line, ...]:
    """Each contestant looks the same in every picture."""
    return tuple(
        Line(name, tuple(sorted(known[name])), style, steps)
        for style, name in enumerate(NAMES)
        if name in known
    )
