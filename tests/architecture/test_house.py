"""The rules of the house that import-linter cannot see. `pyproject.toml` holds the others."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING

import pytest

from fairs import errors, events
from fairs.delivery.subscriptions import RECORDED_ONLY, SUBSCRIPTIONS
from tests.architecture.source import EVERYTHING, PROGRAM, ROOT, explains, modules, words

if TYPE_CHECKING:
    from tests.architecture.source import Module

EDGES = ("fairs/web/", "fairs/jobs/", "fairs/cli.py", "fairs/commands/")
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("func", "now"),
}
EMPTY_NAMES = {"util", "helper", "common", "manager", "service"}
IN_ENGLISH = {"SettingsError"}  # said to whoever installs, before any language is chosen
MAIL_PARTS = {"subject.txt", "body.txt", "body.html"}


def test_only_the_edge_commits() -> None:
    commits = [
        module.place(node.lineno)
        for module in modules(*PROGRAM)
        if not module.name.startswith(EDGES)
        for node in module.attributes()
        if node.attr == "commit"
    ]
    assert commits == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = [
        module.place(node.lineno)
        for module in modules(*PROGRAM)
        if module.name != "fairs/clock.py"
        for node in module.attributes()
        if (_last_name(node.value), node.attr) in CLOCKS
    ]
    assert asking == []


def _last_name(node: ast.expr) -> str:
    """`datetime` of `datetime`, and of `datetime.datetime`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_the_clock_is_not_imported_under_another_name() -> None:
    hidden = [
        module.place(node.lineno)
        for module in modules(*PROGRAM)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in {"time", "datetime"}
        and any((name.name == "time" and node.module == "time") or name.asname for name in node.names)
    ]
    assert hidden == []


def test_modules_stay_short() -> None:
    long = {module.name: lines for module in modules(*PROGRAM) if (lines := module.text.count("\n")) > 300}
    assert long == {}


def test_functions_stay_short() -> None:
    long = {
        f"{module.place(function.lineno)} {function.name}": lines
        for module in modules(*PROGRAM)
        for function in module.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 50
    }
    assert long == {}


def test_imports_inside_functions_give_a_reason() -> None:
    silent = [
        module.place(line)
        for module in modules(*EVERYTHING)
        for line in sorted(_late_imports(module))
        if not any(explains(module.comments.get(near, "")) for near in (line, line - 1))
    ]
    assert silent == []


def _late_imports(module: Module) -> set[int]:
    return {
        node.lineno
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }


def test_names_say_something() -> None:
    named = {
        module.place(node.lineno): node.name
        for module in modules(*EVERYTHING)
        for node in module.definitions()
    } | {module.name: module.name.removesuffix(".py") for module in modules(*EVERYTHING)}
    empty = {place: name for place, name in named.items() if words(name) & EMPTY_NAMES}
    assert empty == {}


def test_each_event_is_answered_or_said_to_be_recorded_only() -> None:
    catalogue = {
        event
        for _, event in inspect.getmembers(events, inspect.isclass)
        if issubclass(event, events.Event) and event is not events.Event
    }
    answered = {one.event for one in SUBSCRIPTIONS if one.event is not events.Event}
    assert answered | RECORDED_ONLY == catalogue
    assert answered & RECORDED_ONLY == set()


def test_each_handler_has_a_name_of_its_own() -> None:
    names = [(subscription.event, subscription.name) for subscription in SUBSCRIPTIONS]
    assert len(names) == len(set(names))


def test_each_mail_has_all_its_parts() -> None:
    mails = [folder for folder in (ROOT / "templates/email").iterdir() if folder.is_dir()]
    lacking = {
        mail.name: lacking
        for mail in mails
        if (lacking := MAIL_PARTS - {part.name for part in mail.iterdir()})
    }
    assert mails
    assert lacking == {}


def test_sentences_of_all_errors_are_gathered_for_translation() -> None:
    kinds = {
        definition.name
        for module in modules("fairs")
        for definition in module.definitions()
        if isinstance(definition, ast.ClassDef)
        and any(_last_name(base) in _error_names() for base in definition.bases)
    } | _error_names()
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    gathered = makefile.partition("KEYWORDS :=")[2].partition("\n\n")[0]
    assert kinds - set(gathered.split()) == IN_ENGLISH


def _error_names() -> set[str]:
    return {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.FairError)
    }


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        ("# noqa: PLC0415", False),
        ("# noqa: PLC0415 - heavy to load", True),
        ("# without pango", True),
        ("", False),
    ],
)
def test_silencing_a_tool_is_no_reason(comment: str, reason: bool) -> None:
    assert explains(comment) is reason
