"""Writing to many participants: what is written is shown, with the number of mails, before it leaves."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from fairs.delivery.letters import of_organisers
from fairs.domain import letters
from fairs.domain.letters import SUBJECT_AT_MOST, TEXT_AT_MOST, Words
from fairs.errors import Refused
from fairs.models import Participant
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import REQUIRED, given
from fairs.organisers.long_jobs import watched
from fairs.organisers.outcomes import told
from fairs.queries import long_jobs, recipients
from fairs.queries.ids import written_id
from fairs.texts import render
from fairs.web import here, policy
from fairs.web.errors import tell, told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.queries.recipients import Audience

SHOWN = 10  # letters of before
AUDIENCES: dict[Audience, LazyString] = {
    "approved": _l("Everyone who takes part"),
    "without_wishes": _l("Those who take part and have wished nothing yet"),
    "waiting": _l("Those who wait for approval"),
    "waitlisted": _l("Those on the waiting list"),
}


class LetterForm(Form):
    """A letter, and what its writer has read of its effect."""

    audience = RadioField(
        _l("To whom"), [REQUIRED], choices=[SelectChoice(*known) for known in AUDIENCES.items()]
    )
    subject = StringField(_l("Subject"), [REQUIRED, Length(max=SUBJECT_AT_MOST)])
    text = TextAreaField(_l("Text"), [REQUIRED, Length(max=TEXT_AT_MOST)])
    expected = IntegerField(validators=[Optional()], widget=HiddenInput())
    key = HiddenField()

    @property
    def words(self) -> Words:
        """What was written."""
        return Words(given(self.audience), given(self.subject), given(self.text))


@organisers.get("/<slug>/letter")
@policy.organiser
def letter() -> str:
    """A sheet to write on, and what became of the last letters."""
    wanted = request.args.get("to")
    return _page(LetterForm(data={"audience": wanted if wanted in AUDIENCES else "approved"}))


@organisers.post("/<slug>/letter")
@policy.organiser
def look_at_letter() -> str | tuple[str, int]:
    """What would leave, and to how many; or the sheet again, to go on writing."""
    form = LetterForm()
    if "change" in request.form:
        return _page(form)
    if form.validate():
        people = recipients.of_edition(here.session(), current_edition(), given(form.audience))
        if people:
            form.expected.data, form.key.data = len(people), str(uuid.uuid4())
            return _preview(form, people)
        tell(form, Refused("Nobody would get this letter: choose to whom you write.", field="audience"))
    return _page(form), 422


@organisers.post("/<slug>/letter/send")
@policy.organiser
def send_letter() -> Response | tuple[str, int]:
    """Let it go, to as many as were read about."""
    form, key = LetterForm(), written_id(request.form.get("key", ""))
    if form.validate() and key is not None:
        with told_in(form):
            expected = form.expected.data or 0
            letters.ask_letter(here.session(), current_edition(), form.words, expected, here.now(), key)
            flash(
                ngettext(
                    "%(num)d person is being written to.", "%(num)d people are being written to.", expected
                )
            )
            return go("letter")
    return _page(form), 422


def _page(form: LetterForm) -> str:
    edition = current_edition()
    jobs = long_jobs.recent(here.session(), edition, "letter", SHOWN)
    became = long_jobs.outcomes(here.session(), jobs)
    counts = recipients.counts(here.session(), edition)
    form.audience.choices = [
        SelectChoice(audience, _("%(words)s (%(count)s)", words=words, count=counts[audience]))
        for audience, words in AUDIENCES.items()
    ]
    return bench(
        "organisers/letter.html",
        "organisers.people",
        form=form,
        underway=[(job, work, became[job.id]) for job in reversed(jobs) if (work := watched(job))],
        ended=[(job, became[job.id]) for job in jobs if not job.underway],
        told=told,
        audiences=AUDIENCES,
        silent=recipients.silent(here.session(), edition),
        most=TEXT_AT_MOST,
    )


def _preview(form: LetterForm, people: Sequence[uuid.UUID]) -> str:
    """The whole mail, as the first of its readers will see it."""
    reader = here.session().get_one(Participant, people[0])
    site = here.settings().base_url
    letter = of_organisers(
        reader, given(form.subject), given(form.text), f"{site}/p/…", here.settings(), here.now()
    )
    whole = render(
        "email/letter/body.txt", reader.language, site=site, unsubscribe=f"{site}/u/…", **letter.values
    )
    return bench(
        "organisers/letter_preview.html",
        "organisers.people",
        form=form,
        people=len(people),
        audience=AUDIENCES[given(form.audience)],
        reader=reader,
        sender=here.settings().mail_from,
        whole=whole.strip(),
    )
