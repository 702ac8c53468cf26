"""The pictures of the page about scheduling: what is kept of a run for them, and how they are drawn."""

from collections.abc import Iterator

from benchmarks.chart import Axis, Chart, Line, Point
from benchmarks.engine.arena import Arena
from benchmarks.engine.plain import Plain
from benchmarks.engine.serving import Answer

NAMES = {"here": "breaks here", "bound": "proven bound", "greedy": "greedy"}


EARLIEST = 0.1
"""Seconds; a logarithmic axis begins somewhere."""


def noted(arena: Arena, people: int, plain: Plain, ours: Answer, greedy_breaks: int) -> None:
    """Keep what a meeting costs at this size."""
    meetings = max(1, len(plain.meetings))
    costs = {"here": ours["breaks"], "bound": ours["floor"], "greedy": greedy_breaks}
    for name, breaks in costs.items():
        arena.sizes.setdefault(name, []).append((people, round(breaks / meetings, 5)))
    if ours["complete"] is not None:
        arena.sizes.setdefault("complete", []).append((people, max(0.01, ours["complete"])))


def traced(arena: Arena, answers: dict[str, Answer | None], greedy_breaks: int) -> None:
    """Keep the breaks over time of those who found a schedule."""
    last = max(answer["seconds"] for answer in answers.values() if answer)
    for name, answer in answers.items():
        points = _falling(answer) if answer else ()
        if points:
            arena.traces[name] = (*points, (max(last, points[-1][0]), points[-1][1]))
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
    if "complete" in arena.sizes:
        yield "engine-seconds-by-size.svg", _seconds_by_size(arena)


def _over_time(arena: Arena) -> Chart:
    lines = tuple(Line(name, points, steps=True) for name, points in arena.traces.items())
    ends = "; ".join(f"{line.name} ends at {line.points[-1][1]:,.0f}" for line in lines)
    return Chart(
        "Breaks over time, 1,000 people, all meetings placed",
        f"Both axes are logarithmic, fewer is better. {ends}. A contestant without a schedule has no line.",
        Axis("seconds", logarithmic=True),
        Axis("breaks of all people together", logarithmic=True),
        lines,
    )


def _breaks_by_size(arena: Arena) -> Chart:
    lines = tuple(Line(told, tuple(sorted(arena.sizes.get(name, [])))) for name, told in NAMES.items())
    ends = "; ".join(
        f"{line.name} {line.points[-1][1]:.3f} at {line.points[-1][0]:,.0f} people"
        for line in lines
        if line.points
    )
    return Chart(
        "Breaks per meeting, from 20 to 10,000 people",
        f"Tables are 95 % full; people are laid off logarithmically, fewer breaks are better. {ends}.",
        Axis("people", logarithmic=True),
        Axis("breaks per meeting"),
        lines,
    )


def _seconds_by_size(arena: Arena) -> Chart:
    points = tuple(sorted(arena.sizes["complete"]))
    told = "; ".join(f"{people:,.0f} people {seconds:.2f} s" for people, seconds in points)
    return Chart(
        "Seconds until everything has a place",
        f"Both axes are logarithmic. {told}.",
        Axis("people", logarithmic=True),
        Axis("seconds", logarithmic=True),
        (Line("first complete", points),),
    )
