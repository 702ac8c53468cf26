"""The mailbox to which mails come back, on a server (IMAP) or in a folder (Maildir).

Reports on mails of ours are marked as read; everything else stays as it is, for the people whose mailbox it
is.
"""

from __future__ import annotations

import imaplib
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

import structlog

from fairs.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fairs.config import Settings

SECONDS = 7.0  # for each answer
AT_ONCE = 200  # messages
KEPT = 200_000  # signs: a report stands at the beginning, what it gives back comes last
PORTS = {"imap": 143, "imap+starttls": 143, "imaps": 993}

log = structlog.get_logger(__name__)


class Letterbox(Protocol):
    """Messages that nobody has read yet."""

    def each(self, look: Callable[[bytes], bool]) -> int:
        """Show new messages; those that `look` understands count as read. Returns how many."""

    def reach(self) -> None:
        """Open the mailbox and close it again. Raises Unavailable."""


@dataclass(frozen=True)
class MaildirBox:
    """A Maildir. What was looked at in vain is remembered while the program runs."""

    path: Path
    left: set[str] = field(default_factory=set, compare=False, repr=False)

    def each(self, look: Callable[[bytes], bool]) -> int:
        """Messages that are understood move from “new” to “cur”."""
        self.reach()
        fresh = sorted(found for found in (self.path / "new").iterdir() if found.name not in self.left)
        understood = 0
        for message in fresh[:AT_ONCE]:
            with suppress(FileNotFoundError):  # somebody else has read it
                understood += self._show(message, look)
        return understood

    def _show(self, message: Path, look: Callable[[bytes], bool]) -> bool:
        """What cannot be read (a folder, somebody else's file) is left, and the next one is shown."""
        try:
            with message.open("rb") as stream:
                raw = stream.read(KEPT)
            if look(raw):
                message.rename(self.path / "cur" / f"{message.name}:2,S")
                return True
        except FileNotFoundError:
            raise
        except OSError as error:
            log.warning("a message in the mailbox cannot be read and is left", reason=error.strerror)
        self.left.add(message.name)
        return False

    def reach(self) -> None:
        """Without its folders it is none."""
        if not (self.path / "new").is_dir() or not (self.path / "cur").is_dir():
            raise Unavailable(
                "%(path)s is no mailbox (Maildir): it lacks the folders “new” and “cur”.", path=self.path
            )


@dataclass(frozen=True)
class ImapBox:
    """A mailbox on a server that speaks IMAP."""

    host: str
    port: int
    security: str  # "imap", "imap+starttls", "imaps"
    user: str
    password: str = field(repr=False)
    mailbox: str = "INBOX"
    left: set[bytes] = field(default_factory=set, compare=False, repr=False)

    def each(self, look: Callable[[bytes], bool]) -> int:
        """Messages that are understood get the flag “Seen”."""
        with self._telling_faults(), self._opened() as server:
            reports = _asked(server.uid("SEARCH", "UNSEEN", "HEADER", "Content-Type", "multipart/report"))
            fresh = [uid for uid in (reports or b"").split() if uid not in self.left]
            return sum(self._show(server, uid, look) for uid in fresh[:AT_ONCE])

    def reach(self) -> None:
        """Sign in and out."""
        with self._telling_faults(), self._opened():
            pass

    def _show(self, server: imaplib.IMAP4, uid: bytes, look: Callable[[bytes], bool]) -> bool:
        answer: list[Any] = []
        try:
            _, answer = server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{KEPT}>)")
        except imaplib.IMAP4.abort:  # the connection is over
            raise
        except imaplib.IMAP4.error:
            log.warning("a message in the mailbox cannot be read and is left", reason="refused")
        bodies = [part[1] for part in answer if isinstance(part, tuple)]
        if bodies and look(bodies[0]):
            server.uid("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Seen)")
            return True
        self.left.add(uid)
        return False

    @contextmanager
    def _telling_faults(self) -> Iterator[None]:
        try:
            yield
        except (imaplib.IMAP4.error, OSError) as error:
            raise Unavailable(
                "The mailbox for mails that come back, on %(host)s, cannot be read: %(reason)s",
                host=self.host,
                reason=_in_words(error),
            ) from error

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        trust = ssl.create_default_context()
        if self.security == "imaps":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self.host, self.port, ssl_context=trust, timeout=SECONDS
            )
        else:
            server = imaplib.IMAP4(self.host, self.port, timeout=SECONDS)
        try:
            if self.security == "imap+starttls":
                server.starttls(trust)
            server.login(self.user, self.password)
            _asked(server.select(_quoted(self.mailbox)))
            yield server
        finally:
            with suppress(imaplib.IMAP4.error, OSError):  # what went wrong before is what is told
                server.logout()


def letterbox_of(settings: Settings) -> Letterbox | None:
    """The mailbox that the settings name, if they name one."""
    if settings.bounces is None:
        return None
    url = urlsplit(settings.bounces)
    if url.scheme == "maildir":
        return MaildirBox(Path(unquote(url.path)))
    return ImapBox(
        host=url.hostname or "localhost",
        port=url.port or PORTS[url.scheme],
        security=url.scheme,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        mailbox=unquote(url.path.strip("/")) or "INBOX",
    )


def _asked(answer: tuple[str, list[bytes | None]]) -> bytes | None:
    """The first line of an answer; a refusal is an error."""
    kind, lines = answer
    if kind != "OK":
        message = (lines[0] or b"").decode(errors="replace")
        raise imaplib.IMAP4.error(message)
    return lines[0]


def _in_words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode(errors="replace") if isinstance(said, bytes) else str(error)


def _quoted(mailbox: str) -> str:
    return '"' + mailbox.replace("\\", "\\\\").replace('"', '\\"') + '"'
