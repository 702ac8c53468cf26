"""What is known of the published set, and whether an answer agrees with it."""

import csv
from pathlib import Path

from benchmarks.engine.serving import Answer

CLOSED = ("optimal", "infeasible")
Known = tuple[str, int | None]
"""Status, and breaks where they can be read."""


def known_of(folder: Path) -> dict[str, Known]:
    """The published values of each file with a fairness of 2; nothing where their table is missing."""
    table = folder / "results.tsv"
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        return {
            f"{row['family']}.{row['variant']}": (
                row["status"],
                int(row["breaks"]) if row["breaks"] else None,
            )
            for row in csv.DictReader(lines, delimiter="\t")
        }


def agrees(answer: Answer, known: Known | None) -> bool:
    """Whether a closed answer is the known one, as far as anything is known."""
    if known is None:
        return True
    status, breaks = known
    return bool(answer["status"] == status and (status != "optimal" or breaks in (None, answer["breaks"])))
