"""Where the files that are not Python stand: in a checkout, in an editable install and in a wheel.

`templates/` and `migrations/` lie at the top of the repository, where people look for them; the wheel carries
them inside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The pages, the mails and the papers."""
    return _inside_or_beside("templates")


def migrations() -> Path:
    """The history of the tables, for Alembic."""
    return _inside_or_beside("migrations")


def translations() -> Path:
    """The catalogues, one folder a language."""
    return PACKAGE / "translations"


def static() -> Path:
    """Style, scripts and pictures of our own."""
    return PACKAGE / "static"


def _inside_or_beside(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
