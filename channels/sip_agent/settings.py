"""What credentials.yml says of the line `sip`, and what Rasa adds to it for the process."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from channels.errors import SettingError
from channels.options import needed, text
from channels.peers import PEERS, Peers, host_and_port

MOST_CALLS = 4
"""PJSIP, as its package is built, holds no more (PJSUA_MAX_CALLS)."""
PORTS = "FIRST-LAST, as 10000-10199"


def _secret() -> Any:
    """A text that may be left out, and is never shown."""
    option = needed("a text, as ${SIP_PASSWORD}", secret=True)
    return field(default=None, repr=False, metadata={**option.metadata, "needed": False})


@dataclass(frozen=True)
class UserAgent:
    """The line's own settings."""

    listen: str = text("127.0.0.1:5060", "HOST:PORT")
    public_address: str | None = text(None, "the address that the other side can reach")
    rtp_ports: str = text("10000-10199", PORTS)
    peers: str = text("127.0.0.1 ::1", PEERS)
    username: str | None = text(None, "the name that callers must give")
    password: str | None = _secret()
    registrar: str | None = text(None, "a SIP address, as sip:pbx.example.com")
    registrar_username: str | None = text(None, "the name of our account there")
    registrar_password: str | None = _secret()
    transfer_to: str | None = text(None, "a SIP address or number, as sip:200@pbx.example.com")

    def __post_init__(self) -> None:
        host_and_port("listen", self.listen)
        Peers("peers", self.peers)
        self.rtp_range()
        for one, other in (("username", "password"), ("registrar", "registrar_username")):
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                raise SettingError(one, "set" if getattr(self, one) else None, f"with {other} only")

    @property
    def seen_at(self) -> str:
        """HOST:PORT as the other side knows it."""
        host, port = host_and_port("listen", self.listen)
        host = self.public_address or host
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def rtp_range(self) -> tuple[int, int]:
        """The first port and how many there are. A call takes two."""
        found = re.fullmatch(r"(\d{1,5})-(\d{1,5})", self.rtp_ports)
        first, last = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1024 <= first < last <= 65535:
            raise SettingError("rtp_ports", self.rtp_ports, PORTS)
        return first, last - first


@dataclass(frozen=True)
class Orders:
    """What the process is started with."""

    user_agent: UserAgent
    socket: str
    """The path of Rasa's Unix socket."""
    sample_rate_hz: int
    max_calls: int
    switch: str = ""
    """HOST:PORT of the switchboard, of whose agents this is one; else it listens by itself."""
    number: int = 0
    """Among its agents, the first of which registers."""
    digest_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """In hex. One for all agents, so that each knows the challenges of the others."""

    @property
    def agents(self) -> int:
        """How many are needed for all calls."""
        return -(-self.max_calls // MOST_CALLS)

    @classmethod
    def read(cls, line: str | bytes) -> Orders:
        """As `write` has written them."""
        orders = json.loads(line)
        return cls(UserAgent(**orders.pop("user_agent")), **orders)

    def write(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"

    def of_agent(self, number: int, switch: str) -> Orders:
        """Of one of several, each of which has its own RTP ports."""
        first, count = self.user_agent.rtp_range()
        share = (count + 1) // self.agents // 2 * 2
        own = f"{first + number * share}-{first + (number + 1) * share - 1}"
        return replace(
            self,
            user_agent=replace(self.user_agent, rtp_ports=own),
            max_calls=MOST_CALLS,
            switch=switch,
            number=number,
        )
