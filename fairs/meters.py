"""How often and how long: what this process counts of itself, and how Prometheus reads it.

What stands in the database is not counted here: it is asked for when somebody reads, and so is right with any
number of processes (`fairs.queries.measures`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import CollectorRegistry, Counter, Histogram

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which all processes of one port count together."""

TYPE = "text/plain; version=0.0.4; charset=utf-8"
OF_REQUESTS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds
OF_DELIVERIES = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600)


@dataclass(frozen=True)
class Measure:
    """Something that was asked for just now: a name, a sentence, and values by their labels."""

    name: str
    sentence: str
    labels: tuple[str, ...]
    values: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True)
class Meters:
    """What this process counts."""

    registry: CollectorRegistry
    requests: Counter
    request_seconds: Histogram
    delivery_seconds: Histogram
    delivery_failures: Counter

    def answered(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """A request was answered. It is known by its endpoint: paths hold secrets."""
        self.requests.labels(endpoint, method, str(status)).inc()
        self.request_seconds.labels(endpoint, method).observe(seconds)

    def tried(self, handler: str, seconds: float) -> None:
        """A delivery was tried, whatever came of it."""
        self.delivery_seconds.labels(handler.partition(":")[0]).observe(seconds)

    def failed(self, handler: str) -> None:
        """A try did not succeed."""
        self.delivery_failures.labels(handler.partition(":")[0]).inc()


@cache
def meters() -> Meters:
    """Those of this process."""
    # Whether processes count together is settled when this library is imported: late, in those that count.
    from prometheus_client import (  # noqa: PLC0415
        CollectorRegistry,
        Counter,
        Histogram,
        ProcessCollector,
        disable_created_metrics,
    )

    disable_created_metrics()  # type: ignore[no-untyped-call] # as the library has it
    registry = CollectorRegistry()
    if SHARED not in os.environ:
        ProcessCollector(registry=registry)
    return Meters(
        registry,
        Counter(
            "maillage_http_requests",
            "Requests answered.",
            ("endpoint", "method", "status"),
            registry=registry,
        ),
        Histogram(
            "maillage_http_request_seconds",
            "How long requests took.",
            ("endpoint", "method"),
            registry=registry,
            buckets=OF_REQUESTS,
        ),
        Histogram(
            "maillage_delivery_seconds",
            "How long tries to carry a delivery out took.",
            ("handler",),
            registry=registry,
            buckets=OF_DELIVERIES,
        ),
        Counter(
            "maillage_delivery_failures",
            "Tries to carry a delivery out that did not succeed.",
            ("handler",),
            registry=registry,
        ),
    )


def count_together() -> None:
    """Let all processes that this one is about to start count as one; before anything is counted."""
    os.environ[SHARED] = tempfile.mkdtemp(prefix="maillage-counts-")


def forget_what_was_counted_together() -> None:
    """The last one to end takes the folder away."""
    shutil.rmtree(os.environ[SHARED], ignore_errors=True)


def serve(port: int, host: str) -> None:
    """Answer Prometheus from a thread of its own, where no pages are served. Raises OSError."""
    from prometheus_client import start_http_server  # noqa: PLC0415 - as above

    start_http_server(port, addr=host, registry=_counted())


def _counted() -> CollectorRegistry:
    from prometheus_client import CollectorRegistry  # noqa: PLC0415 - as above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - as above

    if SHARED not in os.environ:
        return meters().registry
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # as the library has it
    return registry


def exposition(measures: Iterable[Measure] = ()) -> bytes:
    """All that is counted here, and what was asked for, as Prometheus reads it."""
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - as above

    class Asked:
        def collect(self) -> Iterable[GaugeMetricFamily]:
            for measure in measures:
                family = GaugeMetricFamily(measure.name, measure.sentence, labels=measure.labels)
                for labels, value in measure.values:
                    family.add_metric(labels, value)
                yield family

    asked = CollectorRegistry()
    asked.register(Asked())
    return generate_latest(_counted()) + generate_latest(asked)
