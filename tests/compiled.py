"""What the program compiles whenever it is put together, compiled once for each test process.

Every test of a page puts the program together anew. Nearly all of that time would go into making functions of
the same few hundred addresses, modules of the same templates, and SQL of the same statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from jinja2 import BytecodeCache
from sqlalchemy import Engine
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from jinja2.bccache import Bucket
    from sqlalchemy import URL, Dialect, Pool
MADE = ("_parts", "_trace", "_converters", "arguments")  # of an address, when it is compiled
BUILDERS = ("_build", "_build_unknown")


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
    _keep_addresses()
    _keep_statements()


def _keep_addresses() -> None:
    compile_rule = Rule.compile
    kept: dict[str, dict[str, Any]] = {}

    def compile_once(rule: Rule) -> None:
        key = repr((rule.rule, rule.defaults, rule.strict_slashes, rule.merge_slashes, rule.subdomain))
        if key not in kept:
            compile_rule(rule)
            kept[key] = {name: getattr(rule, name) for name in MADE}
            kept[key] |= {name: getattr(rule, name).__func__ for name in BUILDERS}
            return
        for name in MADE:
            setattr(rule, name, kept[key][name])
        for name in BUILDERS:
            setattr(rule, name, kept[key][name].__get__(rule))

    Rule.compile = compile_once  # type: ignore[method-assign]


def _keep_statements() -> None:
    """SQL is kept by an engine and its dialect, and each test opens engines of its own."""
    init = Engine.__init__
    first: dict[type[Dialect], Engine] = {}

    # `create_engine` reads from the signature what it may pass on.
    def init_like_the_first(
        engine: Engine,
        pool: Pool,
        dialect: Dialect,
        url: URL,
        echo: Any = None,
        hide_parameters: bool = False,
    ) -> None:
        like = first.setdefault(type(dialect), engine)
        dialect = dialect if like is engine else like.dialect
        init(engine, pool, dialect, url, echo=echo, hide_parameters=hide_parameters, query_cache_size=2_000)
        engine._compiled_cache = like._compiled_cache

    Engine.__init__ = init_like_the_first  # type: ignore[method-assign,assignment]
