"""What is said to a mail server is secured, and signed in."""

from __future__ import annotations

from dataclasses import replace
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from fairs.delivery import transports
from fairs.delivery.answers import MailNotTaken
from tests.delivery.conftest import parsed
from tests.delivery.sinks import Sink, ask_for_the_link, post

if TYPE_CHECKING:
    from pathlib import Path

    from tests.delivery.conftest import Town


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # the server talks of its test
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_what_is_said_is_secured_and_signed_in(
    town: Town, certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, who: Any) -> AuthResult:
        return AuthResult(success=(who.login, who.password) == (b"post", b"p/w"))

    sink, context = Sink(), SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    starttls = scheme == "smtp+starttls"
    security = {"tls_context": context, "require_starttls": True} if starttls else {"ssl_context": context}
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        authenticator=check,
        auth_required=True,
        auth_require_tls=starttls,
        **security,
    )
    controller.start()
    post(town, f"{scheme}://post:p%2Fw@127.0.0.1:{sink.port}")
    ask_for_the_link(town, "Zoé")
    town.run_all()
    (delivery,) = town.deliveries()
    assert (delivery.state, "CERTIFICATE_VERIFY_FAILED" in delivery.error) == ("todo", True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    town.time.pass_by(minutes=1)
    town.run_all()
    town.tools.post.close()
    controller.stop()
    assert (len(sink.taken), sink.secured) == (1, {True})


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # the same
def test_a_password_that_is_wrong_is_nobodys_address(town: Town) -> None:
    sink = Sink()
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    server = transports.mail_server(
        replace(town.tools.settings, smtp_url=f"smtp://post:wrong@127.0.0.1:{sink.port}")
    )
    assert server is not None
    with pytest.raises(MailNotTaken, match=r"535 5\.7\.8"):
        server.send(parsed(b"From: a@b.example\r\nTo: c@d.example\r\n\r\n"))
    controller.stop()
