"""A mailbox on a server that speaks as much IMAP (RFC 3501) as a reader of reports needs."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Post:
    """The mailbox: messages by their numbers, and which of them were seen."""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)
    mailbox: str = "INBOX"

    def put(self, raw: bytes) -> int:
        number = len(self.messages) + 1
        self.messages[number] = raw
        return number


class Conversation(socketserver.StreamRequestHandler):
    """One client."""

    server: ImapServer

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            for answer in self._answers(command):
                self._say(answer)
            good = self.server.answer(command)
            self._say(f"{tag} {good}")
            if command.upper() == "LOGOUT":
                return

    def _answers(self, command: str) -> Iterator[str | bytes]:
        post, words = self.server.post, command.split()
        match [word.upper() for word in words[:2]]:
            case ["CAPABILITY"]:
                yield "* CAPABILITY IMAP4rev1"
            case ["SELECT", _]:
                yield f"* {len(post.messages)} EXISTS"
            case ["UID", "SEARCH"]:
                wanted = words[-1].strip('"').lower()
                found = [
                    number
                    for number, raw in post.messages.items()
                    if number not in post.seen
                    and wanted in str(message_from_bytes(raw)["Content-Type"]).lower()
                ]
                yield " ".join(["* SEARCH", *map(str, found)])
            case ["UID", "FETCH"]:
                number = int(words[2])
                raw = post.messages[number]
                post.fetched.append(number)
                yield (
                    f"* {number} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}".encode() + b"\r\n" + raw + b")"
                )
            case ["UID", "STORE"]:
                post.seen.add(int(words[2]))
                yield f"* {words[2]} FETCH (FLAGS (\\Seen))"
            case ["LOGOUT"]:
                yield "* BYE"

    def _say(self, line: str | bytes) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")


class ImapServer(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True

    def __init__(self, post: Post, login: tuple[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.post = post
        self.login = login
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def answer(self, command: str) -> str:
        words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', command)
        plain = [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in words]
        if plain[0].upper() == "LOGIN" and (plain[1], plain[2]) != self.login:
            return "NO wrong name or password"
        if plain[0].upper() == "SELECT" and plain[1] != self.post.mailbox:
            return "NO there is no such mailbox"
        return "OK done"
