"""Names of organisations and people, put together so that none is real.

The towns are made of two halves and are on no map; so whatever stands before them belongs to nobody.
"""

from itertools import product
from random import Random

KINDS = (
    "Recyclerie", "Ressourcerie", "Régie de quartier", "Atelier vélo", "Épicerie solidaire", "Jardin partagé",
    "Coopérative d’énergie", "Atelier de réemploi", "Conserverie coopérative", "Fablab", "Matériauthèque",
    "Blanchisserie inclusive", "Ferme d’insertion", "Librairie associative", "Menuiserie solidaire",
    "Brasserie coopérative", "Café des réparations", "Crèche parentale", "Habitat partagé", "Filature locale",
    "Cuisine centrale bio", "Consigne de bouteilles", "Compost collectif", "Tiers-lieu", "Monnaie locale",
    "Imprimerie coopérative", "Garage solidaire", "École de la seconde main", "Maison du numérique",
    "Atelier de couture",
)  # fmt: skip
HEADS = (
    "Brume", "Claire", "Ronce", "Orme", "Sauge", "Tuile", "Lune", "Fougère", "Grive", "Mousse", "Chaume",
    "Pluie", "Genêt", "Argile", "Hêtre", "Loutre", "Sente", "Aubépine", "Bruyère", "Merle",
)  # fmt: skip
TAILS = (
    "vent", "pierre", "soc", "bise", "combe", "lande", "rive", "mare", "haie", "clos", "pré", "garde",
    "moulin", "fosse", "croix", "bourg", "plaine", "gué",
)  # fmt: skip
FIRST_NAMES = (
    "Aïcha", "Bastien", "Camille", "Diego", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jules", "Katell",
    "Lina", "Mehdi", "Noémie", "Oscar", "Pauline", "Quentin", "Rosa", "Samir", "Thaïs", "Ulysse", "Violette",
    "Wassim", "Yaëlle", "Zoé",
)  # fmt: skip
LANGUAGES = ("anglais", "arabe", "espagnol", "langue des signes")


def organisations(number: int, lots: Random) -> list[str]:
    """As many different names; beyond the combinations there are, numbered ones."""
    every = [_of(kind, head + tail) for kind, head, tail in product(KINDS, HEADS, TAILS)]
    chosen = lots.sample(every, min(number, len(every)))
    again = range(number - len(chosen))
    return chosen + [f"{every[n % len(every)]} {n // len(every) + 2}" for n in again]


def _of(kind: str, town: str) -> str:
    return f"{kind} d’{town}" if town[0] in "AO" else f"{kind} de {town}"


def delegates(organisation: str, number: int, lots: Random) -> list[str]:
    """Who an organisation sends."""
    return [f"{organisation} ({name})" for name in lots.sample(FIRST_NAMES, number)]
