"""Long work on the page that asked for it: how far it is, in words, and a way to stop it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairs.domain import long_jobs as verbs
from fairs.models import Job
from fairs.organisers.bench import go, organisers
from fairs.organisers.outcomes import told
from fairs.queries import long_jobs
from fairs.web import here, policy, streams
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from flask import Response
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response as Answer

    from fairs.models.job import JobKind

AT_FIRST = 3  # seconds in which nobody asks how long it will take
ROOMS: dict[JobKind, str] = {
    "plan": "plan",
    "pack": "papers",
    "letter": "letter",
    "import": "imports",
    "export": "export",
}
STEPS: dict[
    str, LazyString
] = {  # by the first word of the step; the numbers after it are what is done, and all
    "": _l("It begins in a moment."),
    "construct": _l("A first grid is put together."),
    "search": _l("Meetings are moved until nothing gets better."),
    "tables": _l("Tables are given out."),
    "explain": _l("No grid is possible; the reason is being looked for."),
    "draw": _l("%(done)s of %(all)s agendas are drawn."),
    "bind": _l("The agendas are put together."),
    "address": _l("The letters are being addressed."),
    "import": _l("%(done)s of %(all)s people have been seen to."),
    "tell": _l("%(done)s of %(all)s mails are on their way."),
    "undo": _l("%(done)s of %(all)s lines are taken back."),
    "gather": _l("%(done)s of %(all)s tables are gathered."),
    "bundle": _l("The file is being written."),
    "send": _l("%(done)s of %(all)s letters have been seen to."),
}


@dataclass(frozen=True)
class Watched:
    """A job as a page shows it while it waits for it."""

    fraction: float
    step: str
    status: str
    events: str
    cancel: str


def watched(job: Job | None) -> Watched | None:
    """What a page shows of work that is underway."""
    if job is None or not job.underway:
        return None
    status, news, cancel = (
        url_for(f"organisers.{view}", slug=current_edition().slug, job_id=job.id)
        for view in ("job", "job_events", "cancel_job")
    )
    return Watched(job.fraction, step_of(job), status, news, cancel)


def step_of(job: Job) -> str:
    """How far it is: of a letter, what became of its mails; of others what they say, and for how long."""
    if job.kind == "letter":
        outcome = long_jobs.outcomes(here.session(), [job])[job.id]
        if outcome.addressed:
            return told(outcome)
    words, seconds = in_words(job.step), int((here.now() - job.asked_at).total_seconds())
    if job.kind != "plan" or not job.underway or seconds < AT_FIRST:
        return words
    most = job.options.get("seconds", 0)
    so_far = _("%(seconds)d s so far; the search takes %(most)d s at most.", seconds=seconds, most=most)
    return f"{words} {so_far}"


def in_words(step: str) -> str:
    """How far it is, as a sentence; a step that has no words yet is named as it is."""
    word, _blank, numbers = step.partition(" ")
    sentence = str(STEPS.get(word, word))
    done, _blank, everything = numbers.partition(" ")
    return sentence % {"done": done, "all": everything} if numbers else sentence


@organisers.get("/<slug>/jobs/<job_id>")
@policy.organiser
def job(job_id: str) -> dict[str, object]:
    """How far it is, for a page that asks again and again."""
    return _state(long_jobs.by_id(here.session(), current_edition(), job_id))


@organisers.get("/<slug>/jobs/<job_id>/events")
@policy.organiser
def job_events(job_id: str) -> Response:
    """How far it is, for a page that listens."""
    wanted = long_jobs.by_id(here.session(), current_edition(), job_id).id

    def look() -> tuple[dict[str, object], bool]:
        found = here.session().get(Job, wanted)
        return _state(found), found is not None and found.underway

    return streams.stream(look)


@organisers.post("/<slug>/jobs/<job_id>/cancel")
@policy.organiser
def cancel_job(job_id: str) -> Answer:
    """Stop it."""
    wanted = long_jobs.by_id(here.session(), current_edition(), job_id)
    if verbs.cancel(here.session(), wanted, here.now()):
        flash(_("It is cancelled."))
    else:
        flash(_("It had ended already; nothing is left to cancel."))
    return go(ROOMS[wanted.kind])


def _state(found: Job | None) -> dict[str, object]:
    if found is None:
        return {"underway": False}
    return {"underway": found.underway, "fraction": found.fraction, "step": step_of(found)}
