"""Calls over UDP on this machine, with a bot that says what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from tools.caller.phone import place_calls
from tools.caller.script import HangUp, Script, Situation, Step
from tools.caller.sip import SipTelephone

ANSWER = "v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio {port} RTP/AVP 0\r\n"
Reply = Callable[[str], list[str]]


class Silent:
    """Listens for ever."""

    def decide(self, now: Situation) -> Step | None:
        return None


class Leaving:
    """Hangs up at once."""

    def decide(self, now: Situation) -> Step | None:
        return HangUp()


class Bot(asyncio.DatagramProtocol):
    """Answers a message as `reply` says."""

    def __init__(self, reply: Reply):
        self.reply = reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        for text in self.reply(data.decode(errors="replace")):
            self.transport.sendto(text.encode(), address)  # type: ignore[attr-defined]


def response(request: str, status: str, body: str = "") -> str:
    copied = [line for line in request.split("\r\n") if line.startswith(("Via", "To", "CSeq"))]
    lines = [f"SIP/2.0 {status}", *copied, "Contact: <sip:bank@127.0.0.1>", "", body]
    return "\r\n".join(lines)


async def call(reply: Reply, script: Script) -> SipTelephone:
    loop = asyncio.get_running_loop()
    bot, _ = await loop.create_datagram_endpoint(lambda: Bot(reply), local_addr=("127.0.0.1", 0))
    telephone = SipTelephone(script)
    port = bot.get_extra_info("sockname")[1]
    await place_calls(f"sip:bank@127.0.0.1:{port}", [telephone])
    bot.close()
    return telephone


def answering(request: str) -> list[str]:
    method = request.partition(" ")[0]
    if method not in ("INVITE", "BYE"):
        return []
    return [response(request, "180 Ringing"), response(request, "200 OK", ANSWER.format(port=9))]


def hanging_up(request: str) -> list[str]:
    bye = "BYE sip:caller@127.0.0.1 SIP/2.0\r\nCSeq: 1 BYE\r\n\r\n"
    return [bye] if request.startswith("ACK") else answering(request)


def busy(request: str) -> list[str]:
    return [response(request, "486 Busy Here")] if request.startswith("INVITE") else []


@pytest.mark.parametrize(
    ("reply", "script", "ended", "problem"),
    [
        (answering, Leaving(), "", ""),
        (hanging_up, Silent(), "assistant", ""),
        (busy, Silent(), "", "refused with status 486"),
    ],
)
@pytest.mark.asyncio
async def test_a_call_goes_over_udp(reply: Reply, script: Script, ended: str, problem: str) -> None:
    telephone = await call(reply, script)
    assert telephone.recording.ended == ended
    assert problem in telephone.recording.problem
    assert bool(problem) is bool(telephone.recording.problem)
