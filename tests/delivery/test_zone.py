"""What the zone of the sender's domain says, asked of a real name server."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.config import Settings
from fairs.delivery import zone as zones
from fairs.delivery.zone import Zone, resolver_of
from tests.delivery.name_server import NameServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.delivery.findings import Finding

SETTINGS = Settings(home=Path("/nowhere"), database_url="", secret_key="")
DOMAIN = "fairs.network.eu"
LONG = base64.b64encode(bytes(294)).decode()
SHORT = base64.b64encode(bytes(162)).decode()


@pytest.fixture
def server() -> Iterator[NameServer]:
    with NameServer({}) as server:
        yield server
        server.shutdown()


def zone(server: NameServer, domain: str = DOMAIN) -> Zone:
    return Zone(domain, resolver_of(replace(SETTINGS, name_server=server.address)))


def text(finding: Finding) -> str:
    return finding.sentence(str)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("192.0.2.1", ("192.0.2.1", 53)),
        ("192.0.2.1:5353", ("192.0.2.1", 5353)),
        ("2001:db8::1", ("2001:db8::1", 53)),
        ("[2001:db8::1]", ("2001:db8::1", 53)),
        ("[2001:db8::1]:5353", ("2001:db8::1", 5353)),
    ],
)
def test_the_name_server_that_the_settings_name(written: str, asked: tuple[str, int]) -> None:
    resolver = resolver_of(replace(SETTINGS, name_server=written))
    assert (resolver.nameservers, resolver.port) == ([asked[0]], asked[1])


def test_a_domain_that_takes_mail(server: NameServer) -> None:
    server.records = {(DOMAIN, "MX"): ["20 second.network.eu.", "10 first.network.eu."]}
    found = zones.takes_mail(zone(server))
    assert (found.verdict, text(found)) == (
        "good",
        "fairs.network.eu takes mail at first.network.eu, second.network.eu.",
    )


def test_without_mx_the_domain_itself_takes_mail(server: NameServer) -> None:
    server.records = {(DOMAIN, "A"): ["192.0.2.1"]}
    assert text(zones.takes_mail(zone(server))) == "fairs.network.eu takes mail at fairs.network.eu."


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ({}, "No name server knows fairs.network.eu."),
        ({(DOMAIN, "MX"): ["0 ."]}, "fairs.network.eu takes no mail (MX)"),
        ({(DOMAIN, "TXT"): ['"x"']}, "fairs.network.eu takes no mail (MX)"),
    ],
)
def test_a_domain_that_takes_none(
    server: NameServer, records: dict[tuple[str, str], list[str]], said: str
) -> None:
    server.records = records
    found = zones.takes_mail(zone(server))
    assert (found.verdict, found.put) == ("bad", "fairs.network.eu. MX 10 mail.fairs.network.eu.")
    assert text(found).startswith(said)


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], "bad"),
        (['"v=spf1 mx -all"'], "good"),
        (['"something else"', '"v=spf1 include:_spf.host.eu " "~all"'], "good"),
        (['"v=spf1 redirect=_spf.host.eu"'], "good"),
        (['"v=spf1 mx +all"'], "lacking"),
        (['"v=spf1 mx ?all"'], "lacking"),
        (['"v=spf1 mx"'], "lacking"),
        (['"v=spf1 mx -all"', '"v=spf1 a -all"'], "bad"),
        (['"v=spf10 mx -all"'], "bad"),
    ],
)
def test_which_servers_may_send(server: NameServer, records: list[str], verdict: str) -> None:
    server.records = {(DOMAIN, "TXT"): records}
    assert zones.names_servers(zone(server), "").verdict == verdict


def test_the_line_for_spf_names_the_mail_server(server: NameServer) -> None:
    found = zones.names_servers(zone(server), "smtp.host.eu")
    assert found.put == 'fairs.network.eu. TXT "v=spf1 a:smtp.host.eu ~all"'


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ([], "bad"),
        ([f'"v=DKIM1; k=rsa; p={LONG[:200]}" "{LONG[200:]}"'], "good"),
        ([f'"p={LONG[:200]}" "{LONG[200:]}"'], "good"),
        ([f'"v=DKIM1; k=rsa; p={SHORT}"'], "lacking"),
        (['"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="'], "good"),
        (['"v=DKIM1; p="'], "bad"),
        (['"v=DKIM1; k=rsa; p=!"'], "lacking"),
    ],
)
def test_the_key_of_signatures(server: NameServer, records: list[str], verdict: str) -> None:
    server.records = {("post._domainkey." + DOMAIN, "TXT"): records}
    assert zones.publishes_key(zone(server), "post").verdict == verdict


def test_without_a_selector_no_key_can_be_looked_up(server: NameServer) -> None:
    found = zones.publishes_key(zone(server), "")
    assert (found.verdict, "MAILLAGE_DKIM_SELECTOR" in text(found)) == ("unknown", True)


@pytest.mark.parametrize(
    ("name", "record", "verdict"),
    [
        (DOMAIN, '"v=DMARC1; p=reject; rua=mailto:x@network.eu"', "good"),
        ("network.eu", '"v=DMARC1;p=none"', "good"),  # of the domain above
        ("eu", '"v=DMARC1; p=reject"', "bad"),  # of nobody
        (DOMAIN, '"v=DMARC1; p=perhaps"', "bad"),
        (DOMAIN, '"another text"', "bad"),
    ],
)
def test_what_shall_become_of_forged_mails(server: NameServer, name: str, record: str, verdict: str) -> None:
    server.records = {("_dmarc." + name, "TXT"): [record]}
    assert zones.states_policy(zone(server), "post@" + DOMAIN).verdict == verdict


def test_the_line_for_dmarc_begins_gently(server: NameServer) -> None:
    found = zones.states_policy(zone(server), "post@" + DOMAIN)
    assert found.put == ('_dmarc.fairs.network.eu. TXT "v=DMARC1; p=none; rua=mailto:post@fairs.network.eu"')
