"""What an edition says of the data it holds, before anybody types something in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.models import PrivacyTerms
from tests import factories
from tests.visiting import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.visiting import Visitor


def test_who_answers_how_long_and_what_one_may_ask(visitor: Visitor, session: Session) -> None:
    edition = factories.edition(session)
    said = {"controller": "Les Boucles, association", "contact": "donnees@boucles.example", "measures": ""}
    session.add(
        PrivacyTerms(edition_id=edition.id, kept_months=6, recipients="The printer of badges.", **said)
    )
    page = words(visitor.get(f"/e/{edition.slug}/privacy"))
    assert "Les Boucles, association donnees@boucles.example" in page
    assert "For 6 months after the end; then names, answers, wishes and mails are erased." in page
    assert "on Saturday 18 September 2027 people become numbers" in page
    assert "Others The printer of badges." in page
    assert "By what right" in page
    visitor.client.set_cookie("lang", "fr")
    assert "Responsable du traitement" in words(visitor.get(f"/e/{edition.slug}/privacy"))


def test_without_a_word_of_the_organiser_it_is_the_network_for_a_year(
    visitor: Visitor, session: Session
) -> None:
    edition = factories.edition(session)
    page = words(visitor.get(f"/e/{edition.slug}/privacy"))
    assert f"{edition.fair.network} {edition.contact_email}" in page
    assert "For 12 months after the end" in page


def test_the_form_says_so_before_anything_is_typed(visitor: Visitor, session: Session) -> None:
    edition = factories.edition(session)
    page = visitor.get(f"/e/{edition.slug}/register?family=ess")
    assert "is erased 12 months after its end." in words(page)
    assert f'href="/e/{edition.slug}/privacy"' in page.text
