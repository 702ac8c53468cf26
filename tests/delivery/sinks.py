"""A mail server on this machine that takes what it is sent, or answers as it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from fairs import events
from fairs.delivery.transports import transport
from fairs.outbox import record
from tests.serving import free_port

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.delivery.conftest import Town

TAKEN = "250 OK"


@dataclass
class Sink:
    """Takes what it is sent, or answers as it is told to first."""

    answers: list[str] = field(default_factory=list)  # to mails
    refusals: list[str] = field(default_factory=list)  # of recipients
    senders: list[str] = field(default_factory=list)  # refusals of the sender
    extensions: bool = True  # whether it knows letters of all scripts in addresses
    attempts: list[EmailMessage] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)  # of the attempts
    recipients: list[str] = field(default_factory=list)
    secured: set[bool] = field(default_factory=set)
    connections: int = 0
    ends_after_each: bool = False
    port: int = field(default_factory=free_port)

    async def handle_EHLO(self, server: Any, session: Any, _envelope: Any, name: str, said: Any) -> Any:  # noqa: N802 - aiosmtpd's name
        session.host_name = name
        self.connections += session.ssl is not None or not server.require_starttls
        return [one for one in said if self.extensions or "SMTPUTF8" not in one]

    async def handle_MAIL(  # noqa: N802 - the same
        self, _server: Any, _session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.senders:
            return self.senders.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return TAKEN

    async def handle_RCPT(  # noqa: N802 - the same
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the same
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.attempts.append(mail)
        self.raw.append(envelope.content)
        self.secured.add(server.transport.get_extra_info("ssl_object") is not None)
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer == TAKEN:
            self.taken.append(mail)
            self.recipients += envelope.rcpt_tos
        if self.ends_after_each:
            server.loop.call_later(0, server.transport.close)
        return answer


def post(town: Town, url: str, **more: Any) -> None:
    """Let the town send its mails this way."""
    settings = replace(town.tools.settings, smtp_url=url, **more)
    town.tools = replace(town.tools, settings=settings, post=transport(settings))


def ask_for_the_link(town: Town, name: str) -> None:
    with town.sessions.begin() as session:
        person = town.person_in(session, name)
        record(session, events.PersonalLinkAsked(person.edition_id, person.id), town.time())


def approve(town: Town, *names: str) -> None:
    """Each is written to that they take part."""
    with town.sessions.begin() as session:
        for name in names:
            person = town.person_in(session, name)
            record(session, events.RegistrationApproved(person.edition_id, person.id), town.time())
