"""Settings of the environment; every fault is told at the start."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.config import from_environment
from fairs.errors import SettingsError

if TYPE_CHECKING:
    from fairs.config import Settings


def read(home: Path, **environment: str) -> Settings:
    return from_environment({"MAILLAGE_HOME": str(home), **environment})


def test_without_settings_mails_stay_here_at_any_pace(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.smtp_url, settings.mails_per_minute, settings.bounces) == (None, None, None)
    assert (settings.dkim_selector, settings.name_server) == ("", "")


def test_what_concerns_mails_is_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        MAILLAGE_SMTP_URL="smtps://me:pw@post.example",
        MAILLAGE_MAIL_FROM="fairs@network.example",
        MAILLAGE_MAILS_PER_MINUTE="60",
        MAILLAGE_DKIM_SELECTOR=" post ",
        MAILLAGE_BOUNCES="imaps://me:pw@post.example/INBOX",
        MAILLAGE_NAME_SERVER="127.0.0.1:5353",
    )
    assert settings.mails_per_minute == 60
    assert settings.dkim_selector == "post"
    assert settings.bounces == "imaps://me:pw@post.example/INBOX"
    assert settings.name_server == "127.0.0.1:5353"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAILLAGE_MAILS_PER_MINUTE", "0"),
        ("MAILLAGE_MAILS_PER_MINUTE", "-3"),
        ("MAILLAGE_MAILS_PER_MINUTE", "many"),
        ("MAILLAGE_SMTP_URL", "smtps://post.example:smtp"),
        ("MAILLAGE_SMTP_URL", "smtps://post.example:123456"),
        ("MAILLAGE_SMTP_URL", "smtps://[::1"),
        ("MAILLAGE_SMTP_URL", "smtps://:587"),
        ("MAILLAGE_BOUNCES", "imaps://me:pw@post.example:imap/INBOX"),
        ("MAILLAGE_BOUNCES", "imaps://me:p/w@post.example:993/INBOX"),
        ("MAILLAGE_BOUNCES", "imaps://post.example"),
        ("MAILLAGE_BOUNCES", "maildir:relative"),
        ("MAILLAGE_BOUNCES", "pop3://me:pw@post.example"),
        ("MAILLAGE_SECRET_KEY", "abc"),
        ("MAILLAGE_LOG", "foo"),
        ("MAILLAGE_DEMO", "yes"),
        ("MAILLAGE_SMTP_URL", "post.example"),
    ],
)
def test_a_fault_names_its_setting(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} must "):
        read(tmp_path, **{name: value})


def test_however_many_parts_start_at_once_they_have_one_secret(tmp_path: Path) -> None:
    """As `systemctl start` does with pages, workers and clocks on a new machine."""
    here = {"MAILLAGE_HOME": str(tmp_path / "home")}
    parts = 8
    together = threading.Barrier(parts)

    def start(_part: int) -> str:
        together.wait()
        return from_environment(here).secret_key

    with ThreadPoolExecutor(parts) as pool:
        secrets = set(pool.map(start, range(parts)))
    assert secrets == {(tmp_path / "home" / "secret").read_text()}
    assert len(secrets.pop()) == 64
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret"]


def test_a_secret_that_is_only_blank_was_not_set(tmp_path: Path) -> None:
    kept = read(tmp_path).secret_key
    assert len(kept) == 64
    assert read(tmp_path, MAILLAGE_SECRET_KEY=" ").secret_key == kept
    assert read(tmp_path, MAILLAGE_SECRET_KEY="x" * 32).secret_key == "x" * 32


def test_whoever_only_looks_makes_nothing(tmp_path: Path) -> None:
    settings = from_environment({"MAILLAGE_HOME": str(tmp_path / "var")}, begins=False)
    assert settings.secret_key == ""
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for home, reason in (("/proc/nowhere", "No such file or directory"), (tmp_path / "file", "File exists")):
        with pytest.raises(SettingsError) as fault:
            read(Path(home))
        assert str(fault.value).startswith(f"MAILLAGE_HOME ({home}) cannot be used: {reason}. ")
        assert "\n" not in str(fault.value)


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"\xff" * 64, "is not one of ours")])
def test_a_secret_that_was_spoilt_is_not_used(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        read(tmp_path)
