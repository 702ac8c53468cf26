"""One figure of a benchmark, and how it is told: as a line, as JSON, as a row of a table."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

Number = float | int | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What was measured; ``None`` where there was no answer, or nothing to compare it with."""

    measure: str
    value: Number
    unit: str
    baseline: Number = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The value as a share of the baseline, where both are known and the baseline is not nothing."""
        if self.value is None or not self.baseline:
            return None
        return round(self.value / self.baseline, 4)

    def line(self) -> str:
        """For a terminal."""
        told = f"{self.measure:<36} {shown(self.value):>10} {self.unit:<9}"
        beside = "" if self.baseline is None else f"baseline {shown(self.baseline)}"
        ratio = "" if self.ratio is None else f"ratio {self.ratio:.2f}"
        return f"{told} {beside:<20} {ratio:<11} {self.note}".rstrip()


def shown(value: Number) -> str:
    """A number with as many digits as matter; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, int) or value.is_integer():
        return f"{int(value):,}"
    if abs(value) < 0.1:  # noqa: PLR2004 - the digits that matter
        return f"{value:.2g}"
    return f"{value:,.2f}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004 - the same


def as_json(measures: Iterable[Measure]) -> str:
    """The list that other programs read."""
    rows = [
        {
            "measure": one.measure,
            "value": one.value,
            "unit": one.unit,
            "baseline": one.baseline,
            "ratio": one.ratio,
            "note": one.note,
        }
        for one in measures
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> list[Measure]:
    """What ``as_json`` wrote."""
    keys = [name for name in asdict(Measure("", None, "")) if name != "ratio"]
    return [Measure(**{key: row[key] for key in keys}) for row in json.loads(text)]
