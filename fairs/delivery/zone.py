"""What the domain of the sender says to mail systems: MX, SPF, DKIM and DMARC, looked up in its zone."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.exception
import dns.resolver

from fairs.delivery.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.config import Settings

SECONDS = 3.0  # for one question
SHORT_KEY = 200  # bytes: an RSA key of 1024 bits has 162, one of 2048 bits 294
LABELS_LEFT = 2  # of a domain, above which no policy is looked for
DNS_PORT = 53


@dataclass(frozen=True)
class Zone:
    """The zone of a domain, as a name server tells it."""

    domain: str
    resolver: dns.resolver.Resolver

    def texts(self, name: str, beginning: str) -> list[str]:
        """The TXT records of a name that begin so."""
        try:
            answer = self.resolver.resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        written = (b"".join(record.strings).decode(errors="replace") for record in answer)
        return [text for text in written if text.lower().startswith(beginning)]

    def hosts(self) -> list[str]:
        """Who takes mail for the domain: its MX records, or else the domain itself. Raises NXDOMAIN."""
        for kind in ("MX", "A", "AAAA"):
            try:
                answer = self.resolver.resolve(self.domain, kind, search=False)
            except dns.resolver.NoAnswer:
                continue
            if kind != "MX":
                return [self.domain]
            best_first = sorted(answer, key=lambda record: record.preference)
            return [host for record in best_first if (host := record.exchange.to_text(omit_final_dot=True))]
        return []


def resolver_of(settings: Settings) -> dns.resolver.Resolver:
    """Asks the name server of the settings, or the system's own; gives up soon. Raises dns.exception."""
    resolver = dns.resolver.Resolver(configure=not settings.name_server)
    if settings.name_server:
        address, port = _server(settings.name_server)
        resolver.nameservers = [address]
        resolver.port = port
    resolver.timeout = SECONDS / 2
    resolver.lifetime = SECONDS
    return resolver


def _server(written: str) -> tuple[str, int]:
    """Address and port: 192.0.2.1, 192.0.2.1:53, 2001:db8::1 or [2001:db8::1]:53. Raises ValueError."""
    if written.startswith("["):
        address, _, port = written[1:].partition("]")
        return address, int(port.removeprefix(":") or DNS_PORT)
    if written.count(":") > 1:
        return written, DNS_PORT
    address, _, port = written.partition(":")
    return address, int(port or DNS_PORT)


def takes_mail(zone: Zone) -> Finding:
    """Somebody has to take answers, and mails that come back."""
    put = f"{zone.domain}. MX 10 mail.{zone.domain}."
    try:
        hosts = [host for host in zone.hosts() if host != "."]
    except dns.resolver.NXDOMAIN:
        return Finding(
            "bad",
            "No name server knows %(domain)s. Check MAILLAGE_MAIL_FROM for a wrong sign; otherwise the "
            "domain is yet to be set up.",
            domain=zone.domain,
            put=put,
        )
    if hosts:
        return Finding(
            "good", "%(domain)s takes mail at %(hosts)s.", domain=zone.domain, hosts=", ".join(hosts)
        )
    return Finding(
        "bad",
        "%(domain)s takes no mail (MX): mails that come back are lost, and many servers refuse such senders.",
        domain=zone.domain,
        put=put,
    )


def names_servers(zone: Zone, server: str) -> Finding:
    """SPF: which servers may send for the domain (RFC 7208)."""
    found = [text for text in zone.texts(zone.domain, "v=spf1") if text.split()[0].lower() == "v=spf1"]
    may_send = f"a:{server}" if server else "mx"
    put = f'{zone.domain}. TXT "v=spf1 {may_send} ~all"'
    if not found:
        return Finding(
            "bad",
            "%(domain)s does not say which servers may send for it (SPF). Let whoever runs your mail server "
            "look at the line first: mails may leave by other servers than the one that takes them.",
            domain=zone.domain,
            put=put,
        )
    if len(found) > 1:
        return Finding(
            "bad",
            "%(domain)s has several SPF records, so servers heed none: keep one.",
            domain=zone.domain,
            seen="\n".join(found),
        )
    terms = found[0].lower().split()
    if "all" in terms or "+all" in terms or not ({"-all", "~all"} & set(terms) or "redirect=" in found[0]):
        return Finding(
            "lacking",
            "The SPF record of %(domain)s lets every server send for it: end it with ~all, or with "
            "-all once it names all that send.",
            domain=zone.domain,
            seen=found[0],
        )
    return Finding(
        "good",
        "%(domain)s says which servers may send for it (SPF). See that yours is among them.",
        domain=zone.domain,
        seen=found[0],
    )


def publishes_key(zone: Zone, selector: str) -> Finding:
    """DKIM: the key by which servers verify the signature of a mail (RFC 6376)."""
    if not selector:
        return Finding(
            "unknown",
            "Signatures (DKIM) can be looked up once MAILLAGE_DKIM_SELECTOR names the selector under which "
            "your mail server signs.",
        )
    name = f"{selector}._domainkey.{zone.domain}"
    found = [text for text in zone.texts(name, "") if "p=" in text.replace(" ", "")]
    if not found:
        return Finding(
            "bad",
            "There is no key for signatures (DKIM) at %(name)s.",
            name=name,
            put=f'{name}. TXT "v=DKIM1; k=rsa; p=…" (the public key of your mail server)',
        )
    tags = _tags(found[0])
    if not tags["p"]:
        return Finding("bad", "The key for signatures (DKIM) at %(name)s is withdrawn.", name=name)
    if tags.get("k", "rsa") == "rsa" and _size(tags["p"]) < SHORT_KEY:
        return Finding(
            "lacking",
            "The key for signatures (DKIM) at %(name)s is short: take one of 2048 bits.",
            name=name,
        )
    return Finding(
        "good",
        "There is a key for signatures (DKIM) at %(name)s. Let your server sign the headers List-Unsubscribe "
        "and List-Unsubscribe-Post as well.",
        name=name,
    )


def states_policy(zone: Zone, sender: str) -> Finding:
    """DMARC: what servers shall do with mails that only claim to come from the domain (RFC 7489)."""
    for name in _upwards(zone.domain):
        for text in zone.texts(f"_dmarc.{name}", "v=dmarc1"):
            wanted = _tags(text).get("p", "").lower()
            if wanted in {"none", "quarantine", "reject"}:
                return Finding(
                    "good",
                    "%(domain)s says what shall become of forged mails (DMARC: %(policy)s).",
                    domain=name,
                    policy=wanted,
                    seen=text,
                )
            return Finding("bad", "The DMARC record of %(domain)s names no policy.", domain=name, seen=text)
    return Finding(
        "bad",
        "%(domain)s does not say what shall become of forged mails (DMARC); large providers refuse many "
        "mails of such domains.",
        domain=zone.domain,
        put=f'_dmarc.{zone.domain}. TXT "v=DMARC1; p=none; rua=mailto:{sender}"',
    )


def _upwards(domain: str) -> Iterator[str]:
    labels = domain.split(".")
    while len(labels) >= LABELS_LEFT:
        yield ".".join(labels)
        labels = labels[1:]


def _tags(record: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in record.split(";"))
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs if name.strip()}


def _size(key: str) -> int:
    try:
        return len(base64.b64decode(key))
    except (binascii.Error, ValueError):
        return 0
