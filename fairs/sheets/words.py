"""The names that sheets, columns and choices may bear. Case, accents and punctuation never matter.

`docs/spreadsheets.md` says the same to organisers; a test holds the two together.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fairs.sheets.values import Level

SheetName = Literal["fair", "participants", "interests", "blocks", "tables"]

Meaning = TypeVar("Meaning")

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """What is left of a name once case, accents, spaces and punctuation are forgiven."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    return "".join(letter for letter in bare if letter.isalnum())


@dataclass(frozen=True)
class Column:
    """One column: its key, the names it may bear, and whether the sheet makes sense without it."""

    key: str
    names: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Form:
    """What a sheet looks like: the names it may bear, and its columns."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = True

    def column(self, written: str) -> Column | None:
        """The column that bears this name."""
        folded = fold(written)
        return next((column for column in self.columns if folded in map(fold, column.names)), None)


FORMS: dict[SheetName, Form] = {
    "fair": Form(
        ("fair", "salon", "foire", "rencontre", "édition", "edition"),
        (
            Column("name", ("name", "nom", "titre", "title"), required=True),
            Column("place", ("place", "lieu", "location")),
            Column("timezone", ("timezone", "time zone", "fuseau", "fuseau horaire"), required=True),
            Column("language", ("language", "langue")),
            Column("organiser", ("organiser", "organizer", "organisateur", "organisatrice")),
            Column(
                "organiser_email",
                ("organiser email", "organizer email", "courriel de l'organisateur", "contact"),
            ),
        ),
    ),
    "participants": Form(
        ("participants", "participant", "participant·e·s", "inscrits", "inscrit·e·s", "people"),
        (
            Column("id", ("id", "identifiant", "code", "numéro", "n°", "number"), required=True),
            Column(
                "organisation",
                ("organisation", "organization", "structure", "entreprise", "société", "company"),
                required=True,
            ),
            Column(
                "name",
                ("name", "nom", "nom complet", "full name", "délégué·e", "représentant·e"),
                required=True,
            ),
            Column(
                "email",
                ("email", "e-mail", "mail", "courriel", "adresse e-mail", "adresse électronique"),
                required=True,
            ),
            Column("family", ("family", "famille", "type", "catégorie", "category")),
            Column(
                "unavailable",
                (
                    "unavailable",
                    "indisponible",
                    "indisponibilité",
                    "indisponibilités",
                    "unavailability",
                    "créneaux indisponibles",
                ),
            ),
            Column("table", ("table", "stand", "booth")),
            Column(
                "max_meetings",
                (
                    "max meetings",
                    "max rendez-vous",
                    "maximum",
                    "max",
                    "rendez-vous max",
                    "nombre maximal de rendez-vous",
                ),
            ),
            Column("language", ("language", "langue")),
            Column("needs", ("needs", "besoins", "besoins matériels", "requirements")),
        ),
    ),
    "interests": Form(
        ("interests", "interest", "wishes", "intérêts", "intérêt", "vœux", "souhaits"),
        (
            Column("from", ("from", "de", "qui", "who"), required=True),
            Column("to", ("to", "vers", "à", "avec", "with", "whom"), required=True),
            Column("level", ("level", "niveau", "intérêt", "souhait", "interest"), required=True),
            Column("block", ("block", "bloc", "plage")),
            Column("message", ("message", "mot", "pourquoi", "why", "commentaire", "comment")),
        ),
    ),
    "blocks": Form(
        ("blocks", "block", "blocs", "bloc", "plages", "plage"),
        (
            Column("name", ("name", "nom", "bloc", "block", "plage"), required=True),
            Column("date", ("date", "jour", "day"), required=True),
            Column("start", ("start", "début", "from", "de"), required=True),
            Column("end", ("end", "fin", "to", "à"), required=True),
            Column(
                "meeting_minutes",
                ("meeting minutes", "minutes", "durée", "minutes par rendez-vous", "length", "duration"),
                required=True,
            ),
            Column("pause_minutes", ("pause minutes", "pause", "minutes de pause", "battement")),
        ),
    ),
    "tables": Form(
        ("tables", "table", "stands", "booths"),
        (
            Column("id", ("id", "identifiant", "code", "numéro", "n°", "number"), required=True),
            Column("label", ("label", "libellé", "nom", "name", "intitulé")),
            Column("seats", ("seats", "places", "sièges", "chaises", "nombre de places")),
            Column("tags", ("tags", "étiquettes", "mots-clés", "équipements", "features")),
        ),
    ),
}

LEVELS: dict[Level, tuple[str, ...]] = {
    "must": ("must", "doit", "must meet", "doit voir", "indispensable"),
    "would": ("would", "voudrait", "would like", "aimerait", "souhaite", "souhaité"),
    "open": ("open", "ouvert", "open to", "ouverte", "ouvert·e", "pourquoi pas"),
    "never": ("never", "jamais", "surtout pas"),
}

FAMILIES: dict[str, tuple[str, ...]] = {  # the keys of fairs.families
    "ess": ("ess", "économie sociale et solidaire", "social and solidarity economy", "sse"),
    "classic": ("classic", "entreprise", "enterprise", "entreprise classique", "company"),
    "public": ("public", "organisme public", "public body", "acheteur public", "collectivité"),
    "support": ("support", "réseau d'appui", "support network", "réseau"),
    "funder": ("funder", "financeur", "financeuse"),
    "citizen": ("citizen", "citoyen·ne·s", "citizens", "citoyen", "citoyenne", "habitant·e·s"),
}

LANGUAGES: dict[str, tuple[str, ...]] = {
    "fr": ("fr", "fr-FR", "français", "french", "francais"),
    "en": ("en", "en-GB", "en-US", "english", "anglais"),
}


def _by_name(table: Mapping[Meaning, Iterable[str]]) -> dict[str, Meaning]:
    """A table turned round and folded once: sheets have tens of thousands of lines."""
    return {fold(name): meaning for meaning, names in table.items() for name in names}


_SHEETS = _by_name({name: form.names for name, form in FORMS.items()})
_LEVELS = _by_name(LEVELS)
_FAMILIES = _by_name(FAMILIES)
_LANGUAGES = _by_name(LANGUAGES)


def sheet_named(written: str) -> SheetName | None:
    """The sheet that bears this name."""
    return _SHEETS.get(fold(written))


def level_named(written: str) -> Level | None:
    """The level that is meant."""
    return _LEVELS.get(fold(written))


def family_named(written: str) -> str:
    """The key of the family that is meant; an unknown one stays as it was written."""
    return _FAMILIES.get(fold(written), written)


def language_named(written: str) -> str | None:
    """The language that is meant: `fr` or `en`."""
    return _LANGUAGES.get(fold(written))
