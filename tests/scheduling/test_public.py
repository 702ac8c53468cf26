"""The face of the library: what it shows, its examples, and that it needs no more than it says."""

import ast
import doctest
import importlib
import json
import os
import subprocess
import sys
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest

import scheduling

ROOT = Path(__file__).parents[2]
NEEDED = ("numpy", "scipy")
COMPILER = ("llvmlite", "numba")
PROVER = ("python-sat",)
SHOWN = """
import json, sys
import scheduling

problem = scheduling.generated(scheduling.Shape(people=12, slots=5, meetings=3, tables=3))
told = []
solution = scheduling.solve(problem, steps=2000, progress=told.append)
print(json.dumps({
    "status": solution.status,
    "violations": [str(one) for one in scheduling.violations(problem, solution)],
    "meetings": [[one.request, one.slot, one.table] for one in solution.meetings],
    "note": told[-1].note,
    "loaded": sorted({name.partition(".")[0] for name in sys.modules}),
}))
"""


def environment(folder: Path, *distributions: str) -> dict[str, str]:
    """The variables of a process that finds the library and these packages, and nothing else."""
    (folder / "scheduling").symlink_to(ROOT / "scheduling")
    for distribution in distributions:
        for file in files(distribution) or ():
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)
    return {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"], "HOME": str(folder)}


def shown(folder: Path, *distributions: str) -> dict[str, Any]:
    """What a small problem's answer is there."""
    command = [sys.executable, "-S", "-W", "error", "-c", SHOWN]
    ran = subprocess.run(
        command, env=environment(folder, *distributions), cwd=folder, capture_output=True, check=True
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The answer where all that the library can use is there."""
    return shown(tmp_path_factory.mktemp("complete"), *NEEDED, *COMPILER, *PROVER)


def test_it_works_where_only_its_own_dependencies_are(complete: dict[str, Any]) -> None:
    assert (complete["status"], complete["violations"], complete["note"]) == ("optimal", [], "")
    assert len(complete["meetings"]) > 10
    strangers = {"babel", "click", "fairs", "flask", "jinja2", "sqlalchemy", "werkzeug"}
    assert strangers.isdisjoint(complete["loaded"])


def test_without_the_compiler_it_answers_the_same_and_says_that_it_is_slow(
    complete: dict[str, Any], tmp_path: Path
) -> None:
    found = shown(tmp_path, *NEEDED, *PROVER)
    assert found["meetings"] == complete["meetings"]
    assert "numba" in found["note"]
    assert "numba" not in found["loaded"]


def test_without_the_prover_it_answers_and_says_that_proofs_are_missing(tmp_path: Path) -> None:
    found = shown(tmp_path, *NEEDED, *COMPILER)
    assert found["violations"] == []
    assert found["status"] in ("optimal", "feasible")
    assert "python-sat" in found["note"]


def test_importing_it_loads_no_heavy_library() -> None:
    code = "import scheduling, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert {"numba", "numpy", "pysat", "scipy"}.isdisjoint(ran.stdout.split())


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in scheduling.__all__:
        value = getattr(scheduling, name)
        assert (
            getattr(importlib.import_module(scheduling._HOME[name].join(("scheduling.", ""))), name) is value
        )
        if callable(value):
            assert value.__doc__, name
    assert set(scheduling.__all__) == scheduling._HOME.keys() <= set(dir(scheduling))


def test_the_names_for_people_and_for_tools_are_the_same() -> None:
    tree = ast.parse((ROOT / "scheduling" / "__init__.py").read_text(encoding="utf-8"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    named = {
        alias.name: node.module
        for node in typed.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert named == {name: f"scheduling.{module}" for name, module in scheduling._HOME.items()}


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="'scheduling' has no attribute 'fairs'"):
        _ = scheduling.fairs


def test_a_function_is_not_hidden_by_the_module_of_its_name() -> None:
    names = "scheduling.solve, scheduling.advise"
    code = f"import {names}; print(*map(callable, ({names})))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert ran.stdout == "True True\n"


EXAMPLES = ("scheduling", *(f"scheduling.{module}" for module in sorted(scheduling._NAMES)))


@pytest.mark.parametrize("module", EXAMPLES)
def test_its_examples_are_true(module: str) -> None:
    assert doctest.testmod(sys.modules.get(module) or importlib.import_module(module)).failed == 0
