"""Who runs the fair: rôles, invitations, and whether mail alone is enough to get in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField
from wtforms.validators import InputRequired, Length

from fairs.domain import permissions, teams
from fairs.domain.permissions import RIGHTS
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import teams as reads
from fairs.web import here, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

team_page = policy.organiser_of("team")


def roles() -> list[tuple[str, str]]:
    """What can be chosen, and what it means."""
    return [
        (role, _("%(role)s: %(told)s", role=_(it.name).capitalize(), told=_(it.told)))
        for role, it in RIGHTS.items()
    ]


class ColleagueForm(Form):
    """Whom to ask, and as what."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("This is needed.")), Length(max=254)])
    role = RadioField(_l("As what?"), choices=roles, default="organiser")


class RoleForm(Form):
    """What somebody may do."""

    role = RadioField(_l("What may they do?"), choices=roles)


class DemandForm(Form):
    """Whether mail alone is enough."""

    demanded = BooleanField(_l("Whoever runs this fair shows a second factor beside the mail."))


@organisers.get("/<slug>/team")
@team_page
def team() -> str:
    """Everyone, with the rôle; invitations that wait; the form for another."""
    return _page(ColleagueForm())


@organisers.post("/<slug>/team")
@team_page
def invite_colleague() -> Response | tuple[str, int]:
    """Ask somebody by mail."""
    form = ColleagueForm()
    if form.validate():
        with told_in(form):
            email, edition = form.email.data or "", current_edition()
            limits.letter("invitation", email)
            teams.invite(here.session(), edition, person.current_account(), email, form.role.data, here.now())
            flash(_("An invitation is on its way to %(address)s.", address=email.strip()))
            return go("team")
    return _page(form), 422


@organisers.post("/<slug>/team/invitations/<invitation_id>/revoke")
@team_page
def revoke_team_invitation(invitation_id: str) -> Response:
    """Take an invitation back."""
    found = reads.invitation(here.session(), current_edition(), invitation_id)
    teams.revoke(here.session(), current_edition(), found, here.now())
    flash(_("The invitation is taken back: its link opens nothing any more."))
    return go("team")


@organisers.get("/<slug>/team/<member_id>")
@team_page
def member(member_id: str) -> str:
    """One of them: the rôle, and the way out."""
    found = reads.member(here.session(), current_edition(), member_id)
    form = RoleForm(data={"role": found.role})
    return bench("organisers/member.html", "organisers.team", member=found, form=form, may=may_change_team())


@organisers.post("/<slug>/team/<member_id>")
@team_page
def change_role(member_id: str) -> Response | tuple[str, int]:
    """Let somebody do more, or less."""
    found, form = reads.member(here.session(), current_edition(), member_id), RoleForm()
    if form.validate():
        with told_in(form):
            teams.change_role(here.session(), current_edition(), found, form.role.data, here.now())
            flash(_("%(name)s: the rôle is changed.", name=found.account.name))
            return go("team")
    return bench("organisers/member.html", "organisers.team", member=found, form=form, may=True), 422


@organisers.post("/<slug>/team/<member_id>/remove")
@team_page
def remove_member(member_id: str) -> Response:
    """Somebody no longer runs this fair."""
    found = reads.member(here.session(), current_edition(), member_id)
    name = found.account.name
    teams.remove(here.session(), current_edition(), found, here.now())
    flash(_("%(name)s no longer belongs to the team.", name=name))
    return go("team")


@organisers.post("/<slug>/team/second-factor")
@team_page
def demand_second_factor() -> Response:
    """Ask everyone for a second factor, or no longer."""
    teams.demand_second_factor(
        here.session(), current_edition(), bool(DemandForm().demanded.data), here.now()
    )
    flash(_("Kept. It holds from the next page that anybody opens."))
    return go("settings" if request.form.get("back") == "settings" else "team")


def _page(form: ColleagueForm) -> str:
    session, edition = here.session(), current_edition()
    return bench(
        "organisers/team.html",
        members=reads.members(session, edition),
        invitations=reads.invitations(session, edition, here.now()),
        rights=RIGHTS,
        form=form,
        demand=demand_form(),
        may=may_change_team(),
    )


def demand_form() -> DemandForm:
    """Whether mail alone is enough, as it stands."""
    return DemandForm(formdata=None, data={"demanded": current_edition().fair.needs_second_factor})


def may_change_team() -> bool:
    """Whether whoever asks may say who runs the fair, and what is asked of them."""
    account = person.current_account()
    return account is not None and permissions.may_change(account, current_edition().fair, "team")
