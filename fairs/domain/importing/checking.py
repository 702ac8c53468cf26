"""A sheet of people, looked over: every line and cell, whatever else is wrong. Nothing is changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairs.domain import answers
from fairs.domain.importing.cells import UNASKED, Reader, object_to_cell
from fairs.domain.importing.lines import Complaint, Looked, Person
from fairs.errors import Refused
from fairs.families import ALONE
from fairs.models import Edition
from fairs.queries import families, questions
from fairs.texts import N_

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from fairs.domain.answers import Raw, Value
    from fairs.models import PeopleImport, Question
    from fairs.sheets.sent import Row

QUESTION = "question:"  # before the id of one, in what a column holds
NEEDED = (N_("This is needed."), N_("The line has more cells than there are columns: put quotation marks "
    "around texts that contain the separator."))  # fmt: skip


def asked(session: Session, edition: Edition) -> list[Question]:
    """The questions that a sheet can answer: a file or an agreement comes from the person alone."""
    return [one for one in questions.of_edition(session, edition) if one.kind not in UNASKED]


def look_over(session: Session, sheet: PeopleImport, rows: Sequence[Row], language: str = "") -> Looked:
    """Everything at once: whom the sheet can register, and what is to be mended.

    What complaints quote of the edition is in this language, or else in that of the fair.
    """
    look = _Look.at(session, sheet, language)
    people: list[Person] = []
    faulty: list[Row] = []
    for number, cells in rows:
        person = look.line(number, cells)
        if person is None:
            faulty.append((number, cells))
        else:
            people.append(person)
    doubles = _doubles(people, last=sheet.choices.get("double") == "last")
    return Looked(tuple(people), tuple(look.complaints), doubles, tuple(faulty))


def _doubles(people: Iterable[Person], *, last: bool) -> dict[int, int]:
    """Lines whose address stands on another line, which counts instead."""
    by_address: dict[str, list[int]] = {}
    for person in people:
        by_address.setdefault(person.email, []).append(person.line)
    found = {}
    for lines in by_address.values():
        counts = lines[-1] if last else lines[0]
        found.update({line: counts for line in lines if line != counts})
    return found


@dataclass(frozen=True)
class _Look:
    """What a line is looked at with."""

    reader: Reader
    read: Mapping[str, Callable[[str], str]]  # by column
    places: Mapping[str, int]  # where each column stands
    headers: Sequence[str]
    choices: Mapping[str, Any]
    asked: Sequence[Question]
    kinds: Mapping[str, str]  # of families, by slug
    needs_organisation: bool
    complaints: list[Complaint]

    @classmethod
    def at(cls, session: Session, sheet: PeopleImport, language: str) -> _Look:
        """At the edition as it is now."""
        edition = session.get_one(Edition, sheet.edition_id)
        reader = Reader(
            edition,
            families.of_edition(session, edition),
            asked(session, edition),
            language or edition.fair.language,
        )
        places = {key: place for place, key in enumerate(sheet.columns) if key}
        return cls(
            reader=reader,
            read={
                "email": reader.email, "first_name": reader.words, "last_name": reader.words,
                "name": reader.words, "organisation": reader.words, "role": reader.words,
                "family": reader.family, "legal_form": reader.words, "siret": reader.siret,
                "town": reader.words, "website": reader.website, "pitch": reader.pitch,
                "language": reader.language_of,
            },
            places=places,
            headers=sheet.headers,
            choices=sheet.choices,
            asked=[one for one in reader.questions if f"{QUESTION}{one.id}" in places],
            kinds={family.slug: family.kind for family in reader.families},
            needs_organisation=edition.fair.kind == "fair" and "organisation" in places,
            complaints=[],
        )  # fmt: skip

    def line(self, number: int, cells: Sequence[str]) -> Person | None:
        """Whom a line registers; None where anything is to be mended."""
        before = len(self.complaints)
        if any(cells[len(self.headers) :]):
            self._complain(number, "", "", NEEDED[1])
        texts = {key: cells[place] if place < len(cells) else "" for key, place in self.places.items()}
        said = {key: self._cell(number, key, text) for key, text in texts.items() if text}
        self._look_for_needed(number, texts, said)
        family = said.get("family") or self.choices.get("family", "")
        given = self._answers(number, texts, family)
        if len(self.complaints) > before:
            return None
        name = said.get("name") or " ".join(
            filter(None, (said.get("first_name", ""), said.get("last_name", "")))
        )
        plain = ("role", "legal_form", "siret", "town", "website", "pitch")
        return Person(
            line=number,
            email=said["email"],
            name=name,
            organisation=said.get("organisation") or name,
            language=said.get("language") or self.choices.get("language", "fr"),
            family=family,
            answers=given,
            cells=tuple(cells),
            said=frozenset(key for key, text in texts.items() if text),
            **{key: said.get(key, "") for key in plain},
        )

    def _cell(self, number: int, key: str, text: str) -> str:
        """What a cell says; nothing where it is complained of."""
        try:
            object_to_cell(text)
            return (
                self.read[key](" ".join(text.split()) if key != "pitch" else text) if key in self.read else ""
            )
        except Refused as refusal:
            self._complain(number, key, text, refusal.message, **refusal.values)
            return ""

    def _look_for_needed(self, number: int, texts: Mapping[str, str], said: Mapping[str, str]) -> None:
        if not texts.get("email"):
            self._complain(number, "email", "", NEEDED[0])
        names = [key for key in ("name", "last_name", "first_name") if key in self.places]
        if not any(texts.get(key) for key in names):
            self._complain(number, names[0], "", NEEDED[0])
        family = said.get("family") or self.choices.get("family", "")
        alone = self.kinds.get(family) in ALONE or (texts.get("family") and not family)
        if self.needs_organisation and not texts.get("organisation") and not alone:
            self._complain(number, "organisation", "", NEEDED[0])

    def _answers(self, number: int, texts: Mapping[str, str], family: str) -> dict[uuid.UUID, Value]:
        """The answers of a line. What is not asked of this person is left out; nothing need be answered."""
        raw: dict[uuid.UUID, Raw] = {}
        for question in self.asked:
            if text := texts.get(f"{QUESTION}{question.id}", ""):
                try:
                    raw[question.id] = self.reader.answer(question, text)
                except Refused as refusal:
                    raw[question.id] = refusal
        if not raw:
            return {}
        settled = answers.settle(self.reader.questions, family, raw, self.reader.language)
        for question_id, fault in settled.faults.items():
            if question_id in raw:
                key = f"{QUESTION}{question_id}"
                self._complain(number, key, texts[key], fault.message, **fault.values)
        return {key: value for key, value in settled.given.items() if isinstance(value, dict)}

    def _complain(self, number: int, key: str, text: str, message: str, **values: Any) -> None:
        column = self.headers[self.places[key]] if key in self.places else ""
        self.complaints.append(Complaint(number, column, text, message, values))
