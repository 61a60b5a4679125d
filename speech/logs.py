"""What reaches the log. Never what is spoken, though Coqui logs its input."""

from __future__ import annotations

import logging

from discreet import discretion

_HEARD = ("speech", "asyncio", "aiohttp")


def allowed(record: logging.LogRecord) -> bool:
    """Ours and the server's. Filtered at the handler: libraries set their loggers' levels."""
    return record.name.split(".")[0] in _HEARD


def set_up(level: int = logging.INFO) -> None:
    """One handler on the root logger, to stderr."""
    discretion.begin()
    handler = logging.StreamHandler()
    handler.addFilter(allowed)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
