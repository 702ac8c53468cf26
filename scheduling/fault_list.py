"""Faults told by templates that other languages can fill in again, and collected without end in sight."""

from scheduling.problem import Fault, Faulty

MOST_FAULTS = 1000
"""Of the faults of one file as many are told; the rest is counted."""
MOST_COUNTED = 1_000_000
"""When there are more, counting ends too: the file is something else."""
LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """A text from a file as part of a sentence: in quotes, on one line, not too long."""
    return repr(text) if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]!r}…"


def key_of(text: str) -> str:
    """A key as part of a JSON pointer (RFC 6901), on one line, not too long."""
    short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
    printable = "".join(char if char.isprintable() else repr(char)[1:-1] for char in short)
    return printable.replace("~", "~0").replace("/", "~1")


def fault(pointer: str, template: str, **details: object) -> Fault:
    """A fault whose English sentence is the template with its details; ``%(name)s`` stands for one."""
    told = tuple((name, str(value)) for name, value in details.items())
    return Fault(pointer, template % dict(told) if told else template, template, told)


class FaultList:
    """The first faults, and how many more there are; ``kind`` is raised when there is no end of them."""

    def __init__(self, kind: type[Faulty]) -> None:
        self.kind = kind
        self.kept: list[Fault] = []
        self.total = 0
        self.unknown = 0
        """Keys that the format does not know; they are no faults as such."""

    def add(self, one: Fault) -> None:
        """Keep it, or only count it."""
        self.total += 1
        if self.total <= MOST_FAULTS:
            self.kept.append(one)
        elif self.total > MOST_COUNTED:
            raise self.kind(self.told())

    def told(self, kept: tuple[Fault, ...] | None = None) -> tuple[Fault, ...]:
        """Those that are kept, in another order if you like, and one that says how many are not."""
        kept = tuple(self.kept) if kept is None else kept
        if self.total > MOST_COUNTED:
            return (
                *kept,
                fault("", "And more than %(number)s more faults.", number=MOST_COUNTED - MOST_FAULTS),
            )
        if self.total > MOST_FAULTS:
            return (*kept, fault("", "And %(number)s more faults.", number=self.total - MOST_FAULTS))
        return kept
