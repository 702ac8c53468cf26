"""CP-SAT as a contestant: ``python -m benchmarks.engine.play_cpsat``."""

from pathlib import Path
from time import monotonic

from ortools.sat.python import cp_model

from benchmarks.engine.greedy import faults, greedy, outcome
from benchmarks.engine.plain import plain_of, published, read_file
from benchmarks.engine.serving import Answer, Job, serve
from benchmarks.engine.zero_one import ZeroOne, zero_one


class Seen(cp_model.CpSolverSolutionCallback):
    """When each better schedule was found."""

    def __init__(self, begun: float, meetings: int) -> None:
        super().__init__()
        self.meetings = meetings
        self.begun = begun
        self.trace: list[tuple[float, int, int]] = []

    def on_solution_callback(self) -> None:
        """Note the objective."""
        self.trace.append((round(monotonic() - self.begun, 2), self.meetings, round(self.objective_value)))


def stated(model: ZeroOne) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The model in CP-SAT's words."""
    asked = cp_model.CpModel()
    variables = [asked.new_bool_var("") for _ in range(model.variables)]

    def literal(number: int) -> cp_model.LiteralT:
        return variables[number - 1] if number > 0 else variables[-number - 1].negated()

    for clause in model.clauses:
        asked.add_bool_or([literal(number) for number in clause])
    for numbers, least, most in model.sums:
        named = [variables[number - 1] for number in numbers]
        if (least, most) == (1, 1):
            asked.add_exactly_one(named)
        elif (least, most) == (0, 1):
            asked.add_at_most_one(named)
        else:
            asked.add_linear_constraint(sum(named), least, most)
    asked.minimize(sum(price * variables[number - 1] for number, price in model.price.items()))
    return asked, variables


def solve(job: Job) -> Answer:
    """One problem, within the seconds and cores that are given; greedy's schedule is a hint to begin with."""
    choosing = bool(job.get("choosing"))
    plain = (
        plain_of(published(Path(job["file"]), job["fairness"])) if "file" in job else read_file(job["plain"])
    )
    begun = monotonic()
    model = zero_one(plain, choosing=choosing)
    asked, variables = stated(model)
    first = greedy(plain)
    for (meeting, slot), number in model.held.items():
        asked.add_hint(variables[number - 1], first[meeting] == slot)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = job["workers"]
    solver.parameters.random_seed = job["seed"]
    solver.parameters.max_time_in_seconds = max(0.1, job["seconds"] - (monotonic() - begun))
    seen = Seen(begun, len(plain.meetings))
    status = solver.solve(asked, seen)
    answer: Answer = {"status": solver.status_name(status).lower(), "seconds": monotonic() - begun}
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return answer
    true = {number for number, one in enumerate(variables, start=1) if solver.boolean_value(one)}
    slots = model.slots(true, len(plain.meetings))
    found = outcome(plain, slots)
    trace = [] if choosing else seen.trace
    return answer | {
        "placed": found.placed,
        "weight": found.weight,
        "breaks": found.breaks,
        "floor": solver.best_objective_bound,
        "trace": trace,
        "faults": faults(plain, slots)[:5],
    }


if __name__ == "__main__":
    serve({"solve": solve})
