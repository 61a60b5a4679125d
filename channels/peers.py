"""Where a line listens, and who may call it, as settings have them."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from channels.errors import SettingError

PEERS = "addresses or networks, as 10.0.0.5 10.1.0.0/16"


def host_and_port(key: str, value: str) -> tuple[str, int]:
    """Of HOST:PORT, also [::1]:PORT. Raises SettingError."""
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
        raise SettingError(key, value, "HOST:PORT")
    return host.strip("[]"), int(port)


class Peers:
    """Addresses and networks. Raises SettingError."""

    def __init__(self, key: str, value: str):
        try:
            self._networks = [ip_network(one) for one in value.replace(",", " ").split()]
        except ValueError as error:
            raise SettingError(key, value, PEERS) from error

    def admit(self, peer: str) -> bool:
        """Whether who calls from this address may."""
        return any(ip_address(peer) in network for network in self._networks)
