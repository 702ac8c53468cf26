"""The source read as a tree, for the rules that no import-linter can see."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PROGRAM = ("fairs", "scheduling")
EVERYTHING = (*PROGRAM, "tests", "benchmarks", "migrations")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @cached_property
    def comments(self) -> dict[int, str]:
        """What is said beside the code, by line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def place(self, line: int) -> str:
        return f"{self.name}:{line}"

    def definitions(self) -> Iterator[Definition]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Definition))

    def functions(self) -> Iterator[Function]:
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def attributes(self) -> Iterator[ast.Attribute]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Attribute))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    return tuple(Module(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def words(name: str) -> set[str]:
    """The words of an identifier or a file name, in small letters, without a plural's s."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return {part.lower().removesuffix("s") for part in parts}


def explains(comment: str) -> bool:
    """Whether a comment gives a reason: silencing a tool is none."""
    said = re.sub(r"#\s*(noqa|type):?[^-#]*", "", comment)
    return re.search(r"\w{3,}", said) is not None
