"""What a user agent is started with; nobody answers its calls."""

from __future__ import annotations

from channels.sip_agent.settings import Orders, UserAgent
from tools.line.private import free_ports


def orders(port: int | None = None, max_calls: int = 4, **settings: str) -> Orders:
    """Listens at a port of 127.0.0.1, at a free one if none is given."""
    listen = f"127.0.0.1:{port or free_ports(1)[0]}"
    return Orders(UserAgent(listen, **settings), "/nowhere", 8000, max_calls)
