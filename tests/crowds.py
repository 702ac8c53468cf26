"""A sheet of very many people as a chamber keeps it: semicolons, accents, all sorts of faults."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADERS = (
    *("Structure", "Statut juridique", "N° SIRET", "Commune", "Catégorie", "Prénom", "Nom", "Fonction"),
    *("Adresse e-mail", "Langue", "Repas", "Combien de personnes ?", "Arrivée le", "Observations internes"),
)
FIRST = ("Zoé", "Maïwenn", "Loïc", "Gwenaëlle", "François", "Ève", "Noël", "Anaïs", "Hélène", "Jérôme")
LAST = ("Lefèvre", "Çelik", "Œuvrard", "D’Aramitz", "Müller", "Gonçalves", "Saint-Étienne", "Le Guével")
TOWNS = ("Saint-Aubin", "Évry-sur-Vère", "L’Haÿ", "Bœurs", "Château-Thébaud")
FAMILIES = ("Économie sociale et solidaire", "Entreprise", "Acteur public", "Réseau d’appui")
MEALS = ("Végétarien", "Sans gluten", "Tout")


def siret(number: int) -> str:
    """A number that adds up."""
    body = f"{800_000_000 + number:09d}{number % 90_000:04d}"[:13]
    for last in range(10):
        figures = f"{body}{last}"
        doubled = (int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(figures)))
        if sum(value - 9 * (value > 9) for value in doubled) % 10 == 0:
            return figures
    raise AssertionError


def person(number: int) -> list[str]:
    """One line without a fault; two of a hundred belong to one organisation."""
    return [
        f"Atelier n° {number} – l’Été",
        "SCOP",
        siret(number),
        TOWNS[number % len(TOWNS)],
        FAMILIES[number % len(FAMILIES)],
        FIRST[number % len(FIRST)],
        LAST[number % len(LAST)],
        "Chargé·e de projet".replace("·", "."),
        f"personne.{number}@atelier-{number % 50}.example",
        "français",
        MEALS[number % len(MEALS)],
        str(1 + number % 4),
        "18/03/2027",
        "rappeler en février ; déjà venu·e".replace("·", "."),
    ]


FAULTS: tuple[tuple[int, str, str], ...] = (
    (8, "", "This is needed."),
    (8, "pas d'adresse", "This is not an e-mail address. Write one address, such as name@example.org."),
    (8, "zoe@", "This is not an e-mail address. Write one address, such as name@example.org."),
    (
        8,
        "a@b.example; c@d.example",
        "This is not an e-mail address. Write one address, such as name@example.org.",
    ),
    (
        8,
        "zoe@yopmail.com",
        (
            "Addresses at yopmail.com are thrown away after a while: your agenda would not reach you. "
            "Take one that you will still read on the day."
        ),
    ),
    (0, "", "This is needed."),
    (0, "É" * 201, "This is too long: 200 signs at most."),
    (2, "123", "A SIRET has fourteen figures: nine of the organisation and five of the establishment."),
    (
        2,
        "80000000000001",
        "This SIRET does not add up: compare it with your papers, figure by figure.",
    ),
    (
        2,
        "8,00000E+13",
        (
            "The spreadsheet has rounded this SIRET. Give the column the format “Text”, and type all "
            "fourteen figures again."
        ),
    ),
    (
        4,
        "Extraterrestre",
        (
            "There is no such family here. Write one of these: Économie sociale et solidaire, Entreprise "
            "classique, Acteur public, Réseau d’accompagnement, Financeur, Citoyen·nes."
        ),
    ),
    (9, "breton", "This programme does not speak this language. Write fr or en."),
    (10, "Carnivore", "This is none of the choices. Write one of these: Végétarien ; Sans gluten ; Tout."),
    (11, "beaucoup", "This is no number: write it in figures, such as 12 or 3.5."),
    (12, "31/02/2027", "This is no date: write day, month and year, such as 18/03/2027."),
    (3, "#REF!", "A formula failed here. Replace the formula by its value."),
)
"""A cell that is wrong, by its column, and the sentence that says so."""


def lines(how_many: int, faults: int) -> tuple[list[list[str]], list[tuple[int, str, str, str]]]:
    """So many lines, of which some have one fault; and what is to be said: line, column, text, sentence."""
    rows = [person(number) for number in range(1, how_many + 1)]
    said = []
    for place, (column, text, sentence) in zip(_spread(how_many, faults), cycle(FAULTS), strict=False):
        rows[place][column] = text
        said.append((place + 2, HEADERS[column], text, sentence))
    return rows, said


def _spread(how_many: int, faults: int) -> Iterator[int]:
    return (7 + which * ((how_many - 7) // faults) for which in range(faults))


def as_csv(rows: list[list[str]], encoding: str = "cp1252", separator: str = ";") -> bytes:
    """As Excel saves it in France."""
    written = []
    for row in (HEADERS, *rows):
        cells = [
            f'"{cell.replace(chr(34), 2 * chr(34))}"' if {separator, '"', "\n"} & set(cell) else cell
            for cell in row
        ]
        written.append(separator.join(cells))
    return ("\r\n".join(written) + "\r\n").encode(encoding)
