"""SIPp, the SIP test tool of Debian's package sip-tester, as a caller: https://sipp.readthedocs.io

A scenario is written from the pieces below, in the order in which they are to happen; what SIPp
gets instead, or does not get in time, fails the call.
"""

from __future__ import annotations

import asyncio
import audioop
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.line.private import free_ports

WITHIN_S = 30
CAPTURES = Path("/usr/share/sip-tester")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEADERS = """\
      Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: "Alice" <sip:alice@[local_ip]:[local_port]>;tag=[pid]s[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>{to_tag}
      Call-ID: [call_id]
      CSeq: {cseq} {method}
      Contact: <sip:alice@[local_ip]:[local_port]>
      Max-Forwards: 70
"""
SDP = """\
      v=0
      o=alice 1 {version} IN IP4 [local_ip]
      s=-
      c=IN IP4 [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP 0 101
      a=rtpmap:0 PCMU/8000
      a=rtpmap:101 telephone-event/8000
      a=fmtp:101 0-15
      a={direction}
"""


def request(
    method: str,
    cseq: int = 1,
    body: str = "",
    in_dialog: bool = True,
    more: str = "",
    content_type: str = "application/sdp",
) -> str:
    """A request of the caller's; retransmitted until it is answered, but for an ACK."""
    head = _HEADERS.format(method=method, cseq=cseq, to_tag="[peer_tag_param]" if in_dialog else "")
    typed = f"      Content-Type: {content_type}\n" if body else ""
    more = f"      {more}\n" if more else ""
    retrans = "" if method == "ACK" else ' retrans="500"'
    return (
        f"  <send{retrans}><![CDATA[\n"
        f"      {method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n"
        f"{head}{more}{typed}      Content-Length: [len]\n\n{body}  ]]></send>\n"
    )


def response(line: str, more: str = "Contact: <sip:alice@[local_ip]:[local_port]>") -> str:
    """To the request that came last."""
    headers = "".join(
        f"      [last_{name}:]\n" for name in ("Via", "From", "To", "Call-ID", "CSeq")
    )
    return (
        f"  <send><![CDATA[\n      SIP/2.0 {line}\n{headers}      {more}\n"
        f"      Content-Length: 0\n\n  ]]></send>\n"
    )


def offer(version: int = 1, direction: str = "sendrecv") -> str:
    return SDP.format(version=version, direction=direction)


def invite(cseq: int = 1, more: str = "") -> str:
    return request("INVITE", cseq, offer(), in_dialog=False, more=more)


def cancel() -> str:
    """Of the INVITE three steps ago: the same but for its method (RFC 3261, section 9.1)."""
    return request("CANCEL", in_dialog=False).replace("branch=[branch]", "branch=[branch-3]")


def expect(status: int, optional: bool = False, auth: bool = False) -> str:
    """A response of the other side's."""
    more = (' optional="true"' if optional else "") + (' auth="true"' if auth else "")
    return f'  <recv response="{status}"{more} timeout="{1000 * WITHIN_S}"/>\n'


def expect_request(method: str, matching: str = "", header: str = "") -> str:
    """A request of the other side's, whose header must match a regular expression."""
    check = (
        f'<action><ereg regexp="{matching}" search_in="hdr" header="{header}" check_it="true" '
        'assign_to="1"/></action>'
        if matching
        else ""
    )
    return f'  <recv request="{method}" timeout="{1000 * WITHIN_S}">{check}</recv>\n'


def info_keys(keys: str, cseq: int = 2) -> str:
    """Keyed by SIP INFO; `cseq` is the first one's."""

    def info(number: int, key: str) -> str:
        body = f"      Signal={key}\n      Duration=160\n"
        return request("INFO", number, body, content_type="application/dtmf-relay") + expect(200)

    return "".join(info(number, key) for number, key in enumerate(keys, cseq))


