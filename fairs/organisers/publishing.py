"""Consequences before the act: what a publication changes, for whom, and how many mails leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import ngettext

from fairs.domain import publishing
from fairs.errors import Refused
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import schedules
from fairs.queries.publication import consequences
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@organisers.get("/<slug>/publish")
@policy.organiser
def publish() -> str:
    """What would happen."""
    edition = current_edition()
    draft = schedules.draft(here.session(), edition)
    return bench(
        "organisers/publish.html",
        draft=draft,
        published=schedules.published(here.session(), edition),
        effect=draft and consequences(here.session(), draft),
    )


@organisers.post("/<slug>/publish")
@policy.organiser
def publish_now() -> Response:
    """Let the draft out whose consequences were read, and no other."""
    edition = current_edition()
    draft = schedules.draft(here.session(), edition)
    if draft is None or str(draft.id) != request.form.get("schedule"):
        raise Refused(
            "The grid has changed since you read what publishing does. Nothing went out: read it again."
        )
    mails = consequences(here.session(), draft).mails
    publishing.publish(here.session(), draft, here.now())
    flash(
        ngettext(
            "The grid is out. %(num)d person is being written to.",
            "The grid is out. %(num)d people are being written to.",
            mails,
        )
    )
    return go("state")
