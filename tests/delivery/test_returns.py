"""What reports of mail systems say."""

from __future__ import annotations

import pytest

from fairs.delivery.returns import Return, read
from tests.delivery.reports import HOLIDAYS, OPENED, report

ID = "<6f6c2f0a@fairs.example>"
UNKNOWN = "550 5.1.1 <zoe@org.example>: User unknown"


@pytest.mark.parametrize("given", ["message/rfc822", "text/rfc822-headers"])
def test_a_mail_that_failed_for_good_is_named_by_what_is_given_back(given: str) -> None:
    assert read(report(ID, given=given)) == [Return(ID, UNKNOWN, dead=True)]


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("failed", "4.4.7")]
)
def test_what_did_not_fail_for_good_is_read_and_means_nothing(action: str, status: str) -> None:
    assert read(report(ID, action=action, status=status)) == []


def test_a_policy_against_the_sender_is_not_the_fault_of_the_address() -> None:
    said = "550 5.7.26 unauthenticated mail is prohibited"
    assert read(report(ID, status="5.0.0", said=said)) == [Return(ID, said, dead=False)]


def test_without_words_the_status_speaks() -> None:
    assert read(report(ID, status="5.2.2", said="")) == [Return(ID, "5.2.2", dead=True)]


def test_a_report_that_gives_nothing_back_names_no_mail() -> None:
    assert read(report(ID, given="text/plain")) == []


@pytest.mark.parametrize("other", [HOLIDAYS, OPENED, "", "Content-Type: multipart/report\n\n"])
def test_other_messages_are_none_of_its_business(other: str) -> None:
    assert read(other.encode()) is None


def test_a_report_that_was_cut_off_breaks_nothing() -> None:
    whole = report(ID)
    found = [read(whole[:length]) for length in range(0, len(whole), 13)]
    assert found[0] is None
    assert {one.said for failures in found if failures for one in failures} == {UNKNOWN}
