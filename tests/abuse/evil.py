"""Words that would be programs, in every column that holds words of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Text, inspect

from fairs.models import Base
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

EVIL = (
    "Ω{{7*7}}Ω'\"></script></title></textarea><xss onclick=alert(1)><script>alert(1)</script>{x.__class__}%s"
)
NOT_WORDS = {  # what programs read: kept as it is, so that the site goes on working
    *("email", "contact_email", "hash", "secret", "former_secret", "address_hash", "siret", "recipient"),
    *("message_id", "digest", "wanted", "former", "back", "figures", "bounds", "payload", "options"),
    *(
        "headers",
        "columns",
        "choices",
        "kinds",
        "families",
        "value",
        "before",
        "details",
        "filled_in",
        "credential",
        "public_key",
    ),
}


def write_evil(session: Session) -> None:
    """In every column that holds words of people."""
    for mapper in Base.registry.mappers:
        columns = {column.key: column.type for column in inspect(mapper).columns}
        written = [
            name for name, kind in columns.items() if isinstance(kind, Text | JSON) and name not in NOT_WORDS
        ]
        if not written or mapper.class_.__name__ in {"Tick", "QueueMigration", "Mail"}:
            continue
        for row in session.query(mapper.class_):
            for name in written:
                setattr(row, name, _evil(getattr(row, name)))
    session.flush()


def _evil(value: Any) -> Any:
    if isinstance(value, str):
        return f"{EVIL} {factories.number()}" if value else value
    if isinstance(value, dict):
        return {key: value[key] if key in {"key", "retired"} else _evil(value[key]) for key in value}
    if isinstance(value, list):
        return [_evil(one) for one in value]
    return value
