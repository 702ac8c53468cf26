"""Why a wish has no place, in the reader's language. The solver's own sentence is English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.texts import N_
from scheduling.reasons import REASONS, told
from scheduling.words import MOST_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def refusal(reason: str, details: Mapping[str, str], because: str, translate: Callable[[str], str]) -> str:
    """The sentence of a reason with its details filled in; the solver's own where there are none."""
    if reason not in REASONS or not details:
        return because
    return told(translate(REASONS[reason].sentence), details, lambda names: _joined(names, translate))


def _joined(names: list[str], translate: Callable[[str], str]) -> str:
    if len(names) > MOST_NAMED:
        more = translate(N_("%(number)d more")) % {"number": len(names) - MOST_NAMED + 1}
        names = [*names[: MOST_NAMED - 1], more]
    if len(names) == 1:
        return names[0]
    return translate(N_("%(names)s and %(last)s")) % {"names": ", ".join(names[:-1]), "last": names[-1]}
