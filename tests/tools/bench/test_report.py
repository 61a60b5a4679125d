from __future__ import annotations

from pathlib import Path

from tools.bench.calls import Run, Spread
from tools.bench.plot import plot
from tools.bench.report import Figures, page
from tools.bench.synthesis import Speaking

SPREAD = Spread(10, 400, 700, 900)


def one_run(calls: int, **changes: object) -> Run:
    fields: dict[str, object] = {
        "line": "browser_audio",
        "calls": calls,
        "response_ms": SPREAD,
        "keyed_ms": None,
        "stop_ms": Spread(2, 180, 190, 200),
        "stages_ms": {"endpoint": 300},
        "unanswered": 0,
        "gaps": 0,
        "longest_gap_ms": 0.0,
        "cut_ins": 0,
        "failed": [],
        "lateness_ms": 1.0,
        "cpu_s_per_call_s": {"rasa": 0.08},
        "peak_mb": {"rasa": 900},
        "mb_per_call": 2.5,
        "responses_ms": [300.0, 400.0],
    }
    return Run(**{**fields, **changes})  # type: ignore[arg-type]


def figures(*runs: Run) -> Figures:
    speaking = Speaking(SPREAD, SPREAD, 0.1)
    return Figures(
        {"processor": "2 cores"},
        {},
        {"rasa": 22.4},
        runs,
        [one_run(4, line="jambonz")],
        speaking,
        "## Recognition",
    )


def test_every_figure_is_on_the_page() -> None:
    text = page(figures(one_run(1), one_run(8)))
    assert "| 1 | 10 | 400 / 700 / 900 | - | 180 / 190 / 200 | 0 | 0 | 0 | 0.0 |" in text
    jambonz = "| jambonz | 4 | 10 | 400 / 700 / 900 | - | 180 / 190 / 200 | 0 | 0 | 0 | 0.0 |"
    assert f"{jambonz} - | 0.08 | 2.5 |" in text
    assert "| rasa | 22 |" in text and "| 8 | 0.080 | 900 |" in text
    assert "| real-time factor | 0.1 |" in text
    assert "| 8 | 300 | - | - | - |" in text
    assert text.endswith("## Recognition")


def test_what_makes_figures_doubtful_is_said() -> None:
    text = page(figures(one_run(8, cores_elsewhere=0.9, failed=["no answer"], gaps=2)))
    assert "Doubtful with 8 at once on browser_audio: other programs kept 0.9 cores busy" in text
    assert "failed: no answer." in text
    assert "Doubtful" not in page(figures(one_run(8)))


def test_how_many_calls_are_too_many_is_said() -> None:
    late = one_run(12, response_ms=Spread(10, 500, 801, 900))
    assert "P95 is above 800 ms with 12 calls at once." in page(figures(one_run(8), late))
    assert "P95 stays below 800 ms up to 8 calls at once." in page(figures(one_run(8)))


def test_a_line_is_compared_with_the_browsers_of_as_many_calls() -> None:
    quick = one_run(4, response_ms=Spread(10, 350, 700, 900))
    assert "| +50 | 0.08 |" in page(figures(quick))


def test_the_same_figures_make_the_same_picture(tmp_path: Path) -> None:
    first, second = tmp_path / "1.svg", tmp_path / "2.svg"
    for path in (first, second):
        plot([one_run(1), one_run(8)], path)
    assert first.read_bytes() == second.read_bytes()
