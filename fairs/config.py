"""Settings, read once from the environment, frozen; every fault is told at the start."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fairs.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

DATABASES = ("sqlite", "postgresql")
CHOICES = {"MAILLAGE_LOG": ("json",), "MAILLAGE_DEMO": ("1", "0")}
MAIL = ("smtp", "smtps", "smtp+starttls")
BOUNCES = ("imap", "imaps", "imap+starttls")
SECRET_SIGNS = 32  # at least, of a secret that people write themselves


@dataclass(frozen=True)
class Settings:
    """How this installation runs. `home` holds the database (SQLite) and the secret; created when missing."""

    home: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"  # what links in mails begin with; never taken from a request
    smtp_url: str | None = None  # None: mails stay in the site's own mailbox
    mail_from: str = "maillage@localhost.invalid"
    mails_per_minute: int | None = None  # None: as many as there are
    dkim_selector: str = ""  # under which the mail server signs; for the page that checks the set-up
    bounces: str | None = None  # the mailbox to which mails come back
    name_server: str = ""  # address, or address:port; "": the system's own
    webhook_hosts: frozenset[str] = frozenset()  # hosts of this house: may be private, and need no TLS
    demo: bool = False  # ready-made ways in, and /demo/mailbox
    pump: bool = True  # whether this process carries out deliveries and ticks
    elsewhere: bool = False  # whether other processes do
    proxies: int = 0  # how many stand before it and say whom they speak for
    from_one_network: int = 300  # registrations and links an hour; 0: as many as anybody asks for
    metrics_token: str = ""  # without which nobody reads /metrics; "": this machine may
    log_json: bool = False

    @property
    def calendar_domain(self) -> str:
        """The right-hand side of identifiers made here; frozen with the address of the site."""
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def distributed(self) -> bool:
        """Whether several processes, on any number of machines, may share the work."""
        return self.database_url.startswith("postgresql")

    @property
    def parts(self) -> tuple[str, ...]:
        """What has to show life beside the pages; none where that is not for this process to say."""
        if not self.pump and not self.elsewhere:
            return ()
        return ("clock", "worker") if self.distributed else ("clock", "pump")

    @property
    def secure(self) -> bool:
        """Whether the site is served over TLS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str], *, begins: bool = True) -> Settings:
    """Read the settings. Raises SettingsError with one line for each fault.

    An installation that `begins` here gets a secret; whoever looks at one that is there makes nothing.
    """
    faults: list[str] = []
    home = Path(environment.get("MAILLAGE_HOME") or "var").absolute()
    database_url = environment.get("MAILLAGE_DATABASE_URL") or f"sqlite:///{home / 'maillage.sqlite3'}"
    base_url = environment.get("MAILLAGE_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
    if urlsplit(database_url).scheme.split("+")[0] not in DATABASES:
        faults.append("MAILLAGE_DATABASE_URL must begin with sqlite:/// or postgresql://")
    if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
        faults.append("MAILLAGE_BASE_URL must be the address of the site, such as https://fairs.example.org")
    given = environment.get("MAILLAGE_SECRET_KEY", "")
    if given.strip() and len(given) < SECRET_SIGNS:
        faults.append(
            f"MAILLAGE_SECRET_KEY must have {SECRET_SIGNS} signs or more, such as openssl rand -hex 32 writes"
        )
    for name, values in CHOICES.items():
        if environment.get(name, "") not in {"", *values}:
            faults.append(f"{name} must be {' or '.join(values)}, or not set")
    mail = _mail(environment, faults)
    proxies = _number(environment, "MAILLAGE_PROXIES", 0, faults)
    from_one_network = _number(environment, "MAILLAGE_FROM_ONE_NETWORK", 300, faults)
    if faults:
        raise SettingsError("\n".join(faults))
    return Settings(
        home=home,
        database_url=_with_driver(database_url),
        secret_key=given if given.strip() else _of_this_place(home, begins=begins),
        base_url=base_url,
        **mail,
        webhook_hosts=frozenset(
            environment.get("MAILLAGE_WEBHOOK_HOSTS", "").lower().replace(",", " ").split()
        ),
        demo=environment.get("MAILLAGE_DEMO", "") == "1",
        proxies=proxies,
        from_one_network=from_one_network,
        log_json=environment.get("MAILLAGE_LOG", "") == "json",
        metrics_token=environment.get("MAILLAGE_METRICS_TOKEN", ""),
    )


def _mail(environment: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    """What concerns mails."""
    smtp_url = environment.get("MAILLAGE_SMTP_URL") or None
    mail_from = environment.get("MAILLAGE_MAIL_FROM", "maillage@localhost.invalid")
    bounces = environment.get("MAILLAGE_BOUNCES") or None
    limit = environment.get("MAILLAGE_MAILS_PER_MINUTE") or None
    if smtp_url and not _names_server(smtp_url):
        faults.append(
            "MAILLAGE_SMTP_URL must look like smtps://user:password@host:465, smtp+starttls://… or smtp://…"
        )
    if "@" not in mail_from:
        faults.append("MAILLAGE_MAIL_FROM must be an e-mail address")
    if limit and (not limit.isdecimal() or int(limit) == 0):
        faults.append("MAILLAGE_MAILS_PER_MINUTE must be a number of mails, one at least")
        limit = None
    if bounces and not _names_mailbox(bounces):
        faults.append("MAILLAGE_BOUNCES must look like imaps://user:password@host/INBOX or maildir:/path")
    return {
        "smtp_url": smtp_url,
        "mail_from": mail_from,
        "mails_per_minute": int(limit) if limit else None,
        "dkim_selector": environment.get("MAILLAGE_DKIM_SELECTOR", "").strip(),
        "bounces": bounces,
        "name_server": environment.get("MAILLAGE_NAME_SERVER", "").strip(),
    }


def _names_server(written: str) -> bool:
    url = _taken_apart(written)
    return url is not None and url.scheme in MAIL and bool(url.hostname)


def _number(environment: Mapping[str, str], name: str, otherwise: int, faults: list[str]) -> int:
    written = environment.get(name) or str(otherwise)
    if not written.isdecimal():
        faults.append(f"{name} must be a whole number")
        return otherwise
    return int(written)


def _names_mailbox(written: str) -> bool:
    url = _taken_apart(written)
    if url is None:
        return False
    if url.scheme == "maildir":
        return url.path.startswith("/")
    return url.scheme in BOUNCES and bool(url.hostname and url.username)


def _taken_apart(written: str) -> SplitResult | None:
    """None where it is no address; that a port is no number shows only when it is asked for."""
    try:
        url = urlsplit(written)
        well_formed = url.port != 0
    except ValueError:
        return None
    return url if well_formed else None


def _with_driver(database_url: str) -> str:
    """PostgreSQL is spoken to with psycopg 3, whichever way the address is written."""
    for written in ("postgresql://", "postgres://"):
        if database_url.startswith(written):
            return "postgresql+psycopg://" + database_url.removeprefix(written)
    return database_url


def _of_this_place(home: Path, *, begins: bool) -> str:
    """The secret that is kept here; "" where there is none and nothing begins."""
    try:
        if not begins and not (home / "secret").exists():
            return ""
        kept = _kept_secret(home)
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "its secret is not one of ours"
        raise SettingsError(
            f"MAILLAGE_HOME ({home}) cannot be used: {reason}. Name a folder of the user who runs Maillage"
        ) from fault
    if not kept:
        raise SettingsError(f"{home / 'secret'} is empty: put back the secret, or move the file away")
    return kept


def _kept_secret(home: Path) -> str:
    """The secret of this installation: made once, kept beside the database, readable by its owner alone.

    Several parts may start at once on a new machine: who first gives the whole file its name made it.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / "secret"
    if not path.exists():
        with NamedTemporaryFile("w", dir=home, prefix="secret.", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(48))
            made.flush()
            with suppress(FileExistsError):
                os.link(made.name, path)
    return path.read_text(encoding="ascii").strip()
