"""What was still missing when the time ran out, in sentences with names."""

from scheduling.schedule import Schedule
from scheduling.words import joined


def owed(schedule: Schedule) -> str:
    """What was still missing when the time ran out."""
    problem = schedule.index.problem
    missing = [problem.requests[place].id for place in schedule.out() if problem.requests[place].required]
    short = [
        party.label
        for party, count in zip(problem.parties, schedule.count, strict=True)
        if count < party.min_meetings
    ]
    told = [
        f"Required and without a place: {joined(missing)}." if missing else "",
        f"Fewer meetings than promised: {joined(short)}." if short else "",
        "Breaks are shared too unevenly." if not missing and not short else "",
    ]
    return " ".join(["The time ran out before a schedule was found.", *filter(None, told)])
