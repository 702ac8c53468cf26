"""The base of all tables: plain SQLAlchemy, so that the tables know nothing of the web."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, DateTime, MetaData, String, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite has no zone to keep, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they are a mistake at the place they come from."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime {value!r}: instants carry their zone"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """Give back what was stored, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one registry of tables."""

    # The types belong to the registry: Flask-SQLAlchemy copies this class and refuses a map of its own.
    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            },
        ),
        type_annotation_map={datetime: Instant, uuid.UUID: Uuid, str: Text, dict[str, Any]: JSON},
    )


KEY = String(64)  # short words chosen by the program: states, kinds, slugs
