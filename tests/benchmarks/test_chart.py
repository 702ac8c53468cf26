"""Pictures are well-formed, can be read by ear, and show what was measured where it belongs."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from benchmarks.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Axis, Chart, Line, svg

SPACE = "{http://www.w3.org/2000/svg}"
LINES = (
    Line("a < b & c", ((1.0, 100.0), (10.0, 10.0))),
    Line("steps", ((0.1, 1000.0), (5.0, 20.0), (60.0, 20.0)), steps=True),
)


def drawn(*lines: Line, logarithmic: bool = True) -> ET.Element:
    axes = (Axis("seconds", logarithmic=logarithmic), Axis("breaks", logarithmic=logarithmic))
    text = svg(Chart("Over & over", "Fewer is <better>.", *axes, lines))
    return ET.fromstring(text)  # noqa: S314 - what we have just written ourselves


def test_a_picture_says_what_it_shows() -> None:
    picture = drawn(*LINES)
    named = picture.get("aria-labelledby", "").split()
    assert [picture.find(f"*[@id='{name}']").text for name in named] == ["Over & over", "Fewer is <better>."]  # type: ignore[union-attr]
    texts = [text.text for text in picture.iter(f"{SPACE}text")]
    assert {"Over & over", "seconds", "breaks", "a < b & c", "steps"} <= set(texts)


@pytest.mark.parametrize("logarithmic", [True, False])
def test_every_point_lies_within_the_axes(logarithmic: bool) -> None:
    picture = drawn(*LINES, logarithmic=logarithmic)
    for path in picture.iter(f"{SPACE}path"):
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d", "")):
            assert LEFT <= float(x) <= WIDTH - RIGHT
            assert TOP <= float(y) <= HEIGHT - BOTTOM


def test_more_lies_higher_and_later_further_right() -> None:
    (path, _) = drawn(*LINES).iter(f"{SPACE}path")
    (x, y), (later, lower) = re.findall(r"[ML]([\d.]+) ([\d.]+)", path.get("d", ""))
    assert float(later) > float(x)
    assert float(lower) > float(y)


def test_steps_hold_their_value_until_the_next() -> None:
    (_, path) = drawn(*LINES).iter(f"{SPACE}path")
    assert re.fullmatch(r"M[\d.]+ [\d.]+(H[\d.]+V[\d.]+){2}", path.get("d", ""))


def test_lines_differ_without_colour() -> None:
    dashes = [path.get("stroke-dasharray") for path in drawn(*LINES).iter(f"{SPACE}path")]
    assert len(set(dashes)) == len(dashes)


def test_what_a_logarithmic_axis_cannot_show_is_left_out() -> None:
    assert len(list(drawn(Line("nothing", ((1.0, 0.0),)), LINES[0]).iter(f"{SPACE}path"))) == 1
