"""What an edition says of itself, in each of its languages. Plain text: nothing that is typed is markup."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from fairs import events, texts
from fairs.agenda.characters import clean, one_line
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import EditionText
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

TITLE_LENGTH = 120
TEXT_LENGTH = 6000


@dataclass(frozen=True)
class Words:
    """What an edition says of itself in one language."""

    title: str = ""
    summary: str = ""
    who_comes: str = ""
    how_it_works: str = ""
    programme: str = ""

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return any(getattr(self, field.name) for field in fields(self))


def cleaned(words: Words) -> Words:
    """The words as they will be kept: without control characters, with one kind of line end."""
    return Words(
        title=one_line(words.title),
        **{
            field.name: clean(getattr(words, field.name)).strip()
            for field in fields(words)
            if field.name != "title"
        },
    )


def write(session: Session, edition: Edition, said: Mapping[str, Words], now: datetime) -> None:
    """Say anew what an edition is, by language. A language in which nothing is said is not offered."""
    take_up(session, edition)
    wanted = {language: cleaned(words) for language, words in said.items() if language in texts.LOCALES}
    _object(edition, wanted)
    known = {text.language: text for text in edition.texts}
    before = {language: _as_it_is(text) for language, text in known.items()}
    if {language: words for language, words in wanted.items() if words} == {
        language: words for language, words in before.items() if words and language in wanted
    }:
        return
    for language, words in wanted.items():
        text = known.get(language)
        if not words:
            if text is not None:
                edition.texts.remove(text)
            continue
        if text is None:
            text = EditionText(language=language)
            edition.texts.append(text)
        for field in fields(words):
            setattr(text, field.name, getattr(words, field.name))
    session.flush()
    record(session, events.TextsWritten(edition.id), now)


def _object(edition: Edition, wanted: Mapping[str, Words]) -> None:
    for language, words in wanted.items():
        own = language == edition.fair.language
        if (own or words) and not words.title:
            raise Refused("A title is needed.", field=f"{language}_title")
        for field in fields(words):
            at_most = TITLE_LENGTH if field.name == "title" else TEXT_LENGTH
            if len(getattr(words, field.name)) > at_most:
                raise Refused("At most %(max)d signs, please.", field=f"{language}_{field.name}", max=at_most)


def _as_it_is(text: EditionText) -> Words:
    return Words(**{field.name: getattr(text, field.name) for field in fields(Words)})
