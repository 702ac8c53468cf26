"""Every sentence for people stands in the catalogue, and is said in French."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages import Catalog, Message

FRENCH = ROOT / "fairs/translations/fr/LC_MESSAGES/messages.po"
BREAKING = re.compile(r"\w [:;!?»]|« |\w'\w")
PLACES = re.compile(r"%\((\w+)\)|(%[sd])|\{(\w*)\}")


def _read(path: Path) -> Catalog:
    with path.open("rb") as written:
        return read_po(written, locale="fr")


@pytest.fixture(scope="module")
def french() -> list[Message]:
    return [message for message in _read(FRENCH) if message.id]


def test_the_catalogue_holds_today_s_sentences(french: list[Message], tmp_path: Path) -> None:
    gathered = tmp_path / "messages.pot"
    subprocess.run(["make", "--silent", "words", f"POT={gathered}"], cwd=ROOT, check=True, timeout=120)
    written = {message.id for message in _read(gathered) if message.id}
    assert {message.id for message in french} == written, "run `make translations`"


def test_every_sentence_is_said_in_french(french: list[Message]) -> None:
    silent = [message.id for message in french if message.fuzzy or not all(_said(message))]
    assert silent == []


def test_french_signs_stay_with_their_words(french: list[Message]) -> None:
    """No line may begin with a colon: before and within such signs stand blanks that do not break."""
    broken = [said for message in french for said in _said(message) if BREAKING.search(said)]
    assert broken == []


def test_every_value_keeps_its_place(french: list[Message]) -> None:
    """Except that a singular may leave out its number: “one meeting”."""
    moved = [message.id for message in french if all(_said(message)) and not _keeps_places(message)]
    assert moved == []


def _said(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _keeps_places(message: Message) -> bool:
    if not message.pluralizable:
        return _places(message.id) == _places(message.string)
    wanted = _places(message.id[1])
    one, *many = message.string
    return _places(one) <= wanted and all(_places(form) == wanted for form in many)


def _places(sentence: str) -> set[str]:
    return {"".join(place) for place in PLACES.findall(sentence)}
