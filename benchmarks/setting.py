"""How a benchmark is run: how long, how large, from which lots."""

from dataclasses import dataclass

QUICK_SHARE, FEWEST = 50, 12
"""A smoke test takes one person in so many, and so few at least."""
QUICK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Setting:
    """``scale`` multiplies every time; ``quick`` shrinks people and times so that all is over in seconds."""

    scale: float = 1.0
    quick: bool = False
    seed: int = 1
    workers: int = 2

    def seconds(self, full: float) -> float:
        """As long as this takes here."""
        return max(0.2, full * self.scale * (QUICK_SECONDS if self.quick else 1))

    def people(self, full: int) -> int:
        """As many as come here."""
        return max(FEWEST, full // QUICK_SHARE) if self.quick else full

    def times(self, full: int) -> int:
        """How often something short is repeated."""
        return 1 if self.quick else full
