"""Every address of the site, with whatever identities an attacker knows in it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.web.policy import area_of, declared, is_fresh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.routing import Rule

    from fairs.domain.permissions import Area
    from fairs.web.policy import Access
    from tests.abuse.world import Place

NOBODY = str(uuid.UUID(int=0))
OF_OTHERS = {"key", "token", "name", "sign_in_id", "passkey_id", "filename", "number", "mail_id", "edition"}


@dataclass(frozen=True)
class Knock:
    """One method at one address, and what the view behind it declares."""

    endpoint: str
    method: str
    path: str
    access: Access
    area: Area | None
    fresh: bool
    of_edition: bool


def every(app: Flask, slug: str, ids: Place, *, with_ids: bool = False) -> Iterator[Knock]:
    """All of them, of this edition. `ids`: whose identities stand in them; `with_ids`: only where some do."""
    adapter = app.url_map.bind("site.invalid")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        access = declared(app, rule.endpoint)
        named = rule.arguments - {"slug"} - OF_OTHERS
        if access is None or rule.endpoint.endswith("static") or (with_ids and not named):
            continue
        given = {name: _filling(rule, name, slug, ids) for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield Knock(
                rule.endpoint,
                method,
                adapter.build(rule.endpoint, given, method=method),
                access,
                area_of(app, rule.endpoint),
                is_fresh(app, rule.endpoint),
                "slug" in rule.arguments,
            )


def buttons(app: Flask, place: Place) -> Iterator[Knock]:
    """Whatever changes something, but for the two that mail programs press without a form (RFC 8058)."""
    for knock in every(app, place.slug, place):
        if knock.method != "GET" and knock.endpoint not in {"ways_in.stop_mails", "ways_in.unfollow"}:
            yield knock


def _filling(rule: Rule, name: str, slug: str, ids: Place) -> str | int:
    if name in {"slug", "edition"}:
        return slug
    if type(rule._converters[name]).__name__ == "IntegerConverter":
        return 1
    if name == "name":
        return ids.fair_slug
    return ids.by_route.get((rule.endpoint, name)) or ids.ids.get(name, NOBODY)
