"""A fair's colour can be read on light and on dark paper."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fairs.agenda.colours import DARK, ENOUGH, LIGHT, contrast, readable
from fairs.web.accent import stylesheet


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_becomes_readable(number: int) -> None:
    light, dark = re.findall("#[0-9a-f]{6}", stylesheet(f"#{number:06x}"))
    assert contrast(light, LIGHT) >= ENOUGH
    assert contrast(dark, DARK) >= ENOUGH


def test_a_colour_that_can_be_read_stays() -> None:
    assert readable("#0e5c4d", LIGHT, "#000000") == "#0e5c4d"


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
