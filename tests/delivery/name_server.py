"""A name server on this machine that knows one zone, and answers over UDP."""

from __future__ import annotations

import socketserver
import threading
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import Mapping


class Question(socketserver.BaseRequestHandler):
    """One question, one answer; none at all about names that begin with “silent”."""

    server: NameServer

    def handle(self) -> None:
        raw, channel = self.request
        asked = dns.message.from_wire(raw)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.AA | dns.flags.RA
        (question,) = asked.question
        name = question.name.to_text(omit_final_dot=True).lower()
        if name.startswith("silent"):
            return
        known = {kind: lines for (owner, kind), lines in self.server.records.items() if owner == name}
        lines = known.get(dns.rdatatype.to_text(question.rdtype))
        if lines:
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", question.rdtype, *lines))
        elif not known and not any(owner.endswith(f".{name}") for owner, _ in self.server.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        channel.sendto(answer.to_wire(), self.client_address)


class NameServer(socketserver.ThreadingUDPServer):
    """Listens on a free port."""

    daemon_threads = True

    def __init__(self, records: Mapping[tuple[str, str], list[str]]) -> None:
        super().__init__(("127.0.0.1", 0), Question)
        self.records = dict(records)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        host, port = self.server_address
        return f"{host!s}:{port}"
