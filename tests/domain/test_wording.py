"""What an edition says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain.wording import Words, write
from fairs.errors import Refused
from fairs.models import DomainEvent
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FRENCH = Words("Salon de mars", "Une journée.\r\n\r\nÀ deux.", programme="09:00 Accueil\x07")


def test_texts_are_kept_by_language_without_what_nobody_sees(session: Session) -> None:
    edition = factories.edition(session)
    write(session, edition, {"fr": FRENCH, "en": Words("Fair\nof March")}, NOW)
    said = {text.language: (text.title, text.summary, text.programme) for text in edition.texts}
    assert said == {
        "fr": ("Salon de mars", "Une journée.\n\nÀ deux.", "09:00 Accueil"),
        "en": ("Fair of March", "", ""),
    }


def test_a_language_in_which_nothing_is_said_is_not_offered(session: Session) -> None:
    edition = factories.edition(session)
    write(session, edition, {"fr": FRENCH, "en": Words()}, NOW)
    assert edition.text("en").title == "Salon de mars"


def test_the_same_texts_again_are_no_change(session: Session) -> None:
    edition = factories.edition(session)
    for _ in range(2):
        write(session, edition, {"fr": FRENCH, "xx": Words("?")}, NOW)
    session.flush()
    assert session.scalars(select(DomainEvent.kind)).all() == ["TextsWritten"]


WRONG: list[tuple[dict[str, Words], str]] = [
    ({"fr": Words()}, "fr_title"),
    ({"fr": FRENCH, "en": Words(summary="A day.")}, "en_title"),
    ({"fr": Words("t" * 121)}, "fr_title"),
    ({"fr": Words("Salon", "s" * 6001)}, "fr_summary"),
]


def test_what_cannot_be_is_refused_at_its_field(session: Session) -> None:
    edition = factories.edition(session)
    for said, field in WRONG:
        with pytest.raises(Refused) as refusal:
            write(session, edition, said, NOW)
        assert (refusal.value.field, edition.text("fr").title) == (field, "Salon de mars")
