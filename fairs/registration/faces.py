"""What an edition shows where it is shared: a card for links, a poster to pin up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from fairs.agenda.card import card_of
from fairs.agenda.poster import Poster, poster_pdf
from fairs.registration import listings
from fairs.registration.blueprint import blueprint
from fairs.web import person, policy, press

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.agenda.announcements import Announcement
    from fairs.agenda.poster import Format

FOR_GOOD = "public, max-age=31536000, immutable"


@blueprint.get("/e/<slug>/card.png")
@policy.public
def card() -> ResponseReturnValue:
    """The picture of an edition. Its address names its content, so it is asked for once."""
    from fairs.agenda.card_picture import draw  # noqa: PLC0415 - Pillow is heavy, and few pages need it

    words = card_of(_announced())
    response = listings.feed(draw(words), "image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # to be shown where it is shared
    if request.args.get("v") == words.mark:
        response.headers["Cache-Control"] = FOR_GOOD
    return response


@blueprint.get("/e/<slug>/poster.pdf")
@policy.public
def poster() -> ResponseReturnValue:
    """The poster, on A4 or A3."""
    wanted: Format = "a3" if request.args.get("format") == "a3" else "a4"
    sheet = press.printed(poster_pdf, Poster(_announced(), wanted))
    name = f"{person.current_edition().slug}-{wanted}.pdf"
    return listings.feed(sheet, "application/pdf", name=name)


def _announced() -> Announcement:
    (announced,) = listings.announced_of([person.current_edition()])
    return announced
