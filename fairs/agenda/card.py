"""The card of an edition: what it says, for the picture that shows where a link to it is shared."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from fairs import texts
from fairs.agenda import atom
from fairs.agenda.characters import one_line
from fairs.agenda.colours import hexadecimal

if TYPE_CHECKING:
    from fairs.agenda.announcements import Announcement

LOOK = "1"  # of the drawing; another one makes other pictures of the same words


@dataclass(frozen=True)
class Card:
    """The words of a card. The same card is the same picture."""

    above: str
    title: str
    when: str
    where: str
    below: str
    accent: str
    off: str  # what stands before the date when the edition is cancelled

    @property
    def mark(self) -> str:
        """Names the picture by its content, so that it can be kept for as long as one likes."""
        return hashlib.sha256(repr((LOOK, *astuple(self))).encode()).hexdigest()[:12]


def card_of(shown: Announcement) -> Card:
    """The card of an announcement."""
    _ = texts.translator(shown.language).gettext
    kind = _("Business fair") if shown.kind == "fair" else _("Meetup")
    when = atom.when(shown)
    return Card(
        above=f"{kind} · {one_line(shown.territory)}",
        title=one_line(shown.title) or one_line(shown.fair),
        when=when[:1].upper() + when[1:],
        where=one_line(shown.place),
        below=_("Staged by %(network)s.") % {"network": one_line(shown.network)},
        accent=hexadecimal(shown.accent),
        off=_("Cancelled") if shown.cancelled else "",
    )
