"""What the program imports it declares: a library that another one happened to bring may go with it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.source import PROGRAM, ROOT, modules


def test_every_library_imported_is_declared() -> None:
    brought_by = packages_distributions()
    libraries = _imported() - set(sys.stdlib_module_names) - set(PROGRAM)
    undeclared = {
        library for library in libraries if not _declared() & {_plain(name) for name in brought_by[library]}
    }
    assert undeclared == set()


def _imported() -> set[str]:
    found = set()
    for module in modules(*PROGRAM):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_plain(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in project["dependencies"]}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
