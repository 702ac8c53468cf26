"""Looking over how mails leave and come back: the server, the sender's domain, the mailbox for returns.

Everything is asked at the same time and for a few seconds only: whoever looks at the page waits no longer.
"""

from __future__ import annotations

import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING

import dns.exception

from fairs.delivery import zone as zones
from fairs.delivery.answers import words
from fairs.delivery.findings import Finding
from fairs.delivery.letterboxes import ImapBox, letterbox_of
from fairs.delivery.transports import mail_server
from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from fairs.config import Settings
    from fairs.delivery.letterboxes import Letterbox
    from fairs.delivery.transports import MailServer

SECONDS = 4.0  # for one answer of a server
PATIENCE = 8.0  # for everything
NOWHERE = (".invalid", ".localhost", ".test", ".example")


def look_over(settings: Settings, patience: float = PATIENCE) -> list[Finding]:
    """All findings, in the order in which one would mend them."""
    questions = list(_questions(settings))
    pool = ThreadPoolExecutor(len(questions), thread_name_prefix="checkup")
    asked = [pool.submit(question) for question in questions]
    wait(asked, timeout=patience)
    pool.shutdown(wait=False, cancel_futures=True)
    late = Finding("unknown", "Something did not answer within a few seconds. Try again later.")
    return [finding for one in asked for finding in (one.result() if one.done() else [late])]


def _questions(settings: Settings) -> Iterator[Callable[[], list[Finding]]]:
    yield partial(_server, settings)
    domain = settings.mail_from.rpartition("@")[2].encode("idna").decode("ascii").lower()
    if "." not in domain or domain.endswith(NOWHERE):
        yield lambda: [_no_sender(settings)]
    else:
        server = mail_server(settings)
        host = server.host if server and not _is_here(server.host) and not _is_number(server.host) else ""
        yield partial(
            _zone,
            settings,
            domain,
            {
                "MX": zones.takes_mail,
                "SPF": partial(zones.names_servers, server=host),
                "DKIM": partial(zones.publishes_key, selector=settings.dkim_selector),
                "DMARC": partial(zones.states_policy, sender=settings.mail_from),
            },
        )
    yield partial(_returns, settings)


def _server(settings: Settings) -> list[Finding]:
    server = mail_server(settings, SECONDS)
    if server is None:
        return [
            Finding(
                "bad",
                "No mail server is named, so mails stay in the site's own mailbox. Set MAILLAGE_SMTP_URL.",
            )
        ]
    try:
        connection = server.connect()
    except (smtplib.SMTPException, OSError) as error:
        return [
            Finding(
                "bad",
                "The mail server %(host)s (port %(port)d) cannot be used: %(reason)s",
                host=server.host,
                port=server.port,
                reason=words(error),
            )
        ]
    with connection:
        version = connection.sock.version() if isinstance(connection.sock, ssl.SSLSocket) else None
    return [_reached(server), _secured(server, version)]


def _reached(server: MailServer) -> Finding:
    if server.user:
        return Finding(
            "good",
            "The mail server %(host)s (port %(port)d) answers and lets this site in.",
            host=server.host,
            port=server.port,
        )
    return Finding(
        "good",
        "The mail server %(host)s (port %(port)d) answers.",
        host=server.host,
        port=server.port,
    )


def _secured(server: MailServer, version: str | None) -> Finding:
    if version is not None:
        return Finding("good", "Mails go to it encrypted (%(version)s).", version=version)
    if _is_here(server.host):
        return Finding("good", "It runs on this machine, so nothing needs to be encrypted on the way to it.")
    return Finding(
        "bad", "Mails go to it unencrypted: let MAILLAGE_SMTP_URL begin with smtps:// or smtp+starttls://."
    )


def _no_sender(settings: Settings) -> Finding:
    return Finding(
        "bad",
        "Mails come from %(address)s, where nobody can receive mail. Set MAILLAGE_MAIL_FROM to an address of "
        "your domain.",
        address=settings.mail_from,
    )


def _zone(
    settings: Settings, domain: str, questions: Mapping[str, Callable[[zones.Zone], Finding]]
) -> list[Finding]:
    """One question after the other: whoever keeps silent at one is asked no more."""
    findings: list[Finding] = []
    for what, ask in questions.items():
        try:
            findings.append(ask(zones.Zone(domain, zones.resolver_of(settings))))
        except dns.exception.Timeout:
            silent = Finding(
                "unknown",
                "The name server does not answer: it was asked for %(what)s of %(domain)s, and then for "
                "nothing more.",
                what=what,
                domain=domain,
            )
            return [*findings, silent]
        except (dns.exception.DNSException, OSError, ValueError) as error:
            unknown = Finding(
                "unknown",
                "The name server could not tell %(what)s of %(domain)s: %(reason)s",
                what=what,
                domain=domain,
                reason=str(error) or type(error).__name__,
            )
            findings.append(unknown)
    return findings


def _returns(settings: Settings) -> list[Finding]:
    letterbox = letterbox_of(settings)
    if letterbox is None:
        return [
            Finding(
                "lacking",
                "No mailbox for mails that come back is named, so addresses that do not exist stay "
                "unnoticed. Set MAILLAGE_BOUNCES to the mailbox of %(address)s.",
                address=settings.mail_from,
            )
        ]
    told = list(told_openly(letterbox))
    try:
        letterbox.reach()
    except FairError as error:
        return [*told, Finding("bad", error.message, values=error.values)]
    return [*told, Finding("good", "Mails that come back are read.")]


def told_openly(letterbox: Letterbox) -> Iterator[Finding]:
    """A password that whoever stands on the way could read."""
    if isinstance(letterbox, ImapBox) and letterbox.security == "imap" and not _is_here(letterbox.host):
        yield Finding(
            "bad",
            "The password of the mailbox for mails that come back goes to %(host)s unencrypted: let "
            "MAILLAGE_BOUNCES begin with imaps:// or imap+starttls://.",
            host=letterbox.host,
        )


def _is_here(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
