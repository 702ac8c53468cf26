"""No mail is sent from a request: what could send one is out of its reach."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.architecture.source import modules

if TYPE_CHECKING:
    from tests.architecture.source import Module


def imported(module: Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def importers(name: str) -> set[str]:
    return {module.name for module in modules("fairs") if name in imported(module)}


def test_few_modules_know_how_mail_servers_speak() -> None:
    assert importers("smtplib") == {
        "fairs/delivery/checkup.py",
        "fairs/delivery/answers.py",
        "fairs/delivery/connections.py",
        "fairs/delivery/transports.py",
    }


def test_only_handlers_and_jobs_get_at_it() -> None:
    assert importers("fairs.delivery.transports") == {
        "fairs/commands/mail.py",
        "fairs/delivery/checkup.py",  # reaches the server, and hands it nothing
        "fairs/delivery/handler.py",
        "fairs/jobs/embedded.py",
    }
