"""What reports of mail systems say."""

from __future__ import annotations

import pytest

from fairs.delivery.returns import Failure, Report, read
from tests.delivery.reports import HOLIDAYS, OPENED, in_utf8, report

ID = "<6f6c2f0a@fairs.example>"
UNKNOWN = "550 5.1.1 <zoe@org.example>: User unknown"


ZOE = "zoe@org.example"


@pytest.mark.parametrize(
    "given", ["message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"]
)
def test_a_mail_that_failed_for_good_is_named_by_what_is_given_back(given: str) -> None:
    assert read(report(ID, given=given)) == Report(ID, (Failure(ZOE, UNKNOWN, dead=True),))


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0")])
def test_what_did_not_fail_is_read_and_means_nothing(action: str, status: str) -> None:
    assert read(report(ID, action=action, status=status)) == Report(ID, ())


def test_a_mail_that_was_tried_until_time_ran_out_failed_and_its_address_may_be_good() -> None:
    said = "connect to mail.org.example[192.0.2.1]:25: Connection timed out"
    found = read(report(ID, status="4.4.1", said=said))
    assert found == Report(ID, (Failure(ZOE, said, dead=False),))


def test_a_policy_against_the_sender_is_not_the_fault_of_the_address() -> None:
    said = "550 5.7.26 unauthenticated mail is prohibited"
    assert read(report(ID, status="5.0.0", said=said)) == Report(ID, (Failure(ZOE, said, dead=False),))


def test_without_words_the_status_speaks() -> None:
    found = read(report(ID, status="5.2.2", said=""))
    assert found == Report(ID, (Failure(ZOE, "5.2.2", dead=True),))


def test_a_report_that_gives_nothing_back_names_no_mail() -> None:
    assert read(report(ID, given="text/plain")) == Report("", (Failure(ZOE, UNKNOWN, dead=True),))


def test_who_it_was_in_the_end_counts_and_not_whom_it_was_sent_to() -> None:
    raw = report(ID, final="zoe@elsewhere.example")
    assert read(raw) == Report(ID, (Failure("zoe@elsewhere.example", UNKNOWN, dead=True),))


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_a_report_in_utf_8_says_the_same(encoding: str) -> None:
    said = "550 5.1.1 <zoé@org.example>: utilisateur inconnu"
    raw = in_utf8(report(ID, final="zoé@org.example", said=said), encoding)
    assert read(raw) == Report(ID, (Failure("zoé@org.example", said, dead=True),))


@pytest.mark.parametrize("nasty", ["\0", "\x1b", "\x85", "\udcff"])
def test_signs_that_no_database_takes_are_not_read(nasty: str) -> None:
    raw = report(
        ID.replace("2f", f"2{nasty}f"), said=f"550 5.1.1 no{nasty}body", final=f"zoe{nasty}@org.example"
    )
    found = read(raw)
    assert found is not None
    for text in (found.message_id, *(one.said + one.recipient for one in found.failures)):
        assert text.isprintable()
        text.encode()


@pytest.mark.parametrize("other", [HOLIDAYS, OPENED, "", "Content-Type: multipart/report\n\n"])
def test_other_messages_are_none_of_its_business(other: str) -> None:
    assert read(other.encode()) is None


def test_a_report_that_was_cut_off_breaks_nothing() -> None:
    whole = report(ID)
    found = [read(whole[:length]) for length in range(0, len(whole), 13)]
    assert found[0] is None
    assert {one.said for cut in found if cut and cut.message_id for one in cut.failures} == {UNKNOWN}
