"""Where what callers say may go: the regions of privacy.yml. Pure.

    locality:
      region: eu-central            # of this machine
      allowed: [eu-central, eu-west]
      places:                       # what is elsewhere: a host, or a domain with all its hosts
        db.example.com: eu-west

Without `allowed` it may go anywhere. What has no host, or is on this machine, is in its region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

SECTION = "locality"
_KEYS = ("region", "allowed", "places")


class LocalityError(ValueError):
    """A value that is not allowed, in privacy.yml or by it."""

    def __init__(self, key: str, value: object, allowed: str):
        super().__init__(f"{key} is {value!r}; allowed: {allowed}")
        self.key, self.value, self.allowed = key, value, allowed


@dataclass(frozen=True)
class Locality:
    """What `parse` has checked."""

    region: str = ""
    allowed: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)

    def region_of(self, address: str) -> str:
        """Of a URL or a host; empty if nobody has said so."""
        host = _host(address)
        if _is_here(host):
            return self.region
        domains = [host.split(".", count)[-1] for count in range(host.count(".") + 1)]
        return next((self.places[name] for name in domains if name in self.places), "")

    def check(self, key: str, address: str) -> None:
        """Raises `LocalityError` if what is at `address`, the setting `key`, is not to be used."""
        if self.allowed and self.region_of(address) not in self.allowed:
            where = self.region_of(address) or f"no place of {SECTION}.places"
            allowed = f"what is in {', '.join(sorted(self.allowed))} (privacy.yml)"
            raise LocalityError(key, f"{_host(address)}, which is in {where}", allowed)


def parse(given: object) -> Locality:
    """Of the section; raises `LocalityError`."""
    section = _mapping(SECTION, given or {}, f"the keys {', '.join(_KEYS)}")
    for name in section:
        if name not in _KEYS:
            raise LocalityError(f"{SECTION}.{name}", section[name], f"the keys {', '.join(_KEYS)}")
    region = _text("region", section.get("region") or "")
    allowed = section.get("allowed") or []
    if not isinstance(allowed, list):
        raise LocalityError(f"{SECTION}.allowed", allowed, "a list of regions")
    regions = frozenset(_text("allowed", one) for one in allowed)
    if regions and region not in regions:
        raise LocalityError(f"{SECTION}.region", region, f"one of {', '.join(sorted(regions))}")
    places = _mapping(f"{SECTION}.places", section.get("places") or {}, "hosts and their regions")
    return Locality(
        region,
        regions,
        {str(host).lower(): _text(f"places.{host}", there) for host, there in places.items()},
    )


def _mapping(key: str, given: object, allowed: str) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise LocalityError(key, given, allowed)
    return given


def _text(key: str, given: object) -> str:
    if not isinstance(given, str):
        raise LocalityError(f"{SECTION}.{key}", given, "a region's name, as eu-central")
    return given


def _host(address: str) -> str:
    """Empty for what has none: a file, a Unix socket."""
    try:
        return (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
    except ValueError:  # of what is no address, the reader of the setting complains
        return address


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")
