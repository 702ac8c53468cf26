"""Pictures are well-formed, can be read by ear, and show what was measured where it belongs."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from benchmarks.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis, Chart, Line, svg

SPACE = "{http://www.w3.org/2000/svg}"
LINES = (
    Line("a < b & c", ((1.0, 100.0), (10.0, 10.0))),
    Line("steps", ((0.1, 1000.0), (5.0, 20.0), (60.0, 20.0)), style=1, steps=True),
)


def drawn(*lines: Line, logarithmic: bool = True) -> ET.Element:
    axes = (Axis("seconds", logarithmic=logarithmic), Axis("breaks", logarithmic=logarithmic))
    text = svg(Chart("Over & over", "Fewer is <better>.", *axes, lines))
    return ET.fromstring(text)  # noqa: S314 - what we have just written ourselves


def curves(picture: ET.Element) -> list[ET.Element]:
    """The lines of what was measured, from the last to the first; thin ones lead to their names."""
    return [path for path in picture.iter(f"{SPACE}path") if path.get("stroke-opacity") is None]


def test_a_picture_says_what_it_shows() -> None:
    picture = drawn(*LINES)
    named = picture.get("aria-labelledby", "").split()
    assert [picture.find(f"*[@id='{name}']").text for name in named] == ["Over & over", "Fewer is <better>."]  # type: ignore[union-attr]
    texts = ["".join(text.itertext()) for text in picture.iter(f"{SPACE}text")]
    assert {"Over & over", "seconds", "breaks", "a < b & c 10", "steps 20"} <= set(texts)


@pytest.mark.parametrize("logarithmic", [True, False])
def test_every_point_lies_within_the_axes(logarithmic: bool) -> None:
    picture = drawn(*LINES, logarithmic=logarithmic)
    for path in curves(picture):
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d", "")):
            assert LEFT <= float(x) <= WIDTH - RIGHT
            assert TOP <= float(y) <= HEIGHT - BOTTOM


def test_more_lies_higher_and_later_further_right() -> None:
    (_, path) = curves(drawn(*LINES))
    (x, y), (later, lower) = re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d", ""))
    assert float(later) > float(x)
    assert float(lower) > float(y)


def test_steps_hold_their_value_until_the_next() -> None:
    (path, _) = curves(drawn(*LINES))
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}", path.get("d", ""))


def test_lines_differ_without_colour() -> None:
    dashes = [path.get("stroke-dasharray") for path in curves(drawn(*LINES))]
    assert len(set(dashes)) == len(dashes)


def test_what_a_logarithmic_axis_cannot_show_is_left_out() -> None:
    assert len(curves(drawn(Line("nothing", ((1.0, 0.0),)), LINES[0]))) == 1


def test_axes_are_marked_at_round_numbers_that_enclose_the_values() -> None:
    picture = drawn(Line("a", ((20.0, 0.03), (10_000.0, 0.4))))
    marks = [text.text for text in picture.iter(f"{SPACE}text") if text.get("fill") == "#444444"]
    assert marks == [
        "0.02", "0.05", "0.1", "0.2", "0.5",
        "20", "50", "100", "200", "500", "1,000", "2,000", "5,000", "10,000",
    ]  # fmt: skip


def test_names_do_not_lie_on_each_other() -> None:
    lines = [Line(f"line {style}", ((1.0, 9.0), (10.0, 10.0 + style / 100)), style) for style in range(6)]
    heights = sorted(
        float(text.get("y", "0"))
        for text in drawn(*lines).iter(f"{SPACE}text")
        if text.find(f"{SPACE}tspan") is not None
    )
    assert all(lower - upper > 15 for upper, lower in pairwise(heights))
    assert heights[-1] < HEIGHT - BOTTOM + 10
