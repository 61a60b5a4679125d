"""Every line but the browser's: what its far end needs to be let in, and a telephone behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tools.caller.asterisk_websocket import AsteriskTelephone
from tools.caller.audiosocket import AudioSocketTelephone
from tools.caller.genesys import GenesysTelephone, upgrade
from tools.caller.jambonz import JambonzTelephone
from tools.caller.sip import SipTelephone
from tools.caller.telephone import Telephone
from tools.caller.twilio import TwilioTelephone, sign
from tools.line.addresses import Addresses
from tools.line.private import free_ports

SECRET = "0123456789abcdef"
HOST = "bank.example"
RTP_PORTS = "21000-21199"  # not those of a line that is open


@dataclass(frozen=True)
class Line:
    """`settings` are those of its section in credentials.yml, which has the name `section`."""

    section: str
    settings: dict[str, Any]
    telephone: Callable[..., Telephone]
    address: Callable[[Addresses], str]
    """Where the line listens."""


def _websocket(path: str) -> Callable[[Addresses], str]:
    return lambda addresses: addresses.rasa.url.replace("http", "ws", 1) + path


def _audiosocket() -> Line:
    port = free_ports(1)[0]
    return Line(
        "channels.audiosocket.AudioSocketInput",
        {"listen": f"127.0.0.1:{port}"},
        AudioSocketTelephone,
        lambda _: f"tcp://127.0.0.1:{port}",
    )


def _asterisk_websocket() -> Line:
    return Line(
        "channels.asterisk_websocket.AsteriskWebsocketInput",
        {"password": SECRET},
        partial(AsteriskTelephone, credential=("asterisk", SECRET)),
        _websocket("/webhooks/asterisk_websocket/websocket"),
    )


def _genesys() -> Line:
    path, client_secret = "/webhooks/genesys/websocket", "c2VjcmV0c2VjcmV0c2VjcmV0"
    return Line(
        "channels.genesys.GenesysInput",
        {"api_key": SECRET, "client_secret": client_secret},
        partial(GenesysTelephone, upgrade=partial(upgrade, SECRET, client_secret, HOST, path)),
        _websocket(path),
    )


def _jambonz() -> Line:
    username, server = "desk", f"https://{HOST}"
    return Line(
        "channels.jambonz.JambonzInput",
        {
            "server_url": server,
            "webhook_secret": SECRET,
            "username": username,
            "password": SECRET,
        },
        partial(JambonzTelephone, credential=(username, SECRET)),
        _websocket("/webhooks/jambonz/websocket"),
    )


def _sip() -> Line:
    port = free_ports(1)[0]
    return Line(
        "channels.sip.SipInput",
        {"listen": f"127.0.0.1:{port}", "rtp_ports": RTP_PORTS},
        SipTelephone,
        lambda _: f"sip:bank@127.0.0.1:{port}",
    )


def _twilio() -> Line:
    path = "/webhooks/twilio_media_streams/websocket"
    return Line(
        "channels.twilio_media_streams.TwilioMediaStreamsInput",
        {"server_url": f"https://{HOST}", "auth_token": SECRET},
        partial(TwilioTelephone, signature=sign(SECRET, f"wss://{HOST}{path}", {})),
        _websocket(path),
    )


def lines() -> dict[str, Line]:
    """By name, on ports that are free now."""
    return {
        "asterisk_websocket": _asterisk_websocket(),
        "audiosocket": _audiosocket(),
        "genesys": _genesys(),
        "jambonz": _jambonz(),
        "sip": _sip(),
        "twilio_media_streams": _twilio(),
    }
