"""Several user agents behind one address: what comes in goes to one of them, its answers out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from channels.errors import ProtocolError, whereabouts
from channels.peers import host_and_port
from channels.sip_agent.process import AgentProcess, NotListening
from channels.sip_agent.settings import Orders
from channels.wire.sip_message import Address
from channels.wire.sip_switch import Switch

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
AGAIN_AFTER_S = 1.0

Take = Callable[[bytes, Address], None]


class Receiver(asyncio.DatagramProtocol):
    """Hands on what comes; nothing of it harms the calls of others."""

    def __init__(self, take: Take):
        self._take = take

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        try:
            self._take(data, (addr[0], addr[1]))
        except ProtocolError:
            pass
        except Exception as error:
            logger.error("SIP: %s", whereabouts(error))


class Switchboard:
    """`start` it, and `close` it; `tell` gets the news of its agents."""

    def __init__(self, orders: Orders, tell: Callable[..., None]):
        self._orders, self._tell = orders, tell
        self._host, self._port = host_and_port("listen", orders.user_agent.listen)
        self._agents: dict[int, AgentProcess] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._now_s = asyncio.get_running_loop().time

    async def start(self) -> None:
        """Raises OSError if it cannot listen, NotListening if an agent cannot."""
        self._outside = await _open(self._from_outside, self._host, self._port)
        self._inside = await _open(self._from_inside, LOOPBACK, 0)
        self._inside_address = f"{LOOPBACK}:{self._inside.get_extra_info('sockname')[1]}"
        seen = self._orders.user_agent.seen_at
        self._switch = Switch(seen, self._inside_address, self._orders.agents)
        await asyncio.gather(*map(self._start, range(self._orders.agents)))
        for number in self._agents:
            self._spawn(self._mind(number))

    async def _start(self, number: int) -> None:
        orders = self._orders.of_agent(number, self._inside_address)
        self._agents[number] = await AgentProcess.start(orders)
        self._switch.forget(number)

    async def _mind(self, number: int) -> None:
        """Tells its news, and starts it again when it has died."""
        while True:
            async for news in self._agents[number].news():
                self._tell(**news)
            logger.error("SIP: a user agent has stopped; calls on it are lost; starting it again")
            await asyncio.sleep(AGAIN_AFTER_S)
            with suppress(NotListening, OSError):
                await self._start(number)

    async def close(self) -> None:
        """Its agents take leave of their callers."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(agent.stop() for agent in self._agents.values()))
        self._outside.close()
        self._inside.close()

    # What is said

    def _from_outside(self, data: bytes, source: Address) -> None:
        agent, onward = self._switch.from_outside(data, source, self._now_s())
        self._inside.sendto(onward, (LOOPBACK, self._agents[agent].port))

    def _from_inside(self, data: bytes, source: Address) -> None:
        for number, agent in self._agents.items():
            if agent.port == source[1]:
                to, onward = self._switch.from_agent(number, data, self._now_s())
                if _is_literal(to[0]):
                    self._outside.sendto(onward, to)  # at once, so that none overtakes another
                else:
                    self._spawn(self._look_up_and_send(onward, to))

    async def _look_up_and_send(self, data: bytes, to: Address) -> None:
        loop, family = asyncio.get_running_loop(), self._outside.get_extra_info("socket").family
        try:
            found = await loop.getaddrinfo(*to, family=family)
        except OSError:
            logger.warning("SIP: a host that a message is for is not found")
            return
        self._outside.sendto(data, found[0][4])

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


async def _open(take: Take, host: str, port: int) -> asyncio.DatagramTransport:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Receiver(take), local_addr=(host, port)
    )
    return transport
