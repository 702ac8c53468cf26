"""What the library of the grid may import, and how little its verifier shares with its solver."""

from __future__ import annotations

import ast
import sys

from tests.architecture.source import modules

LIBRARIES = {"numba", "numpy", "pysat", "scipy"}
AT_THE_TERMINAL = {"click"}
"""What the command line needs beside; the rest of the library does without."""
VALUES = {"demands", "problem", "reasons", "solution"}
"""What verifier and solver share: plain values, and the closed list of reasons."""

Imports = dict[str, set[str]]


def imports() -> Imports:
    """For each module of the library, all that it imports, by full names."""
    found: Imports = {}
    for module in modules("scheduling"):
        name = module.name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        found[name] = {one for node in ast.walk(module.tree) for one in _named(node)}
    return found


def _named(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def _reached(start: str, known: Imports) -> set[str]:
    """All modules of the library that a module imports, itself or through others."""
    found: set[str] = set()
    waiting = {start}
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= (known[name] & known.keys()) - found - {"scheduling"}
    return found


def test_the_library_imports_only_what_it_says_it_depends_on() -> None:
    known = imports()
    for name, imported in known.items():
        terminal = any("click" in known[other] for other in _reached(name, known))
        allowed = {"scheduling"} | LIBRARIES | set(sys.stdlib_module_names)
        allowed |= AT_THE_TERMINAL if terminal else set()
        assert {one.partition(".")[0] for one in imported} <= allowed, name


def test_only_the_command_line_is_a_command_line() -> None:
    known = imports()
    speaking = {name for name, imported in known.items() if "click" in imported}
    served = {name for name in known if _reached(name, known) & speaking}
    assert served == {
        name
        for name in served
        if "cli" in name or name.rpartition(".")[2] in {"options", "terminal", "__main__"}
    }


def test_the_verifier_shares_nothing_with_the_solver_but_values() -> None:
    known = imports()
    reached = {name.removeprefix("scheduling.") for name in _reached("scheduling.check", known)}
    own = {name for name in reached if name.partition("_")[0] == "check"}
    assert reached - own == VALUES


def test_no_part_of_the_solver_asks_the_verifier() -> None:
    known = imports()
    for name in ("solve", "advise", "generate", "infeasible", "certificates", "certify"):
        assert "scheduling.check" not in _reached(f"scheduling.{name}", known), name
