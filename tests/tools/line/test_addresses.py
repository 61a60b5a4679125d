from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tools.line.addresses import SPEECH, LineError, read_addresses

CHANNEL = SPEECH[0]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    endpoints, credentials = tmp_path / "endpoints.yml", tmp_path / "credentials.yml"
    endpoints.write_text("action_endpoint:\n  url: http://127.0.0.1:6055/webhook\n")
    credentials.write_text(f"{CHANNEL}:\n  tts:\n    url: http://127.0.0.1:6002\n")
    return {"ENDPOINTS": str(endpoints), "CREDENTIALS": str(credentials), "RASA_PORT": "6005"}


def test_addresses_come_from_the_two_files_and_rasas_port(environment: dict[str, str]) -> None:
    addresses = read_addresses(environment)
    assert [address.port for address in addresses.all] == [6002, 6055, 6005]
    assert addresses.page == "http://127.0.0.1:6005/webhooks/browser_audio/"
    assert addresses.websocket == "ws://127.0.0.1:6005/webhooks/browser_audio/websocket"


def test_a_line_for_all_interfaces_is_called_on_this_one(environment: dict[str, str]) -> None:
    addresses = read_addresses({**environment, "RASA_INTERFACE": "0.0.0.0"})
    assert addresses.rasa.url == "http://127.0.0.1:6005"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("ENDPOINTS", "action_endpoint: {}", "action_endpoint.url is 'None'"),
        ("ENDPOINTS", "action_endpoint: {url: 'http://x:none/'}", "action_endpoint.url"),
        ("ENDPOINTS", "action_endpoint: {url: 'http://127.0.0.1'}", "http://HOST:PORT"),
        ("CREDENTIALS", f"{CHANNEL}:", f"{CHANNEL}.tts.url is 'None'"),
        ("CREDENTIALS", "{", "cannot be read"),
    ],
)
def test_a_broken_address_names_file_and_key(
    environment: dict[str, str], name: str, content: str, complaint: str
) -> None:
    Path(environment[name]).write_text(content)
    with pytest.raises(LineError, match=complaint):
        read_addresses(environment)


def test_a_broken_port_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(LineError, match="RASA_PORT is 'x'"):
        read_addresses({**environment, "RASA_PORT": "x"})


def test_a_port_in_use_is_named_with_its_remedy(environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        addresses = read_addresses({**environment, "RASA_PORT": port})
        with pytest.raises(LineError, match=f"127.0.0.1:{port}, wanted by rasa.*RASA_PORT"):
            addresses.check_free()
