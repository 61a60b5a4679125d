"""PJSIP's endpoint: who may call, and the calls in progress."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pjsua2 as pj

from channels.errors import whereabouts
from channels.peers import Peers, host_and_port
from channels.sip_agent.call import SipCall, surviving
from channels.sip_agent.leg import BUSY_HERE, Leg
from channels.sip_agent.port import Port
from channels.sip_agent.settings import Orders
from channels.wire.sip import Invite
from channels.wire.sip_digest import Digest

logger = logging.getLogger(__name__)

POLL_S, IDLE_POLL_S = 0.010, 0.050
"""With and without calls: several agents may be idle beside those that have some."""
EVENTS_AT_ONCE = 50
CODECS = {8000: ("PCMU", "PCMA", "G722"), 16000: ("G722", "PCMU", "PCMA")}
"""By the bridge's rate, the best first: what needs no resampling in it."""
FORBIDDEN, UNAUTHORIZED = 403, 401
GONE_WITHIN_S = 1.0


class Account(pj.Account):  # type: ignore[misc]  # pjsua2 has no types
    """Ours; calls and news of a registration come by it."""

    def __init__(self, agent: Agent):
        super().__init__()
        self._agent = agent

    @surviving
    def onIncomingCall(self, prm: Any) -> None:  # pjsua2's names
        self._agent.ring(self, prm)

    @surviving
    def onRegState(self, prm: Any) -> None:
        self._agent.registered(prm.code)


