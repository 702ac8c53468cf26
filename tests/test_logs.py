from __future__ import annotations

import json
import logging

import pytest
import structlog

from fairs import logs

pytestmark = pytest.mark.usefixtures("log_as_before")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_and_those_of_libraries_look_alike(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(as_json=True)
    structlog.get_logger("fairs.jobs").info("delivered", delivery="d1")
    logging.getLogger("gunicorn.error").warning("a worker of %s died", "ours")
    ours, theirs = lines(capsys)
    assert (ours["event"], ours["delivery"], ours["logger"]) == ("delivered", "d1", "fairs.jobs")
    assert (theirs["event"], theirs["level"]) == ("a worker of ours died", "warning")


@pytest.mark.abuse(16)
@pytest.mark.parametrize("path", ["/p/{}", "/in/{}", "/cal/{}.ics"])
def test_abuse_16_no_secret_of_a_link_stands_in_a_log(capsys: pytest.CaptureFixture[str], path: str) -> None:
    secret = "Vq3bL0x-secret_of_a_link"
    logs.configure(as_json=True)
    structlog.get_logger("fairs.web").info("request", path=path.format(secret))
    logging.getLogger("other").info("GET %s HTTP/1.1", path.format(secret))
    assert secret not in capsys.readouterr().err


def sign_in(password: str) -> None:
    raise ValueError(len(password))


@pytest.mark.parametrize("as_json", [True, False])
def test_a_failure_is_told_without_the_values_of_variables(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    logs.configure(as_json=as_json)
    password = "a password at hand".upper()
    try:
        sign_in(password)
    except ValueError:
        structlog.get_logger("fairs.jobs").exception("delivery failed")
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert password not in said
