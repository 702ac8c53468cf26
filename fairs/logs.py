"""What the program says while it runs: one structured line a happening, on standard error."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

SECRET_PATHS = re.compile(r"/(p|in|cal|u)/[\w-]{8,}")


def configure(*, as_json: bool) -> None:
    """Send our own lines and those of libraries the same way: for eyes, or for machines."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([structlog.processors.format_exc_info] if as_json else []),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = structlog.processors.JSONRenderer() if as_json else _for_eyes()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("alembic", "apscheduler", "fontTools", "procrastinate", "weasyprint"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def hide_secrets(_logger: WrappedLogger, _name: str, line: EventDict) -> EventDict:
    """Keep the secret of a link out of the log, wherever the address stands."""
    return {
        key: SECRET_PATHS.sub(r"/\1/…", value) if isinstance(value, str) else value
        for key, value in line.items()
    }


def _for_eyes() -> Processor:
    """Tracebacks are plain: the values of variables do not belong in a log."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
