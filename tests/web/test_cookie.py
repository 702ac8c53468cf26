"""The cookie of a session lives on with pages, and late answers bring no former session back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.visiting import me

if TYPE_CHECKING:
    from tests.visiting import Visitor


@pytest.mark.abuse(14)
def test_pages_prolong_the_cookie_and_what_they_are_made_of_leaves_it_alone(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    page = visitor.get(me(edition), Accept="text/html,*/*;q=0.8")
    assert "Expires=" in page.headers["Set-Cookie"]
    style = visitor.get(f"/g/{edition.fair.slug}/accent.css", Accept="text/css,*/*;q=0.1")
    assert "Set-Cookie" not in style.headers
