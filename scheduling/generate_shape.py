"""What kind of fair is to be generated, as a value; and some kinds by name."""

from dataclasses import dataclass, field, fields
from typing import Any

MINUTES_OF_DAY = 840
"""Nobody meets for longer than from nine to eleven at night."""
LUNCH_MINUTES = 90
MOST_REQUESTS = 1_000_000
"""More would not fit in a file that can be read."""


def _said(default: Any, help_text: str, low: float = 0, high: float | None = None) -> Any:
    """A field with its meaning, for people, and its range, which has no upper end where that is ``None``."""
    return field(default=default, metadata={"help": help_text, "low": low, "high": high})


def _share(default: float, help_text: str) -> Any:
    return _said(default, help_text, 0, 1)


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of fair; each field says its meaning in its metadata, shares are from 0 to 1.

    Raises ``ValueError`` where a number is out of range, or where the slots do not fit in their days.
    """

    people: int = _said(
        60, "Organisations that come; each is one person if it sends no delegates.", 2, 100_000
    )
    slots: int = _said(14, "Slots in all, spread over the days.", 1, 1000)
    meetings: int = _said(10, "What everybody could have on average, if all were placed.", 1, 1000)
    demand: float = _said(1.0, "How many times as many requests there are as could be placed.", 0.1, 20)
    fill: float = _said(0.9, "How full the tables would be with all meetings of a demand of 1.", 0.05, 1)
    two_sides: bool = _said(default=False, help_text="Exhibitors meet visitors; else anyone meets anyone.")
    tables: int = _said(0, "How many tables; 0: as many as FILL asks for.", 0, 100_000)
    days: int = _said(1, "Days; each has a morning and an afternoon.", 1, 60)
    minutes: int = _said(20, "The length of a slot in minutes.", 1, 240)
    pause: int = _said(0, "Minutes between a slot and the next.", 0, 240)
    communities: int = _said(0, "Sectors within which people mostly meet; 0: one for 60 people, at least 3.")
    inside: float = _share(0.7, "Share of wishes within the own community.")
    popularity: float = _said(0.5, "How unequal the popularity is: sigma of a lognormal distribution.", 0, 3)
    late: float = _share(0.12, "Share of people who miss up to a quarter of the slots at the beginning.")
    early: float = _share(0.12, "Share of people who miss up to a quarter of the slots at the end.")
    holes: float = _share(0.06, "Share of people who miss one or two slots anywhere.")
    delegates: float = _share(0.0, "Share of organisations that send two or three, any of whom attends.")
    mediators: int = _said(0, "Interpreters and mediators, who attend the meetings of others.", 0, 10_000)
    mediated: float = _share(0.1, "Share of requests with a mediator, if there are any.")
    round_tables: int = _said(0, "Requests of five to eight people.", 0, 10_000)
    booths: float = _share(0.0, "Share of organisations (exhibitors, if there are any) with a fixed table.")
    needs: float = _share(0.0, "Share of people who need an accessible table.")
    closed: float = _share(0.0, "Share of tables that are closed for one block.")
    positions: bool = _said(default=False, help_text="Tables stand on a floor plan, in metres.")
    required: float = _share(0.0, "Share of requests that must be placed.")
    fixed: float = _share(0.0, "Share of requests that are fixed in a slot.")
    halves: float = _share(0.0, "Share of requests that may stand in one block only.")
    after: float = _share(0.0, "Share of requests that wait for another of the same people.")
    avoid: float = _said(0.0, "Pairs that must not meet, for each organisation.", 0, 20)
    limits: float = _share(0.0, "Share of people who want fewer meetings than are asked for.")
    promised: float = _share(0.0, "Share of people who are promised a third of what they are asked for.")
    fairness: int | None = _said(None, "Bounds the difference between the most and the fewest breaks.")

    def __post_init__(self) -> None:
        for one in fields(self):
            value, low, high = getattr(self, one.name), one.metadata["low"], one.metadata["high"]
            if value is not None and not (low <= value and (high is None or value <= high)):
                most = "" if high is None else f" and at most {high}"
                raise ValueError(f"{one.name} is to be at least {low}{most}, not {value}.")
        requests = self.people * self.meetings * self.demand / 2
        if requests > MOST_REQUESTS:
            raise ValueError(
                f"{requests:.0f} requests are more than {MOST_REQUESTS}; take fewer of something."
            )
        if self.days > self.slots:
            raise ValueError(f"{self.slots} slots are too few for {self.days} days.")
        daily = -(-self.slots // self.days) * (self.minutes + self.pause) + LUNCH_MINUTES
        if daily > MINUTES_OF_DAY:
            raise ValueError(f"A day would last {daily} minutes; take more days, or fewer or shorter slots.")


PRESETS: dict[str, tuple[str, Shape]] = {
    "real-forum": (
        "a regional forum as they are: 78 organisations, about 300 meetings, 22 slots",
        Shape(people=78, slots=22, meetings=8, tables=22, minutes=15, holes=0.15, halves=0.05),
    ),
    "speed-meeting": (
        "an evening of short meetings: 40 people, 8 slots, many more wishes than time",
        Shape(people=40, slots=8, meetings=7, demand=1.8, minutes=10, pause=2, popularity=0.8),
    ),
    "convention": (
        "two days of exhibitors with booths and visitors, delegates, priorities and competitors",
        Shape(
            people=430, slots=28, meetings=8, days=2, two_sides=True, demand=1.3, delegates=0.15, booths=0.8,
            needs=0.04, closed=0.03, positions=True, required=0.02, halves=0.05, avoid=0.1, limits=0.1,
        ),
    ),
    "mediated": (
        "interpreters and mediators, round tables, people with needs; what is agreed first comes first",
        Shape(
            people=60, slots=16, meetings=7, mediators=6, mediated=0.2, round_tables=4, needs=0.1, after=0.05,
            fixed=0.03, positions=True, popularity=0.3,
        ),
    ),
    "full": (
        "the yardstick: anyone with anyone, tables 95 % full, everything can nearly be placed",
        Shape(people=200, slots=14, meetings=10, fill=0.95),
    ),
    "choosing": (
        "the yardstick of too many wishes: 1.8 times what fits, time is scarcer than tables",
        Shape(people=1000, slots=16, meetings=10, demand=1.8, tables=400),
    ),
    "everything": (
        "a small fair in which every feature of the format occurs",
        Shape(
            people=30, slots=12, meetings=5, days=2, demand=1.2, two_sides=True, delegates=0.2, mediators=3,
            round_tables=2, booths=0.4, needs=0.1, closed=0.1, positions=True, required=0.05, fixed=0.05,
            halves=0.1, after=0.05, avoid=0.2, limits=0.4, promised=0.1, fairness=3,
        ),
    ),
}  # fmt: skip
"""Kinds of fairs by name: what they are like, and their shape."""
