"""How well and how fast each recognizer hears: word errors, digit strings, time.

    python -m tools.bench.recognition --out var/bench

prints a table and writes recognition.json and recognition.md (a section for
docs/performance.md). An engine whose model is missing is left out, and named.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer

from actions.privacy.spoken_digits import digit_runs
from channels.engines import registry
from channels.engines.interfaces import Recognizer
from channels.errors import ModelError
from tools.bench.speech_corpus import VOICES, WORDS, Utterance, callers, real_speech

ENGINES = ("moonshine", "whisper", "vosk")
CHUNK = 3200
TITLES = (
    "engine", "real speech", "clean", "telephone", "noise",
    "accounts tel.", "accounts noise", "PINs tel.", "PINs noise", "s/s audio", "final ms",
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What an engine made of an utterance, and how long its final text took after the audio."""

    said: Utterance
    text: str
    seconds: float


def hear(recognizer: Recognizer, said: Utterance) -> Result:
    """All of the audio first, as it comes in; then the time for its text."""
    hearing = recognizer.open(digits=said.kind != "speech")
    begun = time.perf_counter()
    for at in range(0, len(said.samples), CHUNK):
        hearing.feed(said.samples[at : at + CHUNK])
    text = hearing.final().text
    hearing.close()
    return Result(said, text, time.perf_counter() - begun)


def normal(text: str) -> str:
    """Lower case, no punctuation, numbers digit by digit as numerals: "4-8 two" = "4 8 2"."""
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower())
    plain = re.sub(r"(\d)", r" \1 ", plain)
    words = [str(WORDS.index(w)) if w in WORDS else w for w in plain.split()]
    return " ".join("mister" if w == "mr" else w for w in words)


def word_error_rate(results: Sequence[Result]) -> float | None:
    if not results:
        return None
    said = [normal(result.said.text) for result in results]
    return float(jiwer.wer(said, [normal(result.text) for result in results]))


def digits_right(results: Sequence[Result]) -> float | None:
    """The share of digit strings in which every digit is right."""
    right = [
        "".join(run.digits for run in digit_runs(result.text)) == result.said.text
        for result in results
    ]
    return sum(right) / len(right) if right else None


def summary(results: Sequence[Result]) -> dict[str, float | None]:
    """One engine's figures."""

    def of(kind: str, condition: str) -> list[Result]:
        return [r for r in results if (r.said.kind, r.said.condition) == (kind, condition)]

    audio_s = sum(result.said.seconds for result in results)
    figures = {
        f"wer_{condition}": word_error_rate(of("speech", condition))
        for condition in ("real", "clean", "telephone", "noise")
    }
    for kind in ("account", "PIN"):
        for condition in ("clean", "telephone", "noise"):
            figures[f"{kind}_{condition}"] = digits_right(of(kind, condition))
    for voice in VOICES:
        strings = [r for r in results if r.said.voice == voice and r.said.kind != "speech"]
        figures[f"digits_{voice}"] = digits_right(strings)
    short = sorted(r.seconds for r in results if r.said.condition != "real")
    figures["s_per_s"] = sum(r.seconds for r in results) / audio_s if audio_s else None
    figures["final_ms"] = 1000 * short[len(short) // 2] if short else None
    return figures


def markdown(engines: dict[str, dict[str, float | None]], missing: Sequence[str]) -> str:
    """The section for docs/performance.md."""

    def row(name: str, figures: dict[str, float | None]) -> str:
        def share(key: str) -> str:
            value = figures[key]
            return "-" if value is None else f"{100 * value:.1f} %"

        keys = [f"wer_{c}" for c in ("real", "clean", "telephone", "noise")]
        keys += [f"{k}_{c}" for k in ("account", "PIN") for c in ("telephone", "noise")]
        times = f"{figures['s_per_s'] or 0:.3f} | {figures['final_ms'] or 0:.0f}"
        return f"| {name} | {' | '.join(map(share, keys))} | {times} |"

    return "\n".join(
        [
            "## Recognition",
            "",
            "Word error rate on real recordings and on synthetic callers (flite), the share of",
            "8-digit account numbers and 4-digit PINs with every digit right, seconds of work per",
            "second of audio, and the median time of a caller's utterance.",
            "",
            f"| {' | '.join(TITLES)} |",
            f"|{' --- |' * len(TITLES)}",
            *(row(name, figures) for name, figures in engines.items()),
            *(f"\nNot measured: {line}" for line in missing),
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("var/bench"))
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--voices", default=",".join(VOICES))
    args = parser.parse_args()
    corpus = [*real_speech(), *callers(tuple(args.voices.split(",")))]
    figures, texts, missing = {}, {}, []
    for name in args.engines.split(","):
        try:
            recognizer = registry.recognizer({"name": name}, "en")
        except ModelError as error:
            missing.append(f"{name}: {error}")
            continue
        results = [hear(recognizer, said) for said in corpus]
        figures[name] = summary(results)
        texts[name] = [
            {"said": r.said.text, "voice": r.said.voice, "as": r.said.condition, "heard": r.text}
            for r in results
        ]
    section = markdown(figures, missing)
    print(section)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "recognition.md").write_text(section)
    (args.out / "recognition.json").write_text(
        json.dumps({"figures": figures, "texts": texts, "missing": missing}, indent=1)
    )


if __name__ == "__main__":
    main()
