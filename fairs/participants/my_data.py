"""What is held about me in this edition: seen, corrected, taken along, erased; and what I agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import consents, erasing, retention
from fairs.errors import NotFound
from fairs.models import Consent
from fairs.participants.agenda import my_agenda
from fairs.participants.answering import are_asked
from fairs.participants.blueprint import blueprint, page
from fairs.queries import colleagues, held, privacy, whose
from fairs.queries.ids import written_id
from fairs.web import here, language, own_data, person, policy, signed_in
from fairs.web.errors import told_in
from fairs.web.own_data import EraseForm
from fairs.web.presentation import day

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from fairs.models import Participant
    from fairs.models.holdings import Whose


@blueprint.get("/data")
@policy.participant
def my_data() -> str:
    """Everything, with what I agreed to, who sees what, and until when it is kept."""
    participant, session = person.the_participant(), here.session()
    edition = participant.edition
    return page(
        "my_data.html",
        sections=held.sections(session, _mine(participant), language.current(), edition.timezone),
        consents=privacy.consents_of(session, participant),
        terms=privacy.terms_of(session, edition),
        until=_until(participant),
        asked=bool(are_asked(participant)),
    )


@blueprint.post("/data/consents/<consent_id>/withdraw")
@policy.participant
def withdraw_consent(consent_id: str) -> ResponseReturnValue:
    """I do not agree any more."""
    participant, session = person.the_participant(), here.session()
    consent = session.get(Consent, written_id(consent_id))
    if consent is None or consent.participant_id != participant.id:
        raise NotFound("This was not agreed to.")
    consents.withdraw(session, participant, consent, here.now())
    flash(_("It is withdrawn from now on. What was done before stays lawful."))
    return redirect(url_for("participants.my_data", slug=participant.edition.slug, _anchor="agreed"), 303)


@blueprint.get("/data.json")
@policy.participant
@policy.fresh
def my_data_json() -> ResponseReturnValue:
    """All of it, for programs."""
    participant = person.the_participant()
    return own_data.as_json(_mine(participant), f"{own_data.name_of_file()}-{participant.edition.slug}")


@blueprint.get("/data.pdf")
@policy.participant
@policy.fresh
def my_data_paper() -> ResponseReturnValue:
    """All of it, to be read."""
    participant = person.the_participant()
    edition = participant.edition
    terms = privacy.terms_of(here.session(), edition)
    foot = _(
        "%(who)s answers for these data. They are kept until %(day)s.",
        who=terms.controller or edition.fair.network,
        day=day(_until(participant), edition.timezone),
    )
    title = edition.text(language.current()).title
    name = f"{own_data.name_of_file()}-{edition.slug}"
    return own_data.as_pdf(_mine(participant), title, participant.name, edition.timezone, foot, name)


@blueprint.get("/erase")
@policy.participant
@policy.fresh
def erase() -> str:
    """What erasing means, before it is done."""
    return _page(EraseForm())


@blueprint.post("/erase")
@policy.participant
@policy.fresh
def erase_now() -> ResponseReturnValue:
    """Forget me."""
    participant, form = person.the_participant(), EraseForm()
    edition = participant.edition
    slug = edition.slug
    if form.validate():
        with told_in(form):
            erasing.erase(here.session(), participant, here.now())
            signed_in.end_if_gone()
            person.leave(edition)
            flash(_("It is done: nothing is held about you here any more. Your links and calendar are dead."))
            return redirect(url_for("public.edition", slug=slug), 303)
    return _page(form), 422


def _mine(participant: Participant) -> Whose:
    return whose.registered(here.session(), participant.edition, [participant])


def _until(participant: Participant) -> datetime:
    edition = participant.edition
    return retention.earliest(edition, privacy.terms_of(here.session(), edition), here.now())


def _page(form: EraseForm) -> str:
    agenda, now, participant = my_agenda(), here.now(), person.the_participant()
    return page(
        "erase.html",
        form=form,
        coming=sum(entry.end_at > now for entry in agenda.held),
        past=sum(entry.end_at <= now for entry in agenda.held),
        alone=participant.organisation_id in _mine(participant).organisations,
        colleagues=len(colleagues.of(here.session(), participant)),
    )
