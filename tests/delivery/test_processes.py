from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.delivery.handler import Stopped
from fairs.delivery.processes import ChildFailed, Processes
from fairs.errors import Refused, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 20.0


def add(one: int, other: int) -> int:
    return one + other


def own_number() -> int:
    return os.getpid()


def refuse() -> None:
    raise Unavailable("Pango is missing (%(name)s).", name="libpango")


def fail() -> None:
    message = "a mistake"
    raise ValueError(message)


def die() -> None:
    os.abort()


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def count(up_to: int, *, progress: Callable[[int, str], None]) -> str:
    for number in range(up_to):
        progress(number, "counting")
        time.sleep(0.01)
    return "counted"


def wait_for(goal: str, *, progress: Callable[[str], None]) -> None:
    progress("planning")
    while not Path(goal).exists():
        time.sleep(0.01)


@pytest.fixture(scope="module")
def children() -> Iterator[Processes]:
    children = Processes(1)
    yield children
    children.close()


def test_work_is_done_elsewhere_and_a_child_is_kept_for_the_next(children: Processes) -> None:
    first, second = children.run(own_number), children.run(own_number)
    assert children.run(add, 2, 3) == 5
    assert first == second != os.getpid()


def test_progress_is_told_now_and_then(children: Processes) -> None:
    told: list[tuple[int, str]] = []
    answer = children.run(count, 20, progress=lambda number, step: told.append((number, step)))
    assert (answer, told) == ("counted", [(0, "counting")])


def test_a_refusal_arrives_as_it_was_raised(children: Processes) -> None:
    with pytest.raises(Unavailable) as refusal:
        children.run(refuse)
    assert str(refusal.value) == "Pango is missing (libpango)."
    assert not isinstance(refusal.value, Refused)


def test_a_mistake_is_told_with_its_place(children: Processes) -> None:
    with pytest.raises(ChildFailed, match="ValueError: a mistake") as failure:
        children.run(fail)
    assert "in fail" in failure.value.__notes__[0]


def test_a_child_that_dies_takes_only_its_own_work_with_it(children: Processes) -> None:
    with pytest.raises(ChildFailed, match="died"):
        children.run(die)
    assert children.run(add, 1, 1) == 2


def test_short_work_never_waits_for_long_work_to_end(children: Processes, tmp_path: Path) -> None:
    """Not even on a machine with one processor: the sheet of a mail is drawn while a grid is planned."""
    begun = threading.Event()
    goal = tmp_path / "may end"
    plan = threading.Thread(
        target=lambda: children.run(wait_for, str(goal), progress=lambda _step: begun.set(), long=True)
    )
    plan.start()
    try:
        assert begun.wait(PATIENCE)
        assert children.run(add, 2, 3) == 5
        assert plan.is_alive()
    finally:
        goal.touch()
        plan.join(PATIENCE)
    assert not plan.is_alive()


def test_whoever_waits_is_told_when_the_program_ends() -> None:
    children = Processes(1)
    stopped = []

    def work() -> None:
        try:
            children.run(sleep, 60)
        except Stopped:
            stopped.append(threading.current_thread().name)

    threads = [threading.Thread(target=work, name=name) for name in ("at work", "in line")]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    children.close()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(stopped) == ["at work", "in line"]