def event_keys(keys: str) -> str:
    """Keyed by RFC 4733, as captured; the package has one capture a key, of rising sequence numbers
    from 1 to 9, 0, star and pound. SIPp needs leave to write raw packets: `may_play_captures`.
    """
    names = {"*": "star", "#": "pound"}

    def event(key: str) -> str:
        capture = CAPTURES / f"dtmf_2833_{names.get(key, key)}.pcap"
        return f'  <nop><action><exec play_pcap_audio="{capture}"/></action></nop>\n{pause(400)}'

    return "".join(map(event, keys))


def may_play_captures() -> bool:
    """Whether this user may open raw sockets: CAP_NET_RAW, capabilities(7)."""
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP).close()
    except PermissionError:
        return False
    return True


def pause(ms: int) -> str:
    return f'  <pause milliseconds="{ms}"/>\n'


def mulaw_file(folder: Path, speech: NDArray[np.int16]) -> Path:
    """Of samples at 8 kHz; without a header, which SIPp would play."""
    path = folder / "speech.ulaw"
    path.write_bytes(audioop.lin2ulaw(speech.astype("<i2").tobytes(), 2))
    return path


def stream(speech: Path) -> str:
    """Begins to send a file of `mulaw_file`, once."""
    return f'  <nop><action><exec rtp_stream="{speech},1,0"/></action></nop>\n'


ANSWERED = expect(100, True) + expect(180) + expect(200) + request("ACK")
HUNG_UP = request("BYE", 2) + expect(200)


def registrar(username: str, password: str) -> str:
    """Challenges, lets in who knows the password, and takes leave of them; 403 to who does not."""
    challenge = 'WWW-Authenticate: Digest realm="pbx", nonce="1f8a", algorithm=MD5'
    verify = f'<verifyauth assign_to="1" username="{username}" password="{password}"/>'
    again = f'  <recv request="REGISTER"><action>{verify}</action></recv>\n'
    known = '  <nop hide="true" test="1" next="known"/>\n'
    refused = response("403 Forbidden").replace("<send>", '<send next="end">')
    done = response("200 OK", "[last_Contact:]\n      Expires: 300")
    leave = expect_request("REGISTER", "0", "Expires:") + done
    return (
        expect_request("REGISTER")
        + response("401 Unauthorized", challenge)
        + again
        + known
        + refused
        + f'  <label id="known"/>\n{done}{leave}  <label id="end"/>\n'
    )


async def call(
    folder: Path,
    address: str,
    *pieces: str,
    count: int = 1,
    at_once: int | None = None,
    options: Sequence[str] = (),
) -> None:
    """So many calls, all `at_once` or fewer; AssertionError with SIPp's complaint if one fails."""
    parallel = str(at_once or count)
    many = ("-m", str(count), "-l", parallel, "-r", parallel)
    async with running(folder, free_ports(1)[0], *pieces, options=(address, *many, *options)):
        pass


@asynccontextmanager
async def running(
    folder: Path, port: int, *pieces: str, options: Sequence[str] = ("-m", "1")
) -> AsyncIterator[None]:
    """SIPp at this port of 127.0.0.1, which must have come to its end soon after the block's."""
    scenario, errors = folder / "scenario.xml", folder / "errors"
    body = "".join(pieces)
    reference = '  <Reference variables="1"/>\n' if 'assign_to="1"' in body else ""
    scenario.write_text(f'{HEADER}<scenario name="caller">\n{body}{reference}</scenario>\n')
    media_port = free_ports(1)[0]
    process = await asyncio.create_subprocess_exec(
        *("sipp", *options, "-sf", str(scenario), "-s", "bank", "-i", "127.0.0.1"),
        *("-p", str(port), "-mi", "127.0.0.1", "-mp", str(media_port - media_port % 2)),
        *("-nostdin", "-trace_err", "-error_file", str(errors)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        yield
        status = await asyncio.wait_for(process.wait(), 3 * WITHIN_S)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    assert status == 0, (status, errors.read_text() if errors.exists() else "")
