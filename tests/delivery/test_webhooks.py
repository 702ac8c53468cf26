"""Other programs are told what happens: signed, tried again, and never inside private networks."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook as Reader
from standardwebhooks import WebhookVerificationError

from fairs import events
from fairs.delivery import http
from fairs.delivery.handlers.webhooks import Message, signed
from fairs.delivery.http import NotReached
from fairs.domain import webhooks
from fairs.domain.targets import is_public, object_to_address
from fairs.errors import Refused
from fairs.models import Attempt, DomainEvent, Webhook
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from pathlib import Path

    from tests.delivery.conftest import Town

HERE = "127.0.0.1"


class Listener:
    """Another program: what it heard, and what it answers."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []

    def answer(self) -> tuple[int, dict[str, str]]:
        return self.answers.pop(0) if self.answers else (204, {})


@contextmanager
def listening(listener: Listener, secured: SSLContext | None = None) -> Iterator[str]:
    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.heard.append((dict(self.headers), body))
            status, headers = listener.answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is to be read here."""

    server = ThreadingHTTPServer((HERE, 0), Ear)
    if secured:
        server.socket = secured.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"{'https' if secured else 'http'}://{HERE}:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def address(listener: Listener) -> Iterator[str]:
    with listening(listener) as address:
        yield address


@pytest.fixture
def hearing(town: Town, address: str) -> uuid.UUID:
    """A webhook of the town's edition that hears of approvals; the town trusts this machine."""
    object.__setattr__(town.tools.settings, "webhook_hosts", frozenset({HERE}))
    with town.sessions.begin() as session:
        edition = town.edition_in(session)
        kinds = ["RegistrationApproved", "SchedulePublished"]
        return webhooks.register(session, edition, address, kinds, {HERE}, town.time()).id


def approve(town: Town) -> None:
    with town.sessions.begin() as session:
        person = town.person_in(session, "Zoé")
        record(session, events.RegistrationApproved(person.edition_id, person.id), town.time())


def tell(town: Town, hearing: uuid.UUID) -> str:
    """Carry out what is due; what became of telling the webhook."""
    town.run_all()
    return next(one.state for one in reversed(town.deliveries()) if one.handler == f"webhook:{hearing}")


def tries(town: Town) -> list[tuple[int | None, str]]:
    with town.sessions() as session:
        return [(one.status, one.error) for one in session.scalars(select(Attempt).order_by(Attempt.at))]


