"""The line for SIP: the real user agent, and callers that are not ours, baresip and SIPp."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from rasa.shared.exceptions import RasaException

from channels.audio.pcm import Samples
from channels.local_line import LocalLine
from channels.sip import SipInput
from channels.turns.events import LineClosed
from tests.channels.rasa_line import SCRIPTED, RasaLine, rasa_line
from tests.far_ends import sipp
from tests.far_ends.baresip import VOICED, Baresip, dialling, speech_file
from tests.far_ends.sipp import ANSWERED, HUNG_UP
from tests.missing import missing
from tools.line.private import free_ports

CALLS, MOST_CALLS = 4, 24
SEVERAL_AGENTS = {"max_calls": 8}


def settings(**more: object) -> dict[str, object]:
    port, first = free_ports(1)[0], 20000
    listen = {"listen": f"127.0.0.1:{port}", "rtp_ports": f"{first}-{first + 200}"}
    return {**SCRIPTED, **listen, "max_calls": CALLS, "calls_a_minute": 0, **more}


@pytest_asyncio.fixture
async def line(request: pytest.FixtureRequest) -> AsyncIterator[RasaLine]:
    async with rasa_line(settings(**getattr(request, "param", {})), kind=SipInput) as line:
        yield line


def address(line: RasaLine) -> str:
    return str(line.channel.own.listen)


def with_settings(**more: object) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("line", [more], indirect=True)


def by_one_agent_or_several(**more: object) -> pytest.MarkDecorator:
    """Alone, and as one of those behind a switchboard."""
    both = [more, {**SEVERAL_AGENTS, **more}]
    return pytest.mark.parametrize("line", both, indirect=True, ids=["one", "several"])


def samples(*stretches: tuple[float, int]) -> Samples:
    """Of 8 kHz: stretches of that many seconds, as loud as that."""
    loud = [np.tile([level] * 4 + [-level] * 4, round(1000 * s)) for s, level in stretches]
    return np.concatenate(loud).astype(np.int16)


def wav(folder: Path, *stretches: tuple[float, int]) -> Path:
    return speech_file(folder, samples(*stretches))


VOICE, QUIET = 8000, 0
ONE_QUESTION = ((1.5, QUIET), (0.8, VOICE), (60.0, QUIET))


def voiced(phone: Baresip) -> bool:
    return bool(np.abs(phone.heard().astype(int)).max(initial=0) > VOICED)


# A telephone


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_a_call_from_the_invite_to_the_callers_goodbye(
    line: RasaLine, tmp_path: Path
) -> None:
    speech = wav(tmp_path, *ONE_QUESTION)
    async with dialling(tmp_path, f"sip:cards@{address(line)}", speech) as phone:
        await phone.until("Call established")
        await line.agent.asked("what is my balance")
        assert voiced(phone)
        phone.press("4821#")
        await line.agent.asked('/keyed_digits{"digits": "4821"}')
        phone.press("b")
        ended = await line.agent.asked("/session_end")
    started = line.agent.messages[0].metadata
    assert (started["line"], started["caller"], started["called"]) == ("sip", "alice", "cards")
    assert started["stream_id"]
    assert ended.metadata["reason"] == "caller"


@with_settings(sample_rate=16000)
@pytest.mark.parametrize("codec", ["G722", "PCMA"])
@pytest.mark.asyncio
async def test_other_codecs_are_spoken_too(line: RasaLine, tmp_path: Path, codec: str) -> None:
    speech = wav(tmp_path, *ONE_QUESTION)
    async with dialling(tmp_path, f"sip:bank@{address(line)}", speech, codec) as phone:
        await phone.until("Call established")
        await line.agent.asked("what is my balance")
        assert voiced(phone)
        phone.press("b")
        await line.is_idle()


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_the_assistant_hangs_up(line: RasaLine, tmp_path: Path) -> None:
    line.agent.answers["what is my balance"] = {"text": "Bye.", "custom": {"hang_up": True}}
    speech = wav(tmp_path, *ONE_QUESTION)
    async with dialling(tmp_path, f"sip:bank@{address(line)}", speech) as phone:
        await phone.until("session closed|Call with .* terminated")
    assert (await line.agent.asked("/session_end")).metadata["reason"] == "assistant"


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_when_rasa_is_stopped_a_caller_is_hung_up_in_order(
    line: RasaLine, tmp_path: Path
) -> None:
    async with dialling(tmp_path, f"sip:bank@{address(line)}", wav(tmp_path, (60, QUIET))) as phone:
        await line.agent.asked("/session_start")
        await phone.until("Call established")
        await line.exchange.end_all_calls()
        await phone.until("terminated")
    assert line.agent.texts == ["/session_start", "/line_closing", "/session_end"]


# The protocol, by SIPp


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_it_rings_and_is_answered(line: RasaLine, tmp_path: Path) -> None:
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, HUNG_UP)


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_options_are_answered(line: RasaLine, tmp_path: Path) -> None:
    options = sipp.request("OPTIONS", in_dialog=False)
    await sipp.call(tmp_path, address(line), options, sipp.expect(200))


@pytest.mark.asyncio
async def test_an_answer_that_is_sent_again_until_its_ack_comes_is_one_call(
    line: RasaLine, tmp_path: Path
) -> None:
    ringing = sipp.expect(100, True) + sipp.expect(180) + sipp.expect(200)
    late = sipp.pause(1200) + sipp.request("ACK")
    await sipp.call(tmp_path, address(line), sipp.invite(), ringing, late, HUNG_UP)
    assert line.agent.texts.count("/session_start") == 1


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_who_gives_up_before_the_answer_is_no_call(
    line: RasaLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = asyncio.Event()

    async def hesitate(far_end: LocalLine, _: object) -> None:
        await far_end.receive()
        assert await far_end.receive() == LineClosed("caller")
        gone.set()

    monkeypatch.setattr(line.channel, "take_call", hesitate)
    ringing = sipp.expect(100, True) + sipp.expect(180)
    cancelled = sipp.cancel() + sipp.expect(200) + sipp.expect(487) + sipp.request("ACK")
    await sipp.call(tmp_path, address(line), sipp.invite(), ringing, cancelled)
    await gone.wait()


@pytest.mark.asyncio
async def test_hold_and_resume(line: RasaLine, tmp_path: Path) -> None:
    def again(cseq: int, direction: str) -> str:
        offer = sipp.offer(cseq, direction)
        answer = sipp.expect(100, True) + sipp.expect(200)
        return sipp.request("INVITE", cseq, offer) + answer + sipp.request("ACK", cseq)

    hold, resume = again(2, "sendonly"), again(3, "sendrecv")
    bye = sipp.request("BYE", 4) + sipp.expect(200)
    pieces = (sipp.invite(), ANSWERED, hold, sipp.pause(500), resume, sipp.pause(500), bye)
    await sipp.call(tmp_path, address(line), *pieces)
    assert (await line.agent.asked("/session_end")).metadata["reason"] == "caller"


@pytest.mark.asyncio
async def test_keys_by_sip_info(line: RasaLine, tmp_path: Path) -> None:
    bye = sipp.request("BYE", 9) + sipp.expect(200)
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, sipp.info_keys("48#"), bye)
    await line.agent.asked('/keyed_digits{"digits": "48"}')


@pytest.fixture
def raw_packets() -> None:
    """SIPp plays captures as such."""
    if not sipp.may_play_captures():
        missing("leave to open raw sockets", "CAP_NET_RAW")


@pytest.mark.asyncio
async def test_keys_by_rfc_4733(raw_packets: None, line: RasaLine, tmp_path: Path) -> None:
    keyed = sipp.event_keys("48#")
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, keyed, HUNG_UP)
    await line.agent.asked('/keyed_digits{"digits": "48"}')


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_a_transfer_is_a_refer_with_the_handover_record(
    line: RasaLine, tmp_path: Path
) -> None:
    line.agent.answers["/session_start"] = {
        "custom": {"transfer": {"to": "200"}, "handover": {"reason": "lost"}}
    }
    target = "sip:200@127.0.0.1:[0-9]+[?]User-to-User=[0-9a-f]+%3B?encoding"
    refer = sipp.expect_request("REFER", target, "Refer-To:") + sipp.response("202 Accepted")
    notify = sipp.request(
        "NOTIFY",
        2,
        "      SIP/2.0 200 OK\n",
        more="Event: refer\n      Subscription-State: terminated",
        content_type="message/sipfrag",
    )
    end = sipp.expect(200) + sipp.expect_request("BYE") + sipp.response("200 OK")
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, refer, notify, end)


@with_settings(max_calls=1)
@pytest.mark.asyncio
async def test_when_all_lines_are_busy_the_next_is_told_so(line: RasaLine, tmp_path: Path) -> None:
    busy = sipp.invite() + sipp.expect(100, True) + sipp.expect(486) + sipp.request("ACK")
    speech = wav(tmp_path, (60, QUIET))
    async with dialling(tmp_path, f"sip:bank@{address(line)}", speech) as phone:
        await phone.until("Call established")
        await sipp.call(tmp_path, address(line), busy)
        phone.press("b")
        await line.is_idle()


@by_one_agent_or_several(username="trunk", password="s3cret")
@pytest.mark.parametrize(
    ("password", "end"),
    [
        ("s3cret", ANSWERED + sipp.request("BYE", 3) + sipp.expect(200)),
        ("guess", sipp.expect(100, True) + sipp.expect(401) + sipp.request("ACK", 2)),
    ],
)
@pytest.mark.asyncio
async def test_a_caller_must_give_the_password(
    line: RasaLine, tmp_path: Path, password: str, end: str
) -> None:
    challenged = sipp.expect(100, True) + sipp.expect(401, auth=True) + sipp.request("ACK")
    answer = sipp.request("INVITE", 2, sipp.offer(), False, "[authentication]")
    credentials = ("-au", "trunk", "-ap", password)
    await sipp.call(
        tmp_path, address(line), sipp.invite(), challenged, answer, end, options=credentials
    )


@by_one_agent_or_several(peers="192.0.2.1")
@pytest.mark.asyncio
async def test_who_is_no_peer_is_refused(line: RasaLine, tmp_path: Path) -> None:
    refused = sipp.expect(100, True) + sipp.expect(403) + sipp.request("ACK")
    await sipp.call(tmp_path, address(line), sipp.invite(), refused)
    assert line.agent.messages == []


@pytest.mark.parametrize(
    ("password", "trouble"), [("s3cret", ""), ("guess", "refuses to register us: 403")]
)
@pytest.mark.parametrize("calls", [CALLS, MOST_CALLS])
@pytest.mark.asyncio
async def test_it_registers_with_a_password_and_leaves_at_the_end(
    tmp_path: Path, password: str, trouble: str, calls: int
) -> None:
    port = free_ports(1)[0]
    account = {
        "registrar": f"sip:127.0.0.1:{port}",
        "registrar_username": "300",
        "registrar_password": password,
    }
    registrar = sipp.running(tmp_path, port, sipp.registrar("300", "s3cret"))
    ours = settings(**account, max_calls=calls)
    async with registrar, rasa_line(ours, kind=SipInput) as line:
        while "yet" in line.channel.trouble:
            await asyncio.sleep(0.01)
        assert trouble in line.channel.trouble
        assert (await line.get("/health"))[0] == (503 if trouble else 200)


@with_settings(
    max_calls=MOST_CALLS, asr={"name": "scripted", "texts": ["what is my balance"] * MOST_CALLS}
)
@pytest.mark.asyncio
async def test_calls_at_once_are_all_heard(line: RasaLine, tmp_path: Path) -> None:
    speech = sipp.mulaw_file(tmp_path, samples(*ONE_QUESTION))
    pieces = (sipp.invite(), ANSWERED, sipp.stream(speech), sipp.pause(5000), HUNG_UP)
    await sipp.call(tmp_path, address(line), *pieces, count=MOST_CALLS)
    await line.is_idle()
    assert line.agent.texts.count("what is my balance") == MOST_CALLS


@by_one_agent_or_several()
@pytest.mark.asyncio
async def test_a_far_end_that_gives_its_name_is_hung_up_too(line: RasaLine, tmp_path: Path) -> None:
    line.agent.answers["/session_start"] = {"custom": {"hang_up": True}}
    named = sipp.invite().replace("Contact: <sip:alice@[local_ip]", "Contact: <sip:alice@localhost")
    bye = sipp.expect_request("BYE") + sipp.response("200 OK")
    await sipp.call(tmp_path, address(line), named, ANSWERED, bye)


@with_settings(max_calls=MOST_CALLS)
@pytest.mark.asyncio
async def test_short_calls_come_and_go_without_end(line: RasaLine, tmp_path: Path) -> None:
    pieces = (sipp.invite(), ANSWERED, sipp.pause(300), HUNG_UP)
    await sipp.call(tmp_path, address(line), *pieces, count=120, at_once=MOST_CALLS // 2)
    await line.is_idle()
    assert line.agent.texts.count("/session_end") == 120


BROKEN = (
    "INVITE sip:bank@127.0.0.1 SIP/2.0\r\n\r\n",
    "INVITE sip:bank@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9\r\nCall-ID: \0\r\n\r\n",
    "INVITE \xff SIP/2.0\r\n",
    "\r\n\r\n",
    "BYE sip:bank@127.0.0.1 SIP/9.0\r\nContent-Length: 99999999\r\n\r\n",
    "x" * 60_000,
)


@pytest.mark.asyncio
async def test_what_is_no_sip_harms_nobody(line: RasaLine, tmp_path: Path) -> None:
    host, _, port = address(line).rpartition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far_end:
        for message in BROKEN:
            far_end.sendto(message.encode("latin-1"), (host, int(port)))
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, HUNG_UP)


# The process


@pytest.mark.asyncio
async def test_a_user_agent_that_has_died_is_started_again(
    line: RasaLine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    channel = line.channel
    assert isinstance(channel, SipInput) and channel._agent
    channel._agent.kill()
    while not channel.trouble:
        await asyncio.sleep(0)
    status, _ = await line.get("/health")
    assert status == 503
    while channel.trouble:
        await asyncio.sleep(0.01)
    assert "the user agent has stopped" in caplog.text
    await sipp.call(tmp_path, address(line), sipp.invite(), ANSWERED, HUNG_UP)


def test_many_calls_need_an_address_that_the_other_side_can_reach() -> None:
    everywhere = settings(listen="0.0.0.0:5060", max_calls=5)
    with pytest.raises(RasaException, match="public_address is None; allowed: an address"):
        SipInput.from_credentials(everywhere)


@pytest.mark.parametrize("calls", [CALLS, MOST_CALLS])
@pytest.mark.asyncio
async def test_a_port_in_use_stops_rasa_with_a_line_that_says_so(calls: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(RasaException, match=f"listen is '{listen}'; allowed: HOST:PORT where"):
            async with rasa_line(settings(listen=listen, max_calls=calls), kind=SipInput):
                pass
