"""Places wished meetings in slots and tables: a pure library, no Flask and no database.

A problem says who wants to meet whom, and everything that must hold; a solution says where and when, what is
proven of it, and why the rest has no place. Both are frozen values, and files for other programs.

>>> from datetime import datetime, timedelta, timezone
>>> import scheduling as grid
>>> nine, twenty = datetime(2027, 3, 18, 9, tzinfo=timezone.utc), timedelta(minutes=20)
>>> problem = grid.Problem(
...     slots=tuple(grid.Slot(f"s{n}", nine + n * twenty, nine + (n + 1) * twenty) for n in range(2)),
...     tables=(grid.Table("t1"),),
...     parties=(grid.Party("ann"), grid.Party("bob"), grid.Party("eve", unavailable=("s1",))),
...     requests=(
...         grid.Request("r1", (("ann",), ("bob",)), weight=3),
...         grid.Request("r2", (("ann",), ("eve",)), weight=2),
...         grid.Request("r3", (("bob",), ("eve",))),
...     ),
... )
>>> solution = grid.solve(problem, steps=1000)
>>> solution.status, solution.figures.weight, solution.bounds.weight
('optimal', 5, 5)
>>> [(one.request, one.slot) for one in solution.meetings]
[('r2', 's0'), ('r1', 's1')]
>>> [f"{one.request}: {one.because}" for one in solution.unplaced]
['r3: bob and eve could meet only at 09:00, when eve has another meeting.']
>>> grid.violations(problem, solution)
()

A published solution is mended by solving again with ``keep``: whoever can stay where they are does.

>>> from dataclasses import replace
>>> ann, bob, eve = problem.parties
>>> late = replace(problem, parties=(ann, replace(bob, unavailable=("s1",)), eve))
>>> mended = grid.solve(late, steps=1000, keep=solution)
>>> [(one.request, one.slot) for one in mended.meetings]
[('r2', 's0')]
>>> [one.party for one in grid.affected_by(late, solution, mended)]
['ann', 'bob']

Where nothing can be kept to, the answer says which demands clash, and a certificate proves it.

>>> both = tuple(replace(one, required=True) for one in problem.requests)
>>> asked = replace(problem, requests=both)
>>> answer = grid.solve(asked, steps=1000)
>>> answer.status, [demand.kind for demand in answer.clash]
('infeasible', ['required', 'required', 'unavailable'])
>>> name = grid.digest(grid.problem_bytes(asked))
>>> proof = grid.certificate_of(asked, answer.clash, name, grid.Patience(seconds=None))
>>> list(grid.refusals(asked, proof))
[]

What is documented here stays; the modules beside it may change. Everything is loaded when it is first used.
Weights are whole numbers without unit, times know their offset, positions and ways are in metres, limits of
time in seconds.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduling.advise import Advice, Bottleneck, Remedy, advise
    from scheduling.affected import Affected, Change, affected_by
    from scheduling.certificates import certificate_bytes, certificate_of
    from scheduling.certify import Certificate, InvalidCertificate, certificate_from_json, refusals
    from scheduling.check import Violation, true_figures, violations
    from scheduling.day_of import DayFigure, day_of
    from scheduling.demands import Demand, demands_of
    from scheduling.faults import faults_of, validated
    from scheduling.files import (
        digest,
        problem_bytes,
        problem_from_json,
        read_problem,
        read_solution,
        solution_bytes,
        solution_from_json,
        write,
    )
    from scheduling.generate import PRESETS, Shape, generated
    from scheduling.infeasible import Explanation, explanation
    from scheduling.problem import (
        Fault,
        Faulty,
        InvalidProblem,
        InvalidSolution,
        Party,
        Problem,
        Request,
        Slot,
        Table,
    )
    from scheduling.reasons import REASONS
    from scheduling.repair import Repair, repair
    from scheduling.solution import Bounds, Figures, Meeting, Progress, Solution, Unplaced
    from scheduling.solve import solve
    from scheduling.trial import Patience
    from scheduling.warm import warm

__all__ = [
    "PRESETS",
    "REASONS",
    "Advice",
    "Affected",
    "Bottleneck",
    "Bounds",
    "Certificate",
    "Change",
    "DayFigure",
    "Demand",
    "Explanation",
    "Fault",
    "Faulty",
    "Figures",
    "InvalidCertificate",
    "InvalidProblem",
    "InvalidSolution",
    "Meeting",
    "Party",
    "Patience",
    "Problem",
    "Progress",
    "Remedy",
    "Repair",
    "Request",
    "Shape",
    "Slot",
    "Solution",
    "Table",
    "Unplaced",
    "Violation",
    "advise",
    "affected_by",
    "certificate_bytes",
    "certificate_from_json",
    "certificate_of",
    "day_of",
    "demands_of",
    "digest",
    "explanation",
    "faults_of",
    "generated",
    "problem_bytes",
    "problem_from_json",
    "read_problem",
    "read_solution",
    "refusals",
    "repair",
    "solution_bytes",
    "solution_from_json",
    "solve",
    "true_figures",
    "validated",
    "violations",
    "warm",
    "write",
]

_NAMES = {
    "advise": "Advice Bottleneck Remedy advise",
    "affected": "Affected Change affected_by",
    "day_of": "DayFigure day_of",
    "certificates": "certificate_bytes certificate_of",
    "certify": "Certificate InvalidCertificate certificate_from_json refusals",
    "check": "Violation true_figures violations",
    "demands": "Demand demands_of",
    "faults": "faults_of validated",
    "files": "digest problem_bytes problem_from_json read_problem read_solution solution_bytes"
    " solution_from_json write",
    "generate": "PRESETS Shape generated",
    "infeasible": "Explanation explanation",
    "problem": "Fault Faulty InvalidProblem InvalidSolution Party Problem Request Slot Table",
    "reasons": "REASONS",
    "repair": "Repair repair",
    "solution": "Bounds Figures Meeting Progress Solution Unplaced",
    "solve": "solve",
    "trial": "Patience",
    "warm": "warm",
}
_HOME = {name: module for module, names in _NAMES.items() for name in names.split()}


class _Face(ModuleType):
    """Shows the function where a module has the name of the function that it holds."""

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, ModuleType) and _HOME.get(name) == name:
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
