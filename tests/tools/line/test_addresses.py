from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tools.line.addresses import SPEECH, Address, LineError, read_addresses

CHANNEL = SPEECH[0]
LOOPBACKS = [host for host in ("127.0.0.1", "::1") if not Address("", host, 0, "").obstacle()]


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


@pytest.mark.parametrize("content", ["", "{tts: }", "{tts: {name: coqui}}"])
def test_the_speech_server_has_a_default_address(environment: dict[str, str], content: str) -> None:
    Path(environment["CREDENTIALS"]).write_text(f"{CHANNEL}: {content}")
    assert read_addresses(environment).speech.url == "http://127.0.0.1:5002"


def test_an_address_may_be_taken_from_the_environment(environment: dict[str, str]) -> None:
    url = "action_endpoint:\n  url: http://${HERE}:${PORT}/webhook\n"
    Path(environment["ENDPOINTS"]).write_text(url)
    addresses = read_addresses({**environment, "HERE": "127.0.0.1", "PORT": "7000"})
    assert addresses.actions.url == "http://127.0.0.1:7000"
    with pytest.raises(LineError, match=r"\$\{PORT\}"):
        read_addresses({**environment, "HERE": "127.0.0.1"})


@pytest.mark.parametrize(
    ("interface", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:6005"),
        ("::", "http://[::1]:6005"),
        ("::1", "http://[::1]:6005"),
        ("localhost", "http://localhost:6005"),
    ],
)
def test_the_line_is_called_where_it_listens_and_on_this_machine_if_everywhere(
    environment: dict[str, str], interface: str, url: str
) -> None:
    assert read_addresses({**environment, "RASA_INTERFACE": interface}).rasa.url == url


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("ENDPOINTS", "action_endpoint: {}", "action_endpoint.url is ''"),
        ("ENDPOINTS", "", "has no section 'action_endpoint'"),
        ("ENDPOINTS", "action_endpoint: {url: 'http://x:none/'}", "action_endpoint.url"),
        ("ENDPOINTS", "action_endpoint: {url: 'http://127.0.0.1'}", "http://HOST:PORT"),
        ("CREDENTIALS", f"{CHANNEL}:\n  tts: {{url: 5002}}", f"{CHANNEL}.tts.url is '5002'"),
        ("CREDENTIALS", f"{CHANNEL}s:", f"has no section '{CHANNEL}'"),
        ("CREDENTIALS", "{", "cannot be read"),
    ],
)
def test_a_broken_address_names_file_and_key(
    environment: dict[str, str], name: str, content: str, complaint: str
) -> None:
    Path(environment[name]).write_text(content)
    with pytest.raises(LineError, match=complaint):
        read_addresses(environment)


@pytest.mark.parametrize("port", ["x", "", "-1", "0", "65536", "99999", "9" * 5000, "\u00b2"])
def test_a_broken_port_is_named(environment: dict[str, str], port: str) -> None:
    with pytest.raises(LineError, match=f"RASA_PORT is {port!r}; allowed: .*1 to 65535"):
        read_addresses({**environment, "RASA_PORT": port})


@pytest.mark.parametrize("host", LOOPBACKS)
def test_a_port_in_use_is_named_with_its_remedy(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as other:
        address = Address("rasa", host, other.getsockname()[1], "choose another")
        assert address.obstacle() == (
            f"{address.place}, wanted by rasa: in use; end what listens there, or choose another"
        )
    assert address.obstacle() == ""


@pytest.mark.parametrize("host", ["192.0.2.1", "no..host"])
def test_where_this_machine_cannot_listen_is_not_called_in_use(host: str) -> None:
    obstacle = Address("rasa", host, 6005, "choose another").obstacle()
    assert "name an address of this machine, or choose another" in obstacle


def test_every_obstacle_is_named(environment: dict[str, str]) -> None:
    addresses = read_addresses({**environment, "RASA_INTERFACE": "192.0.2.1"})
    taken = socket.create_server(("127.0.0.1", addresses.speech.port))
    with taken, pytest.raises(LineError, match="(?s)6002, wanted by speech.*6005, wanted by rasa"):
        addresses.check_free()
