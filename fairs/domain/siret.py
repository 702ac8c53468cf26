"""The number of an establishment in France: fourteen figures that check themselves."""

from __future__ import annotations

from fairs.errors import Refused

LENGTH = 14
LA_POSTE = "356000000"  # has too many establishments for the rule: the sum of figures divides by five


def clean_siret(written: str) -> str:
    """The bare figures, or nothing. Raises Refused where they cannot be such a number."""
    figures = "".join(sign for sign in written if not sign.isspace() and sign not in ".-\N{NO-BREAK SPACE}")
    if not figures:
        return ""
    if len(figures) != LENGTH or not (figures.isascii() and figures.isdigit()):
        raise Refused(
            "A SIRET has fourteen figures: nine of the organisation and five of the establishment.",
            field="siret",
        )
    if not _checks(figures):
        raise Refused(
            "This SIRET does not add up: compare it with your papers, figure by figure.", field="siret"
        )
    return figures


def _checks(figures: str) -> bool:
    if figures.startswith(LA_POSTE) and sum(map(int, figures)) % 5 == 0:
        return True
    doubled = (int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(figures)))
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0  # noqa: PLR2004 - Luhn's rule
