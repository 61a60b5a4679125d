"""One SIP address for several user agents: a proxy, RFC 3261, section 16.

PJSIP, as its package is built, holds few calls; so there are several, and this decides which of
them a call is for. Outside, only one address is seen, which is in the agents' Contact, too, with
their number. Towards the agents this is a proxy that stays in the dialog (Record-Route). What is
kept is which agent a Call-ID is with; the transactions are theirs (section 16.11).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2s

from channels.errors import ProtocolError
from channels.wire.sip_message import Address, SipMessage, parameter, reply_to, stamped, target

LINGER_S = 40.0
"""What still comes of a call that is over: retransmissions and their ACK (timer H, 32 s)."""
MOST_CALLS = 10_000
_COOKIE = "z9hG4bK"


@dataclass
class _Call:
    agent: int
    until_s: float | None
    """Kept until then, unless the agent has begun to answer."""
    up: bool = False
    over: bool = False


class Switch:
    """Addresses are `host:port` as they stand in a Via; `agents` is how many there are."""

    def __init__(self, outside: str, inside: str, agents: int):
        self._outside, self._inside, self._agents = outside, inside, agents
        self._route = f"<sip:{inside};lr>"
        self._calls: dict[str, _Call] = {}

    # From outside

    def from_outside(self, datagram: bytes, source: Address, now_s: float) -> tuple[int, bytes]:
        """Which agent gets what. Raises ProtocolError for what nobody gets."""
        message = SipMessage.parse(datagram)
        if not message.is_request:
            found = re.match(rf"{_COOKIE}-(\d+)-", parameter(message.pop("via"), "branch"))
            return self._known(found[1] if found else ""), message.encode()
        via = message.pop("via")
        message.push("Via", stamped(via, source))
        agent = self._agent(message, now_s)
        if message.method == "INVITE" and not message.in_dialog:
            message.push("Record-Route", self._route)
        self._forward(message, self._inside, _branch(via, message))
        return agent, message.encode()

    def _known(self, number: str) -> int:
        if not number.isdecimal() or int(number) >= self._agents:
            raise ProtocolError("sip", "for none of our agents")
        return int(number)

    def _agent(self, message: SipMessage, now_s: float) -> int:
        if message.in_dialog and (number := parameter(message.uri, "agent")):
            agent = self._known(number)
        elif call := self._calls.get(message.call_id):
            agent = call.agent
        else:
            self._sweep(now_s)
            agent = self._least_busy()
        if message.method == "INVITE" and not message.in_dialog:
            self._begin(message.call_id, agent, now_s)
        elif message.method == "BYE":
            self._end(message.call_id, now_s)
        return agent

    # From an agent

    def from_agent(self, agent: int, datagram: bytes, now_s: float) -> tuple[Address, bytes]:
        """Who gets what. Raises ProtocolError for what nobody gets."""
        message = SipMessage.parse(datagram)
        if message.is_request:
            if message.method == "BYE":
                self._end(message.call_id, now_s)
            if message.top("route") == self._route:
                message.pop("route")
            to = target(message.top("route") or message.uri)
            branch = _branch(message.top("via"), message)
            self._forward(message, self._outside, f"{_COOKIE}-{agent}-{branch[len(_COOKIE) :]}")
        else:
            message.pop("via")
            message.drop("record-route", self._route)
            if message.method == "INVITE":
                self._answered(message, now_s)
            to = reply_to(message.top("via"))
        if to is None:
            raise ProtocolError("sip", "for no address")
        return to, message.encode()

    def _forward(self, message: SipMessage, sent_by: str, branch: str) -> None:
        """What every request goes through (section 16.6). Raises ProtocolError at the last hop."""
        hops = message.get("max-forwards") or "70"
        if not hops.isdecimal() or int(hops) == 0:
            raise ProtocolError("sip", "Max-Forwards is used up")
        message.put("Max-Forwards", str(int(hops[:3]) - 1))
        message.push("Via", f"SIP/2.0/UDP {sent_by};branch={branch};rport")

    # Who has how many calls

    def _least_busy(self) -> int:
        busy = [call.agent for call in self._calls.values() if not call.over]
        return min(range(self._agents), key=busy.count)

    def _sweep(self, now_s: float) -> None:
        self._calls = {
            one: call
            for one, call in self._calls.items()
            if call.until_s is None or now_s < call.until_s
        }

    def _begin(self, call_id: str, agent: int, now_s: float) -> None:
        if len(self._calls) >= MOST_CALLS:
            raise ProtocolError("sip", "too many calls")
        self._calls[call_id] = _Call(agent, now_s + LINGER_S)

    def _answered(self, message: SipMessage, now_s: float) -> None:
        call = self._calls.get(message.call_id)
        if call is None or call.over or call.up:
            return  # a re-INVITE that fails does not end the call
        if message.status >= 300:
            self._end(message.call_id, now_s)
        else:
            call.until_s, call.up = None, message.status >= 200

    def _end(self, call_id: str, now_s: float) -> None:
        if call := self._calls.get(call_id):
            call.until_s, call.over = now_s + LINGER_S, True

    def forget(self, agent: int) -> None:
        """It has been started anew, and has none of its calls any more."""
        self._calls = {one: call for one, call in self._calls.items() if call.agent != agent}


def _branch(via: str, message: SipMessage) -> str:
    """The same for a request that is sent again, its CANCEL and its ACK (section 16.11)."""
    whose = f"{via.partition(';')[0]} {parameter(via, 'branch')} {message.call_id}"
    return _COOKIE + blake2s(whose.encode("latin-1"), digest_size=12).hexdigest()
