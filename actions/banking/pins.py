"""Telephone PINs are kept as argon2id hashes (RFC 9106).

The cost is the first choice of the OWASP Password Storage Cheat Sheet (19 MiB, 2 passes,
1 lane). It takes some tens of milliseconds, which a spoken turn can spare. A PIN has only
10,000 values, so a hash delays a thief who has the database; it cannot stop him.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODYS_HASH = _hasher.hash("no account has this PIN")


def hash_pin(pin: str) -> str:
    """The salted hash to store."""
    return _hasher.hash(pin)


def is_pin(pin: str, stored_hash: str | None) -> bool:
    """Whether `pin` belongs to the hash; None (no such account) costs as much time, then False."""
    try:
        _hasher.verify(stored_hash or _NOBODYS_HASH, pin)
    except VerifyMismatchError:
        return False
    return stored_hash is not None
