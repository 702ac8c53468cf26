"""What is told of an error names nobody in the log, and is a sentence for people."""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fairs.delivery.answers import meaning
from fairs.errors import Refused
from fairs.jobs.faults import for_log, in_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ZOE = "zoe@org.example"


def raised(session: Session) -> DBAPIError:
    """An error of the database, which says with which values it came about."""
    name = "zoé lefèvre".title()  # lines of the program stand in a traceback
    with pytest.raises(DBAPIError) as found:
        session.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": name})
    return found.value


def test_what_people_wrote_stands_neither_in_the_log_nor_on_pages(session: Session) -> None:
    error = raised(session)
    kind = type(error).__name__
    told = for_log(error)
    assert told["error"] == kind
    assert told["exception"].endswith(f"\n{kind}")
    assert " in raised\n" in told["exception"]
    assert "Lefèvre" not in told["exception"]
    assert in_words(error) == f"Something went wrong within the program ({kind}). Its log says where."


@pytest.mark.parametrize(
    ("code", "answer", "kind"),
    [
        (450, b"4.2.1 <zoe@org.example> later", "MailNotTaken"),
        (550, b"5.1.1 Zoe <zoe@org.example>?", "AddressRefused"),
        (550, b"5.7.1 not to zoe@org.example", "MailRefused"),
    ],
)
def test_of_a_refused_mail_the_log_knows_the_status_and_no_address(
    code: int, answer: bytes, kind: str
) -> None:
    error = meaning(smtplib.SMTPRecipientsRefused({ZOE: (code, answer)}), "mail.example", ZOE)
    told = for_log(error)
    assert (told["error"], told["status"]) == (kind, f"{code} {answer.decode()[:5]}")
    assert "zoe" not in str(told).lower()
    assert ZOE in in_words(error)  # on the page it says what the server said


def test_a_sentence_of_our_own_is_told_without_its_values() -> None:
    error = Refused("%(name)s has left.", name="Zoé\0")
    assert for_log(error) == {"error": "Refused", "sentence": "%(name)s has left.", "status": ""}
    assert in_words(error) == "Zoé has left."
