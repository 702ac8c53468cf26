"""What is of no use any more is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import limits, sign_ins, tokens
from fairs.jobs.due_forgetting import Forgetting
from fairs.models import Allowance, Knock, SignIn, Token
from tests.factories import SECRET

if TYPE_CHECKING:
    from tests.jobs.works import Works

FORGETTING = Forgetting()


def test_what_is_over_is_forgotten_and_the_rest_is_not(works: Works) -> None:
    with works.sessions.begin() as session:
        sign_ins.sign_in(session, "zoe@org.example", "", works.time(), own_device=False)
        sign_ins.sign_in(session, "zoe@org.example", "", works.time())
        knock = sign_ins.ask(session, "zoe@org.example", "", works.time())
        tokens.issue(session, "sign_in", knock.id, SECRET, works.time())
        limits.letter_to(session, "zoe@org.example", works.time())
    assert FORGETTING.see_to(works.sessions, works.time()) == 0
    works.time.pass_by(hours=8)
    assert FORGETTING.see_to(works.sessions, works.time()) == 1
    works.time.pass_by(days=2)
    assert FORGETTING.see_to(works.sessions, works.time()) == 2
    assert FORGETTING.see_to(works.sessions, works.time()) == 0
    with works.sessions() as session:
        assert [row.own_device for row in session.scalars(select(SignIn))] == [True]
        for gone in (Knock, Allowance, Token):
            assert session.scalars(select(gone)).all() == []
