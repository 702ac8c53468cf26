"""Who holds a delivery, and whether that process is still there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fairs.jobs import owners
from fairs.jobs.owners import is_gone, new_owner

if TYPE_CHECKING:
    from collections.abc import Iterator


def changed(owner: str, old: str, new: str) -> str:
    assert old in owner
    return owner.replace(old, new)


def of_process(number: int) -> str:
    """As a process of this machine is called that began when this one did."""
    return changed(new_owner(), f" {os.getpid()} ", f" {number} ")


def dead() -> int:
    with subprocess.Popen(["true"]) as process:
        process.wait()
        return process.pid


def test_two_claims_of_one_process_have_two_names() -> None:
    assert new_owner() != new_owner()


def test_whoever_is_there_is_not_gone() -> None:
    assert not is_gone(new_owner())


def test_whoever_is_no_more_is_gone() -> None:
    assert is_gone(of_process(dead()))


def test_whoever_had_a_number_that_another_has_now_is_gone() -> None:
    assert is_gone(of_process(1))


def test_in_another_container_of_the_same_name_it_cannot_be_told() -> None:
    container = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    assert not is_gone(changed(of_process(dead()), f"/{container} ", "/4026599999 "))


def test_on_another_machine_of_the_same_name_it_cannot_be_told() -> None:
    start = new_owner().split("/")[1]
    assert not is_gone(changed(of_process(dead()), f"/{start}/", "/0badcafe/"))


@pytest.mark.parametrize("owner", ["", "nonsense", "here/1/of an older program", "here/a/b c d/e"])
def test_a_name_that_is_not_understood_is_nobody_s_to_judge(owner: str) -> None:
    assert not is_gone(owner)


@pytest.fixture
def without_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(owners, "PROC", tmp_path)
    owners._place.cache_clear()
    owners._name.cache_clear()
    yield
    owners._place.cache_clear()
    owners._name.cache_clear()


@pytest.mark.usefixtures("without_proc")
def test_where_the_system_tells_less_the_number_alone_decides() -> None:
    assert [is_gone(of_process(number)) for number in (dead(), os.getppid(), os.getpid())] == [
        True,
        False,
        True,  # a namesake: nothing is held here yet
    ]
