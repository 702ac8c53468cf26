"""Reports on deliveries as mail systems write them, and others that look like them."""

from __future__ import annotations

import quopri
from base64 import encodebytes

FAILED = """\
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: post@fairs.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
    boundary="part"
Message-Id: <20270301090000.1@mx.example>

This is a MIME-encapsulated message.

--part
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--part
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4Tk0

Final-Recipient: rfc822; {final}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.org.example
Diagnostic-Code: smtp; {said}

--part
Content-Description: Undelivered Message
Content-Type: {given}

From: Salon de mars <post@fairs.example>
To: Zoe <{recipient}>
Message-ID: {message_id}
Subject: Bienvenue

--part--
"""
HOLIDAYS = """\
From: zoe@org.example
To: post@fairs.example
Subject: Je suis en vacances
Auto-Submitted: auto-replied
Content-Type: text/plain

Back on Monday.
"""
OPENED = """\
From: zoe@org.example
To: post@fairs.example
Subject: Read: Bienvenue
Content-Type: multipart/report; report-type=disposition-notification; boundary="part"

--part
Content-Type: text/plain

It was read.
--part
Content-Type: message/disposition-notification

Disposition: automatic-action/MDN-sent-automatically; displayed
--part--
"""


def report(
    message_id: str,
    recipient: str = "zoe@org.example",
    *,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 <zoe@org.example>: User unknown",
    given: str = "message/rfc822",
    final: str = "",
) -> bytes:
    """A report such as Postfix writes; `final` is who it was in the end, behind a forwarding address."""
    written = FAILED.format(
        message_id=message_id,
        recipient=recipient,
        final=final or recipient,
        action=action,
        status=status,
        said=said,
        given=given,
    )
    return written.replace("\n", "\r\n").encode(errors="surrogateescape")


def in_utf8(raw: bytes, encoding: str) -> bytes:
    """The same report as of a server that knows addresses in all scripts (RFC 6533)."""
    before, kind, rest = raw.partition(b"Content-Type: message/delivery-status\r\n\r\n")
    fields, part, given = rest.partition(b"\r\n--part")
    match encoding:
        case "base64":
            fields = encodebytes(fields)
        case "quoted-printable":
            fields = quopri.encodestring(fields)
    kind = f"Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    return before + kind + fields.replace(b"rfc822; ", b"utf-8; ") + part + given
