"""What went wrong with a delivery, in the reader's language where the sentence is one of our own.

A delivery keeps its error as it was raised, in English: whoever reads it is not there then.
"""

from __future__ import annotations

import re
from functools import cache

from flask_babel import gettext

from fairs.texts import N_

KNOWN = (
    N_("No mail reaches this address. The mail server %(host)s says: %(reason)s"),
    N_("The mail server %(host)s refuses this mail for good: %(reason)s"),
    N_("The mail server %(host)s did not take the mail: %(reason)s"),
    N_(
        "This mail was not sent, because no mail reaches the address. "
        "Send it again if the address is right. An earlier mail was refused: %(reason)s"
    ),
    N_("%(host)s is unknown: no address has this name."),
    N_("%(host)s leads into a private network (%(address)s): nothing is sent there."),
    N_("%(host)s did not answer within %(seconds)s seconds."),
    N_("The certificate of %(host)s cannot be trusted: %(reason)s."),
    N_("The connection to %(host)s failed: %(reason)s."),
    N_("The other side answered with the status %(status)s."),
    N_("Nothing here reacts by this name: the program is older or newer than the event."),
    N_("The program ended each time it tried this."),
    N_("Something went wrong within the program (%(error)s). Its log says where."),
)
PLACE = re.compile(r"%\\\((\w+)\\\)s")  # in an escaped sentence


def in_words(error: str) -> str:
    """An error as a sentence; what others said stands in quotation marks."""
    for message in KNOWN:
        found = _pattern(message).fullmatch(error)
        if found:
            return str(gettext(message)) % found.groupdict()
    return str(gettext("What the program ran into: “%(error)s”", error=error))


@cache
def _pattern(message: str) -> re.Pattern[str]:
    written = PLACE.sub(lambda place: f"(?P<{place[1]}>.*)", re.escape(message))
    return re.compile(written, re.DOTALL)
