"""What a cell of a sheet of people means. What means nothing is Refused, with what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fairs.agenda.characters import clean, one_line
from fairs.domain.disposable import object_to_disposable
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import NAME_LENGTH
from fairs.domain.siret import clean_siret
from fairs.errors import Refused
from fairs.sheets.raw import ERRORS_OF_FORMULAS, MAX_LETTERS
from fairs.sheets.words import family_named, fold, language_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fairs.domain.answers import Raw
    from fairs.models import Edition, Family, Question

WEB = re.compile(r"(?:https?://)?[\w.-]+\.\w{2,}(?:[/?#]\S*)?", re.IGNORECASE)
YES = {fold(word) for word in ("oui", "o", "yes", "y", "x", "1", "vrai", "true", "✓", "ok")}
NO = {fold(word) for word in ("non", "n", "no", "0", "faux", "false")}
BETWEEN = (";", "\n", "|", ",")
UNASKED = frozenset({"file", "consent"})
"""Kinds of questions that nobody can answer for somebody else."""
LETTERS = 1_000  # of a presentation


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one edition: its families, its questions, whom it refuses."""

    edition: Edition
    families: Sequence[Family]
    questions: Sequence[Question]
    language: str = field(default="fr")

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The families by every name they bear."""
        named = {fold(name): one.slug for one in self.families for name in one.names.values()}
        kinds = {one.kind: one.slug for one in reversed(self.families)}
        return kinds | {fold(one.slug): one.slug for one in self.families} | named

    def email(self, text: str) -> str:
        """An address to which an agenda can be sent."""
        try:
            email = clean_email(text)
        except Refused as refusal:
            raise Refused(
                "This is not an e-mail address. Write one address, such as name@example.org."
            ) from refusal
        object_to_disposable(self.edition, email)
        return email

    def words(self, text: str) -> str:
        """A name, or a few words."""
        if len(text) > NAME_LENGTH:
            raise Refused("This is too long: %(max)d signs at most.", max=NAME_LENGTH)
        return text if text.isprintable() else one_line(text)

    def pitch(self, text: str) -> str:
        """What an organisation says of itself."""
        if len(text) > LETTERS:
            raise Refused("This is too long: %(max)d signs at most.", max=LETTERS)
        return clean(text)

    def siret(self, text: str) -> str:
        """Fourteen figures; spreadsheets may have made a number of them."""
        if "E+" in text.upper():
            raise Refused(
                "The spreadsheet has rounded this SIRET. Give the column the format “Text”, and type all "
                "fourteen figures again."
            )
        return clean_siret(text)

    def website(self, text: str) -> str:
        """An address of the web."""
        if not WEB.fullmatch(text):
            raise Refused("This is not the address of a website. Write one, such as www.example.org.")
        return text if "://" in text else f"https://{text}"

    def family(self, text: str) -> str:
        """A family by any of its names."""
        slug = self.slugs.get(fold(text)) or self.slugs.get(family_named(text))
        if slug is None:
            raise Refused(
                "There is no such family here. Write one of these: %(families)s.",
                families=", ".join(family.name(self.language) for family in self.families),
            )
        return slug

    def language_of(self, text: str) -> str:
        """A language of this programme."""
        language = language_named(text)
        if language is None:
            raise Refused("This programme does not speak this language. Write fr or en.")
        return language

    def answer(self, question: Question, text: str) -> Raw:
        """What a form would have sent."""
        if question.kind == "yes_no":
            return _yes_or_no(text)
        if question.kind in {"choice", "choices"}:
            offered, several = self.offered[question.id], question.kind == "choices"
            parts = _parts(text, offered, several=several)
            if parts is None:
                raise _none_of_them(question, self.language)
            return parts if several else parts[0]
        return text

    @cached_property
    def offered(self) -> dict[object, Mapping[str, str]]:
        """The choices of each question by every name they bear."""
        return {
            question.id: {
                fold(words): choice["key"]
                for choice in question.choices
                for words in (choice["key"], *map(str, choice["labels"].values()))
            }
            for question in self.questions
        }


def object_to_cell(text: str) -> None:
    """What can be wrong with any cell. Raises Refused."""
    if len(text) > MAX_LETTERS:
        raise Refused("This is too long: %(max)d signs at most.", max=MAX_LETTERS)
    if text in ERRORS_OF_FORMULAS:
        raise Refused("A formula failed here. Replace the formula by its value.")


def _yes_or_no(text: str) -> str:
    if fold(text) in YES:
        return "yes"
    if fold(text) in NO:
        return "no"
    raise Refused("This is neither yes nor no. Write yes or no.")


def _parts(text: str, offered: Mapping[str, str], *, several: bool) -> list[str] | None:
    """The keys of what was chosen, whatever stands between several; None where something is not offered."""
    for sign in ("", *BETWEEN) if several else ("",):
        parts = [fold(part) for part in (text.split(sign) if sign else [text]) if part.strip()]
        if parts and all(part in offered for part in parts):
            return [offered[part] for part in parts]
    return None


def _none_of_them(question: Question, language: str) -> Refused:
    living = [choice["labels"] for choice in question.choices if not choice.get("retired")]
    words = [str(labels.get(language) or next(iter(labels.values()), "")) for labels in living]
    if question.kind == "choices":
        return Refused(
            "This is none of the choices. Write some of these, with ; between them: %(choices)s.",
            choices=" ; ".join(words),
        )
    return Refused("This is none of the choices. Write one of these: %(choices)s.", choices=" ; ".join(words))
