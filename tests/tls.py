"""Certificates for the tests' servers, by an authority of their own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import trustme

HOST = "127.0.0.1"


class Certificate(NamedTuple):
    """PEM files: of the authority that the client trusts, of the server, and of its key."""

    authority: Path
    server: Path
    key: Path


def certificate(folder: Path) -> Certificate:
    """Of a server at 127.0.0.1; the files are made in `folder`."""
    authority = trustme.CA()
    issued = authority.issue_cert(HOST)
    files = Certificate(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    authority.cert_pem.write_to_path(str(files.authority))
    issued.cert_chain_pems[0].write_to_path(str(files.server))
    issued.private_key_pem.write_to_path(str(files.key))
    files.key.chmod(0o600)
    return files
