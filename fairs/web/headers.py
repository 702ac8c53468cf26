"""What every answer tells the browser not to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request

from fairs.web import here
from fairs.web.policy import Access, declared

if TYPE_CHECKING:
    from flask import Flask, Response

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
)
ALWAYS = {
    "Content-Security-Policy": "; ".join(POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SECRET = {  # for pages whose address is a secret
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
PERSONAL = {Access.PARTICIPANT, Access.ORGANISER, Access.SIGNED_IN}
A_YEAR = "max-age=31536000"


def install(app: Flask) -> None:
    """Complete every answer."""
    app.after_request(_complete)


def keep_secret(response: Response) -> Response:
    """An answer at a secret address: kept by nobody, named to nobody."""
    response.headers.update(SECRET)
    return response


def _complete(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if here.settings().secure:
        response.headers.setdefault("Strict-Transport-Security", A_YEAR)
    if not _is_file():
        response.headers.setdefault("Cache-Control", _caching())
        response.vary.update(("Cookie", "Accept-Language"))
        if _is_personal():
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
    return response


def _caching() -> str:
    return "private, no-store" if _is_personal() or request.method == "POST" else "no-cache"


def _is_personal() -> bool:
    endpoint = request.endpoint
    return endpoint is not None and declared(current_app, endpoint) in PERSONAL


def _is_file() -> bool:
    endpoint = request.endpoint
    return endpoint is not None and (endpoint == "static" or endpoint.endswith(".static"))
