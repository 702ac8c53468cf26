"""What is missing: things that need the organiser, each with the page on which they can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from fairs.queries import addresses, deliveries, invitations, rivals
from fairs.web import here, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.domain.capacity import Capacity
    from fairs.models import Edition
    from fairs.queries.editions import Counts


@dataclass(frozen=True)
class Lack:
    """Something that needs the organiser, and where it can be mended."""

    sentence: str
    address: str


def lack(edition: Edition, sentence: str, room: str, state: str | None = None) -> Lack:
    """A lack that is mended in one of the rooms, among what stands in one state."""
    return Lack(sentence, url_for(f"organisers.{room}", slug=edition.slug, state=state))


def missing(edition: Edition, counts: Counts, room: Capacity) -> Iterator[Lack]:
    """Everything that needs the organiser, the most urgent first."""
    yield from _of_machinery(edition)
    if edition.cancelled or edition.phase(here.now()) == "after":
        return  # nobody waits for anything else any more
    yield from _of_people(edition, counts)
    yield from _of_dates(edition)
    yield from _of_rivals(edition)
    if not edition.has_meetings:
        return
    if not room.slots:
        yield lack(edition, _("There is no block of meetings yet."), "venue")
    if not room.tables:
        yield lack(edition, _("There is no table yet."), "venue")
    if room.crowded:
        sentence = ngettext(
            "%(num)d person has more wished meetings than slots.",
            "%(num)d people have more wished meetings than slots.",
            room.crowded,
        )
        yield lack(edition, sentence, "wishes")


def _of_machinery(edition: Edition) -> Iterator[Lack]:
    given_up = deliveries.by_state(here.session(), edition).get("dead", 0)
    if given_up:
        sentence = ngettext("%(num)d message was given up.", "%(num)d messages were given up.", given_up)
        if given_up > deliveries.COUNTED:
            sentence = _("More than %(number)d messages were given up.", number=deliveries.COUNTED)
        yield lack(edition, sentence, "messages", "dead")
    if unreached := addresses.count_unreached(here.session(), edition):
        sentence = ngettext("No mail reaches %(num)d person.", "No mail reaches %(num)d people.", unreached)
        yield Lack(sentence, url_for("organisers.messages", slug=edition.slug, _anchor="unreached"))
    if edition.grid_stale_at and edition.published_at:
        yield lack(edition, _("The venue changed since the last grid was made."), "plan")


def _of_dates(edition: Edition) -> Iterator[Lack]:
    wishes, registration = edition.wishes_close_at, edition.registration_closes_at
    if wishes and (registration is None or registration > wishes) and edition.registration_open(here.now()):
        sentence = _("Wishes close before registration: whoever registers after that can wish for nobody.")
        yield lack(edition, sentence, "settings")


def _of_people(edition: Edition, counts: Counts) -> Iterator[Lack]:
    if counts.confirmed:
        sentence = ngettext(
            "%(num)d registration waits for you.", "%(num)d registrations wait for you.", counts.confirmed
        )
        yield lack(edition, sentence, "people", "confirmed")
    if asking := invitations.count_undecided(here.session(), edition):
        sentence = ngettext(
            "%(num)d person asks to register after the end.",
            "%(num)d people ask to register after the end.",
            asking,
        )
        yield lack(edition, sentence, "invitations")
    if counts.received:
        sentence = ngettext(
            "%(num)d person has not confirmed the address yet.",
            "%(num)d people have not confirmed the address yet.",
            counts.received,
        )
        yield lack(edition, sentence, "people", "received")
    if counts.without_wishes and edition.has_meetings:
        sentence = ngettext(
            "%(num)d person who takes part has wished nothing yet.",
            "%(num)d people who take part have wished nothing yet.",
            counts.without_wishes,
        )
        yield lack(edition, sentence, "wishes")


def _of_rivals(edition: Edition) -> Iterator[Lack]:
    """Others plan the same day for the same people: better to agree now than to share them then."""
    for other in rivals.of_edition(here.session(), edition, here.now()):
        sentence = _(
            "“%(title)s” (%(network)s) is held on the same day, in the same territory, for the same public.",
            title=other.text(language.current()).title,
            network=other.fair.network,
        )
        yield Lack(sentence, url_for("public.edition", slug=other.slug))
