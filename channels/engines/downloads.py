"""Downloads an archive so that an interruption loses little and leaves nothing half-done."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import requests

from channels.errors import ModelError

CONNECT_S, READ_S = 1.5, 10.0
CHUNK_BYTES = 1 << 18

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes of the whole, 0 if that is not known."""

log = logging.getLogger(__name__)


def fetch(url: str, part: Path, progress: Progress) -> None:
    """Appends to `part` what it lacks of `url`. Raises requests' errors."""
    have = part.stat().st_size if part.is_file() else 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with requests.get(url, headers=headers, stream=True, timeout=(CONNECT_S, READ_S)) as answer:
        if answer.status_code == requests.codes.range_not_satisfiable:
            return
        answer.raise_for_status()
        if answer.status_code != requests.codes.partial_content:
            have = 0
        size = have + int(answer.headers.get("Content-Length", 0))
        with part.open("ab" if have else "wb") as file:
            for chunk in answer.iter_content(CHUNK_BYTES):
                file.write(chunk)
                have += len(chunk)
                progress(have, size)


def md5(path: Path) -> str:
    """The sum that the site's list has; it guards against damage, not against malice."""
    digest = hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def unpack(archive: Path, target: Path) -> Path:
    """The archive's one folder, moved to `target` once all of it is there; `archive` goes."""
    scratch = target.with_name(f".{target.name}.unpacking")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as file:
            check_members(file.namelist(), target.name)
            file.extractall(scratch)
        (scratch / target.name).rename(target)
    except zipfile.BadZipFile as error:
        archive.unlink()
        raise ModelError(f"{archive.name} was no zip file and is removed; try again") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    archive.unlink()
    return target


def check_members(names: list[str], root: str) -> None:
    """Every member must lie in the folder `root`: no absolute path, no `..`."""
    for name in names:
        parts = PurePosixPath(name).parts
        if not parts or parts[0] != root or ".." in parts:
            raise ModelError(f"the archive of {root} holds a file outside of {root}: {name!r}")


class Logged:
    """Progress as a line in the log for every tenth."""

    def __init__(self, folder: Path):
        self._folder, self._tenth = folder, 0

    def __call__(self, done: int, size: int) -> None:
        tenth = 10 * done // size if size else 0
        if tenth > self._tenth:
            self._tenth = tenth
            log.info("Vosk model for %s: %d %% of %.0f MB", self._folder, tenth * 10, size / 1e6)


def show(done: int, size: int) -> None:
    """Progress as one line of a terminal."""
    share = f"{100 * done // size} %" if size else ""
    print(f"\r{done / 1e6:.1f} MB {share}", end="", file=sys.stderr, flush=True)
