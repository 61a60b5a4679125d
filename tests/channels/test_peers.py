from __future__ import annotations

import pytest

from channels.errors import SettingError
from channels.peers import Peers, host_and_port


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("127.0.0.1:5060", ("127.0.0.1", 5060)),
        ("[::1]:5060", ("::1", 5060)),
        ("0.0.0.0:0", ("0.0.0.0", 0)),
    ],
)
def test_a_host_and_a_port(value: str, address: tuple[str, int]) -> None:
    assert host_and_port("listen", value) == address


@pytest.mark.parametrize("value", ["", "5060", ":5060", "host:", "host:x", "host:65536"])
def test_what_is_none(value: str) -> None:
    with pytest.raises(SettingError, match="allowed: HOST:PORT"):
        host_and_port("listen", value)


@pytest.mark.parametrize(
    ("peer", "admitted"),
    [("10.0.0.5", True), ("10.1.200.1", True), ("10.0.0.6", False), ("::1", True)],
)
def test_peers_are_addresses_and_networks(peer: str, admitted: bool) -> None:
    assert Peers("peers", "10.0.0.5, 10.1.0.0/16 ::1").admit(peer) is admitted


def test_a_peer_that_is_no_address_is_no_setting() -> None:
    with pytest.raises(SettingError, match="peers is 'pbx'"):
        Peers("peers", "pbx")
