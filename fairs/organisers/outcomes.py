"""What became of the mails of a letter, in words: those that were sent, and those that were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.queries.long_jobs import Outcome


def told(outcome: Outcome) -> str:
    """51 sent, 1 refused, 2 being tried again."""
    return f"{', '.join(_parts(outcome))}."


def _parts(outcome: Outcome) -> Iterator[str]:
    yield ngettext("%(num)d sent", "%(num)d sent", outcome.sent)
    if outcome.bounced:
        yield ngettext("of which %(num)d came back", "of which %(num)d came back", outcome.bounced)
    if outcome.refused:
        yield ngettext("%(num)d refused", "%(num)d refused", outcome.refused)
    if outcome.retried:
        yield ngettext("%(num)d being tried again", "%(num)d being tried again", outcome.retried)
    if outcome.waiting:
        yield _("%(number)d still to leave", number=outcome.waiting)
    if outcome.left_out:
        yield ngettext("%(num)d no longer needed", "%(num)d no longer needed", outcome.left_out)
    if outcome.called_off:
        yield ngettext("%(num)d cancelled", "%(num)d cancelled", outcome.called_off)
