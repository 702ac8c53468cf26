"""The repair of a published schedule on the command line: from when on, and who is affected."""

from datetime import datetime, timedelta
from typing import Any

import click

from scheduling.problem import Problem
from scheduling.solution import Solution


def _moment(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no time such as 2027-03-18T09:05:00+01:00.") from error
    if moment.utcoffset() is None:
        raise click.BadParameter(f"{value!r} lacks its time zone, such as +01:00 at its end.")
    return moment


now_option = click.option(
    "--now",
    callback=_moment,
    help="With --keep: the time it is (ISO 8601 with zone). What has begun stays, whatever the rules say.",
)
notice_option = click.option(
    "--notice",
    type=click.FloatRange(min=0, max=60 * 24 * 365),
    default=0.0,
    show_default=True,
    callback=lambda _context, _parameter, minutes: timedelta(minutes=minutes),
    help="With --now: minutes ahead within which nothing changes either.",
)


def solved_or_mended(
    problem: Problem,
    published: Solution | None,
    now: datetime | None,
    notice: timedelta,
    **limits: Any,
) -> tuple[Solution, list[str]]:
    """The solution; and if it mends a published one, who is affected, a line each."""
    # The compiled search is heavy to load, and only the commands that search need it.
    from scheduling.repair import repair  # noqa: PLC0415
    from scheduling.solve import solve  # noqa: PLC0415 - the same

    if published is None:
        return solve(problem, **limits), []
    mended = repair(problem, published, now=now, notice=notice, **limits)
    labels = {party.id: party.label for party in problem.parties}
    lines = [objection.sentence for objection in mended.objections]
    lines += [
        f"{labels.get(one.party, one.party)}: {change.sentence}"
        for one in mended.affected
        for change in one.changes
    ]
    number = len(mended.disturbed)
    if mended.solution.meetings:
        lines.append(
            f"{len(mended.affected)} people affected, {number} of them disturbed by others' changes."
        )
    return mended.solution, lines
