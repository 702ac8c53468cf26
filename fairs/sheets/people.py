"""What columns of a sheet of people may be called, in French and in English: a guess, decided on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fairs.sheets.words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Likely = Callable[[str], bool]
UNUSED = ""
COLUMNS: dict[str, tuple[str, ...]] = {
    "email": (
        *("email", "e-mail", "mail", "courriel", "adresse e-mail", "adresse mail", "adresse courriel"),
        *("adresse électronique", "mél", "email address", "e-mail address", "adresse de messagerie"),
    ),
    "first_name": ("first name", "prénom", "prénoms", "given name", "forename"),
    "last_name": ("last name", "nom de famille", "family name", "surname", "nom d'usage"),
    "name": (
        *("name", "nom", "nom complet", "full name", "nom et prénom", "prénom et nom", "nom prénom"),
        *("prénom nom", "participant", "participante", "participant·e", "délégué·e", "représentant·e"),
        *("contact", "person", "personne", "interlocuteur"),
    ),
    "organisation": (
        *("organisation", "organization", "structure", "entreprise", "société", "company", "employer"),
        *("association", "établissement", "nom de la structure", "nom de l'organisation", "raison sociale"),
        *("nom de l'entreprise", "organisme", "dénomination", "company name", "employeur", "enseigne"),
    ),
    "role": (
        *("role", "rôle", "fonction", "poste", "job title", "job", "title", "titre", "qualité", "position"),
    ),
    "family": (
        *("family", "famille", "type", "catégorie", "category", "collège", "type de structure", "profil"),
    ),
    "legal_form": ("legal form", "forme juridique", "statut", "statut juridique", "legal status"),
    "siret": ("siret", "n° siret", "numéro siret", "no siret", "siret number"),
    "town": ("town", "ville", "commune", "city", "localité", "place"),
    "website": ("website", "site", "site web", "site internet", "web", "url", "site www"),
    "pitch": (
        *("pitch", "présentation", "description", "presentation", "activité", "en une phrase", "activity"),
    ),
    "language": ("language", "langue"),
}
"""What can be taken over, and under which names it is known."""

_KNOWN = {fold(name): key for key, names in COLUMNS.items() for name in names}


def is_known(header: str) -> bool:
    """Whether this is the name of some column."""
    return fold(header) in _KNOWN


def likely(questions: Mapping[str, Sequence[str]]) -> Likely:
    """Tells names of columns from other texts."""
    asked = {fold(words) for several in questions.values() for words in several}
    return lambda header: is_known(header) or (bool(header) and fold(header) in asked)


def guessed(headers: Sequence[str], questions: Mapping[str, Sequence[str]]) -> list[str]:
    """What each column most likely holds; nothing twice. `questions`: an edition's own, by their words."""
    asked = {fold(words): key for key, several in questions.items() for words in several if fold(words)}
    found: list[str] = []
    for header in headers:
        key = asked.get(fold(header)) or _KNOWN.get(fold(header), UNUSED)
        found.append(UNUSED if key in found else key)
    if "first_name" in found and "last_name" not in found and "name" in found:
        found[found.index("name")] = "last_name"  # beside a first name, “Nom” is the other half
    return found
