"""`maillage mail check`, before anybody waits for a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from fairs.cli import main
from tests.delivery.name_server import NameServer
from tests.delivery.sinks import Sink
from tests.mailing import a_mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHOLE = {
    ("network.eu", "MX"): ["10 mail.network.eu."],
    ("network.eu", "TXT"): ['"v=spf1 mx -all"'],
    ("_dmarc.network.eu", "TXT"): ['"v=DMARC1; p=quarantine"'],
}


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    with a_mail_server(sink, sink.port):
        yield sink


def check(home: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    surroundings = {"MAILLAGE_HOME": str(home), "LANG": "C", "LC_ALL": "", "LC_MESSAGES": ""}
    answer = CliRunner().invoke(main, ["mail", "check", *arguments], env=surroundings | environment)
    return answer.exit_code, answer.output


def test_what_is_lacking_is_told_in_lines(tmp_path: Path) -> None:
    code, told = check(tmp_path)
    assert code == 1
    assert [line[:2] for line in told.splitlines()] == ["!!", "!!", ".."]
    for name in ("MAILLAGE_SMTP_URL", "MAILLAGE_MAIL_FROM", "MAILLAGE_BOUNCES"):
        assert f"Set {name}" in told


def test_a_whole_set_up_sends_its_test_mail(tmp_path: Path, sink: Sink) -> None:
    with NameServer(WHOLE) as server:
        code, told = check(
            tmp_path,
            "--to",
            "zoe@org.example",
            MAILLAGE_SMTP_URL=f"smtp://127.0.0.1:{sink.port}",
            MAILLAGE_MAIL_FROM="post@network.eu",
            MAILLAGE_NAME_SERVER=server.address,
        )
        server.shutdown()
    assert code == 0
    assert list(tmp_path.iterdir()) == []
    assert "ok  network.eu says what shall become of forged mails (DMARC: quarantine)." in told
    assert "      There now:\n        v=DMARC1; p=quarantine\n" in told
    assert "Add this record:" not in told
    assert told.endswith("A test mail is on its way to zoe@org.example.\n")
    assert sink.recipients == ["zoe@org.example"]
    assert sink.taken[0]["Subject"] == "A test mail"


def test_a_record_that_is_lacking_is_told_as_one_to_add(tmp_path: Path) -> None:
    with NameServer({("network.eu", "MX"): ["10 mail.network.eu."]}) as server:
        code, told = check(
            tmp_path, MAILLAGE_MAIL_FROM="post@network.eu", MAILLAGE_NAME_SERVER=server.address
        )
        server.shutdown()
    assert code == 1
    assert '      Add this record:\n        network.eu. TXT "v=spf1 mx ~all"\n' in told


def test_no_test_mail_leaves_for_what_is_no_address(tmp_path: Path, sink: Sink) -> None:
    code, told = check(tmp_path, "--to", "not an address", MAILLAGE_SMTP_URL=f"smtp://127.0.0.1:{sink.port}")
    assert (code, told) == (
        1,
        "This does not look like an e-mail address: check it for a missing or superfluous sign.\n",
    )
    assert sink.attempts == []


def test_without_a_server_there_is_no_way_for_a_test_mail(tmp_path: Path) -> None:
    code, told = check(tmp_path, "--to", "zoe@org.example")
    assert code == 1
    assert told.splitlines()[-1] == "No mail server is named: set MAILLAGE_SMTP_URL."