class Agent:
    """`start` it, then run `poll`; all of PJSIP but its audio happens within that."""

    def __init__(self, orders: Orders, registered: Callable[[int], None]):
        """`registered` is told the status of each attempt to register."""
        own = orders.user_agent
        self._orders, self._own, self.registered = orders, own, registered
        self._host, self._port = host_and_port("listen", own.listen)
        self._peers = Peers("peers", own.peers)
        self._digest: Digest | None = None
        if own.username and own.password:
            key = bytes.fromhex(orders.digest_key)
            self._digest = Digest("voicedesk", own.username, own.password, key)
        self._endpoint = pj.Endpoint()
        self.port = 0
        self._accounts: list[Account] = []
        self._legs: set[Leg] = set()
        self._idle_ports: list[Port] = []
        self._tasks: set[asyncio.Task[None]] = set()
        """Of all calls, also of those that were refused: until PJSIP says that they are over."""

    def start(self) -> None:
        """Raises pj.Error, as when the port is in use."""
        endpoint = self._endpoint
        endpoint.libCreate()
        endpoint.libInit(_config(self._orders))
        self._listen()
        endpoint.libStart()
        endpoint.audDevManager().setNullDev()
        for info in endpoint.codecEnum2():
            endpoint.codecSetPriority(info.codecId, 0)
        for rank, codec in enumerate(CODECS[self._orders.sample_rate_hz]):
            endpoint.codecSetPriority(codec, 250 - rank)
        self._account(f"sip:{self._host}:{self._port}")
        if self._own.registrar and not self._orders.number:
            self._register()

    def _listen(self) -> None:
        """Where the settings say; one of several is called by the switchboard alone."""
        if not self._orders.switch:
            for kind in (pj.PJSIP_TRANSPORT_UDP, pj.PJSIP_TRANSPORT_TCP):
                self._endpoint.transportCreate(kind, self._transport(self._port))
            self.port = self._port
            return
        inside = pj.TransportConfig()
        inside.boundAddress = "127.0.0.1"
        number = self._endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, inside)
        info = self._endpoint.transportGetInfo(number)
        _, self.port = host_and_port("localAddress", info.localAddress)

    def _transport(self, port: int, ports: int = 0) -> Any:
        config = pj.TransportConfig()
        config.port, config.portRange = port, ports
        config.boundAddress = self._host
        config.publicAddress = self._own.public_address or ""
        return config

    def _account(self, uri: str, change: Callable[[Any], None] = lambda config: None) -> None:
        config = pj.AccountConfig()
        config.idUri = uri
        config.mediaConfig.transportConfig = self._transport(*self._own.rtp_range())
        if self._orders.switch:
            contact = f"<sip:{self._own.seen_at};agent={self._orders.number}>"
            config.sipConfig.contactForced = contact
            config.sipConfig.proxies.append(f"<sip:{self._orders.switch};lr>")
        change(config)
        account = Account(self)
        account.create(config, not self._accounts)
        self._accounts.append(account)

    def _register(self) -> None:
        name, password = self._own.registrar_username, self._own.registrar_password or ""

        def change(config: Any) -> None:
            config.regConfig.registrarUri = self._own.registrar
            credential = pj.AuthCredInfo("digest", "*", name, 0, password)
            config.sipConfig.authCreds.append(credential)

        self._account(f"sip:{name}@{self._domain('')}", change)

    def _domain(self, peer: str) -> str:
        """Of the registrar, else of who calls."""
        return (self._own.registrar or "").partition(":")[2] or peer

    # Calls

    def ring(self, account: Account, prm: Any) -> None:
        """An INVITE has come."""
        call = SipCall(account, prm.callId)
        invite = Invite.parse(prm.rdata.wholeMsg)
        peer = invite.sender if self._orders.switch else prm.rdata.srcAddress
        if refusal := self._refusal(peer, invite):
            self._spawn(_refuse(call, *refusal))
            return
        port = self._idle_port()
        leg = Leg(call, port, invite, self._orders, self._domain(peer))
        self._legs.add(leg)
        self._spawn(leg.run()).add_done_callback(lambda _: self._over(leg, port))

    def _idle_port(self) -> Port:
        if not self._idle_ports:
            return Port(self._orders.sample_rate_hz)
        port = self._idle_ports.pop()
        port.reset()
        return port

    def _over(self, leg: Leg, port: Port) -> None:
        self._legs.discard(leg)
        self._idle_ports.append(port)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("SIP: %s", whereabouts(error))

    def _refusal(self, peer: str, invite: Invite) -> tuple[int, dict[str, str]] | None:
        """A SIP status and headers, if this call may not come in."""
        address, _ = host_and_port("peer", peer)
        if not self._peers.admit(address):
            logger.warning("SIP: %s is not among the peers of credentials.yml", address)
            return FORBIDDEN, {}
        now_s = asyncio.get_running_loop().time()
        if self._digest and not self._digest.accepts(invite.authorization, "INVITE", now_s):
            return UNAUTHORIZED, {"WWW-Authenticate": self._digest.challenge(now_s)}
        return (BUSY_HERE, {}) if len(self._legs) >= self._orders.max_calls else None

    # Time

    async def poll(self) -> None:
        """For ever."""
        loop = asyncio.get_running_loop()
        while True:
            for _ in range(EVENTS_AT_ONCE):
                if self._endpoint.libHandleEvents(0) <= 0:
                    break
            self._flush(loop.time())
            await asyncio.sleep(POLL_S if self._tasks else IDLE_POLL_S)

    def _flush(self, now_s: float) -> None:
        for leg in self._legs:
            try:
                leg.flush(now_s)
            except Exception as error:  # of one call, which must not end the others
                logger.error("SIP: %s", whereabouts(error))
                leg.hang_up()

    async def close(self) -> None:
        """Ends all calls and the registration; `poll` must still be running."""
        self._endpoint.hangupAllCalls()
        for account in self._accounts[1:]:
            account.setRegistration(False)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._all_gone(), GONE_WITHIN_S)

    async def _all_gone(self) -> None:
        while self._tasks:
            await asyncio.sleep(POLL_S)


async def _refuse(call: SipCall, status: int, headers: dict[str, str]) -> None:
    call.respond(status, headers)
    await call.gone.wait()


def _config(orders: Orders) -> Any:
    config = pj.EpConfig()
    config.uaConfig.threadCnt, config.uaConfig.mainThreadOnly = 0, True
    config.uaConfig.maxCalls = orders.max_calls
    config.uaConfig.userAgent = "Voicedesk"
    config.logConfig.level = config.logConfig.consoleLevel = 0  # they hold numbers
    config.medConfig.clockRate = config.medConfig.sndClockRate = orders.sample_rate_hz
    config.medConfig.noVad, config.medConfig.ecTailLen = True, 0
    config.medConfig.sndAutoCloseTime = -1
    return config