def test_who_wants_to_hear_is_told_once_with_ids_alone(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    approve(town)
    assert tell(town, hearing) == "done"
    (headers, body), *more = listener.heard
    said = json.loads(body)
    assert not more
    assert said["type"] == "registration.approved"
    assert said["timestamp"] == town.time().isoformat()
    assert set(said["data"]) == {"edition", "event", "participant_id"}
    assert said["data"]["participant_id"] == str(town.people["Zoé"])
    assert headers["webhook-id"].startswith("msg_")
    assert tries(town) == [(204, "")]


def test_what_nobody_asked_to_hear_is_no_delivery(town: Town, hearing: uuid.UUID) -> None:
    with town.sessions.begin() as session:
        record(session, events.VenueLaidOut(town.edition_id), town.time())
        record(session, events.RegistrationApproved(None, town.people["Zoé"]), town.time())
    assert not [one for one in town.deliveries() if one.handler == f"webhook:{hearing}"]


@pytest.mark.abuse(32)
def test_abuse_32_signed_and_fresh_and_while_it_rotates_with_both_secrets(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    town.time.at = datetime.now(UTC)  # readers go by the time of their own machine
    with town.sessions.begin() as session:
        former = session.get_one(Webhook, hearing).secret
        webhooks.rotate(session, session.get_one(Webhook, hearing), town.time())
        newer = session.get_one(Webhook, hearing).secret
    approve(town)
    tell(town, hearing)
    headers, body = listener.heard[0]
    assert Reader(former).verify(body, headers) == Reader(newer).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Reader(newer).verify(body.replace(b"approved", b"declined"), headers)

    town.time.pass_by(hours=25)
    approve(town)
    tell(town, hearing)
    headers, body = listener.heard[1]
    assert len(headers["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError, match="too new"):
        Reader(newer).verify(body, headers)


@pytest.mark.abuse(32)
def test_abuse_32_an_old_message_is_refused_by_its_reader() -> None:
    secret = "whsec_" + "c2VjcmV0" * 6
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    message = Message(webhook_id=None, address="", name="x", body=b"{}", secrets=(secret,), now=long_ago)  # type: ignore[arg-type]
    with pytest.raises(WebhookVerificationError, match="too old"):
        Reader(secret).verify(message.body, signed(message, "msg_1"))


def test_what_is_not_heard_is_tried_again_under_the_same_identity(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    listener.answers = [(503, {}), (404, {})]
    approve(town)
    assert tell(town, hearing) == "todo"
    town.time.pass_by(minutes=1)
    assert tell(town, hearing) == "todo"
    town.time.pass_by(minutes=10)
    assert tell(town, hearing) == "done"
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    assert [status for status, _ in tries(town)] == [503, 404, 204]


def test_whoever_asks_for_patience_is_waited_for_a_day_at_most(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    listener.answers = [(429, {"Retry-After": "7200"}), (429, {"Retry-After": "999999"})]
    approve(town)
    assert tell(town, hearing) == "todo"
    waits = []
    for _ in range(2):
        row = next(one for one in town.deliveries() if one.handler == f"webhook:{hearing}")
        waits.append(row.not_before - town.time())
        town.time.at = row.not_before
        tell(town, hearing)
    assert waits == [timedelta(hours=2), timedelta(days=1)]
    assert len(listener.heard) == 3


def test_whoever_is_gone_is_told_nothing_any_more(town: Town, hearing: uuid.UUID, listener: Listener) -> None:
    listener.answers = [(410, {})]
    for _ in range(2):
        approve(town)
    tell(town, hearing)
    assert len(listener.heard) == 1
    with town.sessions() as session:
        assert session.get_one(Webhook, hearing).removed_at == town.time()


def test_whoever_is_gone_is_removed_once_by_however_many(town: Town, hearing: uuid.UUID) -> None:
    with town.sessions(expire_on_commit=False) as second:
        read = second.get_one(Webhook, hearing)
        second.commit()
        with town.sessions.begin() as first:
            webhooks.remove(first, first.get_one(Webhook, hearing), town.time(), gone=True)
        webhooks.remove(second, read, town.time(), gone=True)
        second.commit()
    assert recorded(town).count("WebhookRemoved") == 1


def recorded(town: Town) -> list[str]:
    with town.sessions() as session:
        return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def waiting(town: Town, hearing: uuid.UUID) -> list[tuple[int, timedelta]]:
    """What is still to be told: how often it was tried, and how long it waits."""
    rows = [one for one in town.deliveries() if one.handler == f"webhook:{hearing}" and one.state == "todo"]
    return [(one.attempts, one.not_before - town.time()) for one in rows]


def test_whoever_fails_again_and_again_is_left_alone_so_that_others_are_told(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    listener.answers = [(503, {})] * 4
    for _ in range(6):
        approve(town)
    tell(town, hearing)
    assert len(listener.heard) == 3
    assert waiting(town, hearing) == [(1, timedelta(seconds=10))] * 3 + [(0, timedelta(minutes=1))] * 3
    town.time.pass_by(minutes=1)
    tell(town, hearing)
    assert len(listener.heard) == 4  # one alone tried whether it hears again
    assert {wait for _, wait in waiting(town, hearing)} == {timedelta(minutes=1), timedelta(minutes=5)}
    town.time.pass_by(minutes=5)
    tell(town, hearing)
    assert (len(listener.heard), waiting(town, hearing)) == (10, [])


def tried(town: Town, hearing: uuid.UUID, at: datetime, error: str = "", milliseconds: int = 50) -> None:
    with town.sessions.begin() as session:
        session.add(
            Attempt(
                webhook_id=hearing, kind="registration.approved", at=at,
                milliseconds=milliseconds, status=503 if error else 204, error=error,
            )
        )  # fmt: skip


def test_whoever_is_slow_is_left_alone_for_a_minute(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    for seconds in range(5):
        tried(town, hearing, town.time() + timedelta(seconds=seconds), milliseconds=14_000)
    town.time.pass_by(seconds=5)
    approve(town)
    tell(town, hearing)
    assert (listener.heard, waiting(town, hearing)) == ([], [(0, timedelta(seconds=59))])
    town.time.pass_by(minutes=1)
    assert tell(town, hearing) == "done"


def test_where_nothing_has_arrived_for_days_nothing_is_sent_any_more(
    town: Town, hearing: uuid.UUID, listener: Listener
) -> None:
    listener.answers = [(503, {})]
    for _ in range(5):
        tried(town, hearing, town.time(), "The other side answered with the status 503.")
        town.time.pass_by(days=1)
    for _ in range(2):
        approve(town)
    assert tell(town, hearing) == "done"
    assert len(listener.heard) == 1
    with town.sessions.begin() as session:
        off = session.get_one(Webhook, hearing)
        assert (off.kinds, off.removed_at) == ([], None)
        webhooks.ask_test(session, off, town.time())
    assert recorded(town).count("WebhookSwitchedOff") == 1
    approve(town)
    town.run_all()
    assert [json.loads(body)["type"] for _, body in listener.heard] == ["registration.approved", "test"]
    with town.sessions.begin() as session:
        webhooks.choose(session, session.get_one(Webhook, hearing), ["RegistrationApproved"], town.time())
    approve(town)
    assert tell(town, hearing) == "done"
    assert len(listener.heard) == 3


def test_a_test_goes_the_way_of_everything_else(town: Town, hearing: uuid.UUID, listener: Listener) -> None:
    with town.sessions.begin() as session:
        webhooks.ask_test(session, session.get_one(Webhook, hearing), town.time())
    town.run_all()
    assert json.loads(listener.heard[0][1])["type"] == "test"
    assert tries(town) == [(204, "")]


@pytest.mark.abuse(31)
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - recognised, not bound to
        "192.0.0.8", "224.0.0.1", "255.255.255.255", "198.18.0.1",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::a00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "fec0::1",
    ],
)  # fmt: skip
def test_abuse_31_what_leads_inside_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_the_world_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.abuse(31)
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_abuse_31_nothing_is_sent_inside(host: str, address: str, listener: Listener) -> None:
    port = address.rpartition(":")[2]
    with pytest.raises(NotReached, match="leads into a private network"):
        http.post(f"https://{host}:{port}", b"{}", {})
    assert not listener.heard


@pytest.mark.abuse(31)
def test_abuse_31_what_a_name_says_a_moment_later_does_not_matter(address: str, listener: Listener) -> None:
    """A name that turns: it is asked for once, and the call goes to what it said then."""
    asked: list[str] = []

    def turning(host: str, _port: int) -> list[http.Address]:
        asked.append(host)
        return [ip_address(HERE if len(asked) == 1 else "127.0.0.2")]

    port = address.rpartition(":")[2].partition("/")[0]
    turns = f"http://turns.example:{port}/"
    assert http.post(turns, b"{}", {}, trusted={"turns.example"}, ask=turning).status == 204
    assert asked == ["turns.example"]
    (headers, _) = listener.heard[0]
    assert headers["Host"] == f"turns.example:{port}"


@pytest.mark.abuse(31)
def test_abuse_31_one_private_address_among_public_ones_is_one_too_many(
    address: str, listener: Listener
) -> None:
    port = address.rpartition(":")[2].partition("/")[0]

    def both(_host: str, _port: int) -> list[http.Address]:
        return [ip_address("93.184.215.14"), ip_address(HERE)]

    with pytest.raises(NotReached, match="leads into a private network"):
        http.post(f"https://both.example:{port}/", b"{}", {}, ask=both)
    assert not listener.heard


@pytest.mark.abuse(31)
def test_abuse_31_a_redirect_is_not_followed(
    town: Town, hearing: uuid.UUID, listener: Listener, address: str
) -> None:
    listener.answers = [(302, {"Location": address})]
    approve(town)
    assert tell(town, hearing) == "todo"
    assert len(listener.heard) == 1


def test_what_is_said_is_secured_by_the_name_and_not_by_the_address(
    certificate: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection goes to an address that was looked at; certificate, SNI and Host go by the name."""
    asked_for: list[str | None] = []
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _connection, name, _context: asked_for.append(name)

    def send(host: str) -> http.Answer:
        address = f"https://{host}:{port}/hook"
        return http.post(address, b"{}", {}, trusted={host}, ask=lambda _host, _port: [ip_address(HERE)])

    with listening(listener, context) as address:
        port = urlsplit(address).port
        with pytest.raises(NotReached, match=r"certificate of hooks\.example cannot be trusted"):
            send("hooks.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send("hooks.example").status == 204
        with pytest.raises(NotReached, match=r"certificate of other\.example cannot be trusted"):
            send("other.example")
    assert asked_for == ["hooks.example", "hooks.example", "other.example"]
    assert [headers["Host"] for headers, _ in listener.heard] == [f"hooks.example:{port}"]


@pytest.mark.abuse(33)
def test_abuse_33_whoever_drips_an_answer_is_cut_off() -> None:
    with dripping() as address, pytest.raises(NotReached, match="did not answer within"):
        http.post(address, b"{}", {}, trusted={HERE}, seconds=0.5)


@pytest.mark.abuse(33)
def test_abuse_33_of_a_huge_answer_no_more_is_read_than_is_needed() -> None:
    sent: list[int] = []
    with dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536, 0.0, sent) as address:
        assert http.post(address, b"{}", {}, trusted={HERE}).status == 200
    assert sum(sent) < 10_000_000


@contextmanager
def dripping(
    begin: bytes = b"", drop: bytes = b"x", pause: float = 0.05, sent: list[int] | None = None
) -> Iterator[str]:
    """A server that sends and sends."""
    server = socket.create_server((HERE, 0))

    def drip() -> None:
        caller, _ = server.accept()
        with caller:
            try:
                caller.sendall(begin)
                while True:
                    caller.sendall(drop)
                    (sent if sent is not None else []).append(len(drop))
                    time.sleep(pause)
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    yield f"http://{HERE}:{server.getsockname()[1]}/"
    thread.join(10)
    server.close()


@pytest.mark.parametrize(
    "written",
    ["", "example.org", "http://example.org/", "https://me:word@example.org/", "https://example.org:22/",
     "ftp://example.org/", "https://exa mple.org/", "https://[::1"],
)  # fmt: skip
def test_an_address_to_which_nothing_is_sent_is_refused_at_once(written: str) -> None:
    with pytest.raises(Refused):
        object_to_address(written, ())
