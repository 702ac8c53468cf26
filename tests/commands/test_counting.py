"""Counts of several processes: those of one port count together, each other part shows its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING
from urllib.error import URLError

from prometheus_client.parser import text_string_to_metric_families

from tests.serving import COMMAND, free_port, serving, surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.databases import PostgreSQL

PATIENCE = 60.0
ASKED = 20


def test_processes_of_one_port_count_together_and_a_clock_shows_its_own(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    counts, temporary = tmp_path / "clock", tmp_path / "temporary"
    counts.mkdir()
    temporary.mkdir()
    with postgresql.fresh() as url:
        environment = {"MAILLAGE_DATABASE_URL": url, "TMPDIR": str(temporary)}
        port = free_port()
        clock = subprocess.Popen(
            [COMMAND, "clock", "--metrics-port", str(port)], env=surroundings(counts, **environment)
        )
        try:
            with serving("web", "--workers", "3", home=tmp_path, **environment) as site:
                for _ in range(ASKED):
                    read(f"{site.url}/in")
                seen = {count(read(f"{site.url}/metrics"), "sign_in.ask") for _ in range(6)}
                assert seen == {ASKED}
                assert len(list(temporary.iterdir())) == 1
            assert "process_cpu_seconds_total" in waited_for(f"http://127.0.0.1:{port}/metrics")
        finally:
            clock.send_signal(signal.SIGTERM)
            clock.wait(PATIENCE)
    assert list(temporary.iterdir()) == []


def count(written: str, endpoint: str) -> float:
    return sum(
        sample.value
        for family in text_string_to_metric_families(written)
        for sample in family.samples
        if sample.name == "maillage_http_requests_total" and sample.labels["endpoint"] == endpoint
    )


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own
        words: bytes = answer.read()
    return words.decode()


def waited_for(address: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return read(address)
        except URLError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_port_that_is_taken_is_one_sentence(postgresql: PostgreSQL, tmp_path: Path) -> None:
    with postgresql.fresh() as url, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [COMMAND, "clock", "--metrics-port", str(port)],
            env=surroundings(tmp_path, MAILLAGE_DATABASE_URL=url),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in done.stderr
    assert "--metrics-port" in done.stderr.splitlines()[-1]
