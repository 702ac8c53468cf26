"""Who was erased is written down beside the database, so that an older backup does not bring them back.

Nothing but ids stands there: with the database of today they lead to nobody, with that of yesterday they say
whom `maillage restore` has to erase again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairs.delivery.handler import Handler
from fairs.domain.erased_again import FILE

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.events import AccountErased, PersonErased


def _person(_session: Session, errand: Errand[PersonErased], _now: datetime, _tools: Tools) -> str:
    return f"participant {errand.event.participant_id}"


def _account(_session: Session, errand: Errand[AccountErased], _now: datetime, _tools: Tools) -> str:
    return f"account {errand.event.account_id}"


def _write(_errand: Errand[Any], line: str, tools: Tools) -> None:
    """Once, however often it is tried."""
    tools.settings.home.mkdir(parents=True, exist_ok=True)
    kept = tools.settings.home / FILE
    known = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    if line not in known:
        kept.touch(mode=0o600)
        with kept.open("a", encoding="utf-8") as beside:
            beside.write(f"{line}\n")


def _written(_session: Session, _errand: Errand[Any], _none: None, _now: datetime, _tools: Tools) -> None:
    """The file is the effect."""


person: Handler[PersonErased, str, None] = Handler(load=_person, act=_write, settle=_written)
account: Handler[AccountErased, str, None] = Handler(load=_account, act=_write, settle=_written)
