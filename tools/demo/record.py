"""Speaks the texts of demo/call.yml into its WAV files, with flite:  python -m tools.demo.record"""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.demo.__main__ import FOLDER, read_story


def record(text: str, voice: str, path: Path) -> None:
    """16-bit mono, 16 kHz. Needs Debian's packages flite and sox."""
    loud = ["gain", "-n", "-6", "pad", "0.1", "0.2"]
    raw = path.with_suffix(".flite.wav")
    subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(raw)], check=True)
    subprocess.run(["sox", str(raw), "-r", "16000", "-b", "16", str(path), *loud], check=True)
    raw.unlink()


def main() -> None:
    story = read_story()
    for name, text in story.texts.items():
        record(text, story.voice, FOLDER / f"{name}.wav")
        print(f"{FOLDER / name}.wav  {text}")


if __name__ == "__main__":
    main()
