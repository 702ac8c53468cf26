"""The demonstration's data as frozen values.

The files beside this module are written by hand and proven by tests; nothing is checked again here.
Times are wall times of a day that is chosen later, so that the fair always lies in the near future.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from fairs.models.account import Role
    from fairs.models.question import QuestionKind

Family = Literal["ess", "classic", "public", "support", "funder", "citizen"]
Cooperation = Literal["activity", "public", "flow", "skill"]
State = Literal["received", "confirmed", "approved", "withdrawn"]
Level = Literal["must", "would", "open", "never"]
Absence = tuple[time, time]


@dataclass(frozen=True)
class Listing:
    """An offer or a need, of one of the four forms of cooperation."""

    kind: Cooperation
    text: str


@dataclass(frozen=True)
class Person:
    """Who comes for an organisation; `state` and `absent` are about the salon."""

    name: str
    role: str
    email: str
    language: str
    state: State
    absent: tuple[Absence, ...]


@dataclass(frozen=True)
class Organisation:
    """Who takes part, and with which person."""

    key: str
    name: str
    family: Family
    legal_form: str
    town: str
    website: str
    pitch: str
    offers: tuple[Listing, ...]
    needs: tuple[Listing, ...]
    person: Person


@dataclass(frozen=True)
class Interest:
    """One-sided wish between two organisations, named by their keys."""

    wisher: str
    wished: str
    level: Level
    why: str


@dataclass(frozen=True)
class Block:
    """A contiguous time of meetings."""

    name: str
    starts: time
    ends: time
    meeting_minutes: int
    pause_minutes: int


@dataclass(frozen=True)
class Table:
    """A place where one meeting can be held."""

    label: str
    seats: int
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """What an edition says of itself in one language; a paragraph, step or line of programme a line."""

    language: str
    title: str
    summary: str
    who_comes: str
    how_it_works: str
    programme: str


@dataclass(frozen=True)
class Question:
    """What those who register are asked; `when` names another question and the answer to it."""

    key: str
    kind: QuestionKind
    labels: dict[str, str]
    hints: dict[str, str]
    choices: tuple[dict[str, str], ...]
    families: tuple[str, ...]
    required: bool
    when: tuple[str, str] | None


@dataclass(frozen=True)
class Terms:
    """On which terms a family takes part."""

    prices: dict[str, str]
    legal_forms: tuple[str, ...] = ()
    quota: int | None = None


@dataclass(frozen=True)
class Occasion:
    """What the salon and the meetup have in common."""

    slug: str
    name: str
    accent: str
    timezone: str
    starts: time
    ends: time
    venue: str
    address: str
    texts: tuple[Text, ...]
    questions: tuple[Question, ...]
    families: dict[str, Terms]


@dataclass(frozen=True)
class Salon(Occasion):
    """The business fair, with everybody and everything that stands in it."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    organisations: tuple[Organisation, ...]
    interests: tuple[Interest, ...]


@dataclass(frozen=True)
class Meetup(Occasion):
    """The monthly meetup; `registered` are keys of the salon's organisations."""

    registered: tuple[str, ...]


@dataclass(frozen=True)
class Earlier:
    """Who came to last year's edition: `came` are keys of the salon's organisations, the others its own."""

    came: tuple[str, ...]
    organisations: tuple[Organisation, ...]
    brings: str  # the organisation that sends a second person this year
    colleague: Person


@dataclass(frozen=True)
class Organiser:
    """A person with an account who runs both; `role` is the profession, `may` what they do here."""

    name: str
    role: str
    email: str
    language: str
    may: Role


@dataclass(frozen=True)
class Network:
    """Who stages the salon and the meetup."""

    name: str
    short_name: str
    territory: str
    website: str
    contact_name: str
    contact_email: str
    organisers: tuple[Organiser, ...]


def read_salon() -> Salon:
    """The business fair with its organisations and their wishes."""
    salon = parsed("salon.toml")
    return Salon(
        **_occasion(salon),
        blocks=tuple(_block(block) for block in salon["blocks"]),
        tables=tuple(
            Table(table["label"], table["seats"], tuple(table["tags"])) for table in salon["tables"]
        ),
        organisations=tuple(_organisation(each) for each in parsed("organisations.toml")["organisation"]),
        interests=tuple(
            Interest(wisher, wished, wish["level"], wish["why"])
            for wisher, wishes in parsed("interests.toml")["interests"].items()
            for wished, wish in wishes.items()
        ),
    )


def read_meetup() -> Meetup:
    """The monthly meetup and who registered for it."""
    meetup = parsed("meetup.toml")
    return Meetup(**_occasion(meetup), registered=tuple(meetup["registered"]))


def read_earlier() -> Earlier:
    """Last year's edition, and who comes this year beside a colleague."""
    earlier = parsed("earlier.toml")
    colleague = earlier["colleague"]
    return Earlier(
        came=tuple(earlier["came"]),
        organisations=tuple(_organisation(each) for each in earlier["organisation"]),
        brings=colleague.pop("organisation"),
        colleague=_person(colleague),
    )


def read_network() -> Network:
    """Who stages both, and who organises."""
    network = parsed("network.toml")
    organisers = tuple(Organiser(**organiser) for organiser in network.pop("organiser"))
    return Network(**network, organisers=organisers)


def parsed(name: str) -> dict[str, Any]:
    """One of the files beside this module."""
    return tomllib.loads(files("fairs.demonstration").joinpath(name).read_text(encoding="utf-8"))


def _occasion(raw: dict[str, Any]) -> dict[str, Any]:
    plain = ("slug", "name", "accent", "timezone", "venue", "address")
    return {
        **{name: raw[name] for name in plain},
        "starts": time.fromisoformat(raw["starts"]),
        "ends": time.fromisoformat(raw["ends"]),
        "texts": tuple(Text(language=language, **words) for language, words in raw["texts"].items()),
        "families": {slug: Terms(**terms) for slug, terms in raw.get("families", {}).items()},
        "questions": tuple(_question(each) for each in raw["questions"]),
    }


def _question(raw: dict[str, Any]) -> Question:
    plain = {"hints": {}, "required": False, **raw}
    listed = {name: tuple(raw.get(name, ())) for name in ("choices", "families")}
    return Question(**plain | listed | {"when": tuple(raw["when"]) if "when" in raw else None})


def _block(raw: dict[str, Any]) -> Block:
    starts, ends = time.fromisoformat(raw["starts"]), time.fromisoformat(raw["ends"])
    return Block(raw["name"], starts, ends, raw["meeting_minutes"], raw["pause_minutes"])


def _organisation(raw: dict[str, Any]) -> Organisation:
    listings = {side: tuple(Listing(**each) for each in raw[side]) for side in ("offers", "needs")}
    return Organisation(**{**raw, **listings, "person": _person(raw["person"])})


def _person(raw: dict[str, Any]) -> Person:
    absent = tuple(
        (time.fromisoformat(starts), time.fromisoformat(ends)) for starts, ends in raw.get("absent", ())
    )
    return Person(**{"state": "approved", **raw, "absent": absent})
