"""Finds Vosk models on this machine, or downloads them from the project's own site.

    .venv/bin/python -m channels.engines.vosk_models vosk-model-small-en-us-0.15

A download is kept as `NAME.zip.part` until it is complete and its checksum is right; a second
try goes on where the first stopped. The unpacked folder appears under its name at once, whole.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import requests

from channels.engines.downloads import (
    CONNECT_S,
    READ_S,
    Logged,
    Progress,
    fetch,
    md5,
    show,
    unpack,
)
from channels.errors import ChannelError, ModelError

SITE = "https://alphacephei.com/vosk/models"
"""Holds NAME.zip and model-list.json: name, lang, md5, size, type, obsolete of each model."""
FOLDER = Path("models/vosk")
COMMAND = ".venv/bin/python -m channels.engines.vosk_models"
SMALL = {
    "en": "vosk-model-small-en-us-0.15",
    "ko": "vosk-model-small-ko-0.22",
    "de": "vosk-model-small-de-0.15",
    "fr": "vosk-model-small-fr-0.22",
    "es": "vosk-model-small-es-0.42",
    "it": "vosk-model-small-it-0.22",
    "nl": "vosk-model-small-nl-0.22",
    "pt": "vosk-model-small-pt-0.3",
}


class Store:
    """The folder of Vosk models and the site that fills it."""

    def __init__(self, folder: Path = FOLDER, site: str = SITE):
        self.folder = folder
        self.site = site.rstrip("/")

    def get(self, model: str | None, language: str) -> Path:
        """The folder of `model`, of $VOSK_MODEL or of one for `language`; may download it.

        `model` is a name or a path. Raises ModelError if there is none to be had.
        """
        found = self.find(model, language)
        return found or self.download(self.name(model, language), Logged(self.folder))

    def find(self, model: str | None, language: str) -> Path | None:
        """The same, if it is on this machine."""
        named = model or os.environ.get("VOSK_MODEL")
        if named:
            return next((p for p in (Path(named), self.folder / named) if p.is_dir()), None)
        return next(iter(self._of_language(language)), None)

    def name(self, model: str | None, language: str) -> str:
        """What to download. Raises ModelError where a path is given or no name is known."""
        named = model or os.environ.get("VOSK_MODEL") or SMALL.get(language.lower().split("-")[0])
        if not named:
            raise ModelError(
                f"no Vosk model for language {language} is in {self.folder}; choose one at "
                f"{self.site} and name it as asr.model"
            )
        if Path(named).name != named:
            raise ModelError(f"there is no Vosk model in {named}; correct asr.model or VOSK_MODEL")
        return named

    def remedy(self, name: str) -> str:
        """The command that brings a model anew."""
        return f"rm -rf {self.folder / name} && {COMMAND} {name}"

    def download(self, name: str, progress: Progress) -> Path:
        """The folder of the model, fetched, checked and unpacked. Raises ModelError."""
        try:
            return self._download(name, progress)
        except (requests.RequestException, OSError, KeyError, TypeError) as error:
            raise ModelError(self.failure(name, type(error).__name__)) from error

    def _download(self, name: str, progress: Progress) -> Path:
        entry = self._entry(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.zip.part"
        fetch(f"{self.site}/{name}.zip", part, progress)
        if md5(part) != entry["md5"]:
            part.unlink()
            raise ModelError(self.failure(name, "its checksum is wrong; what came was removed"))
        return unpack(part, self.folder / name)

    def _entry(self, name: str) -> dict[str, Any]:
        """The model's line in the site's list."""
        answer = requests.get(f"{self.site}/model-list.json", timeout=(CONNECT_S, READ_S))
        answer.raise_for_status()
        for entry in answer.json():
            if entry["name"] == name:
                return dict(entry)
        raise ModelError(f"there is no Vosk model {name}; {self.site} lists them")

    def _of_language(self, language: str) -> list[Path]:
        """Folders such as vosk-model-small-en-us-0.15, the newest first."""
        wanted = language.lower().split("-")[0]
        paths = self.folder.glob("vosk-model-*") if self.folder.is_dir() else ()
        return sorted(
            (p for p in paths if p.is_dir() and wanted in p.name.split("-")), reverse=True
        )

    def unavailable(self, name: str) -> str:
        """Why the site cannot give the model; empty if it can."""
        try:
            self._entry(name)
        except (requests.RequestException, ModelError, KeyError, TypeError) as error:
            return str(error) if isinstance(error, ModelError) else type(error).__name__
        return ""

    def failure(self, name: str, why: str) -> str:
        return (
            f"the Vosk model {name} is not in {self.folder} and cannot be downloaded ({why}); "
            f"with a network: {COMMAND} {name}; without: unpack "
            f"{self.site}/{name}.zip into {self.folder}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Downloads a Vosk model.")
    parser.add_argument("model", nargs="?", default=SMALL["en"])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--url", default=SITE)
    args = parser.parse_args()
    try:
        print(Store(args.folder, args.url).download(args.model, show))
    except ChannelError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
