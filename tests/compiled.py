"""What the program compiles whenever it is put together, compiled once for each test process.

Every test of a page puts the program together anew. Nearly all of that time would go into making functions of
the same few hundred addresses and modules of the same templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.bccache import Bucket

    Builder = Callable[..., tuple[str, str]]


class Templates(BytecodeCache):
    """Kept in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


def keep() -> None:
    """From now on, in this process."""
    Flask.jinja_options = Flask.jinja_options | {"bytecode_cache": Templates()}
    compile_builder = Rule._compile_builder
    kept: dict[tuple[str, str, bool], Builder] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Builder:
        key = (repr(rule._trace), repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = compile_once  # type: ignore[method-assign]
