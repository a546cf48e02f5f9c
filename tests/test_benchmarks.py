"""The benchmarks: all programs give the same figures, and the page shows what is declared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import runner
from benchmarks.__main__ import PAGE, RUN
from benchmarks.cities import invented_cities
from benchmarks.measure import TooLongError, can_count, run
from benchmarks.page import page
from benchmarks.rivals import RIVALS, read_csv, read_drawn
from benchmarks.tasks import TASKS, Entry, Task

QUESTIONS = {task.question: task for task in TASKS if task.question}


@pytest.fixture(scope="module")
def env() -> dict[str, str]:
    return runner.environment()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


def small(question: str, *entries: Entry) -> Task:
    """A task of a few cities."""
    task = QUESTIONS[question]
    return task._replace(cities=12, entries=entries or task.entries)


def measured(task: Task, folder: Path, env: dict[str, str]) -> dict[str, dict[str, Any]]:
    return runner.measured([task], folder, env, runs=1, count=False)[task.key]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_program_that_is_here_gives_the_same_figures(
    question: str, folder: Path, env: dict[str, str]
) -> None:
    task = small(question)
    found = measured(task, folder, env)
    assert list(found) == [entry.name for entry in task.entries]
    for entry in task.entries:
        if runner.installed(entry, env):
            assert found[entry.name]["runs"] == 1
            assert 0 < found[entry.name]["cpu"] < 60_000
            assert 1 < found[entry.name]["memory"] < 4_000
        else:
            assert found[entry.name] == {"note": "not installed"}
    assert "runs" in found["smartrank"]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("echo 'Prüfreihe Mobilität 1,0.1'", "gives 1 figures, not the 7 that are meant"),
        ("true", "gives 0 figures"),
        ("echo broken >&2; exit 3", "broken fails: broken"),
    ],
)
def test_other_figures_end_the_run(
    command: str, told: str, folder: Path, env: dict[str, str]
) -> None:
    (ours, *_) = QUESTIONS["city"].entries
    task = small("city", ours._replace(name="broken", command=command, program="sh"))
    with pytest.raises(runner.DisagreementError, match=told):
        measured(task, folder, env)


def test_what_is_missing_or_takes_too_long_is_told(
    folder: Path, env: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "LIMIT", 0.3)
    missing = Entry("missing", "no-such-program", "no-such-program")
    slow = Entry("slow", "sleep 5", "sleep")
    assert measured(small("city", missing, slow), folder, env) == {
        "missing": {"note": "not installed"},
        "slow": {"note": "stopped after 0 s"},
    }


def test_a_run_is_measured_without_what_started_it() -> None:
    ballast = b"x" * 80_000_000
    cost, text = run(["sh", "-c", "echo word"])
    assert (text, len(ballast)) == ("word\n", 80_000_000)
    assert 0 < cost.cpu <= cost.wall + 0.05 < 5
    assert cost.memory < 40
    with pytest.raises(TooLongError):
        run(["sleep", "5"], limit=0.1)


def test_instructions_are_counted_of_all_that_is_started(folder: Path, env: dict[str, str]) -> None:
    if not can_count():
        pytest.skip("valgrind is not installed")
    one, two = (
        Entry(name, command, "sh") for name, command in (("one", "true"), ("two", "ls | cat"))
    )
    task = small("city", one._replace(read=None), two._replace(read=None))
    found = runner.measured([task], folder, env, runs=1)[task.key]
    assert 0 < found["one"]["instructions"] < found["two"]["instructions"]


def test_answers_are_read_with_and_without_heading_and_lines() -> None:
    columns, wanted = ("indicator", "score"), [("A, b", "7.5"), ("C d", "8.0")]
    assert read_csv('indicator,score\n"A, b",7.50000000\nC d,8\n', columns) == wanted
    assert read_csv('city,score,indicator\nx,7.5,"A, b"\nx,8,C d\n', columns) == wanted
    assert read_csv('"A, b",7.5\nC d,8.0\n', columns) == wanted
    boxed = "┌──┬──┐\n│ indicator │ score │\n├──┼──┤\n│ A, b │ 7.5 │\n│ C d │ 8.0 │\n└──┴──┘\n"
    assert read_drawn(boxed, columns) == wanted
    assert read_drawn(boxed.replace("│", "|"), columns) == wanted
    assert read_drawn("Indicator  Score\nA, b         7.5\nC d (bonus)  8.0\n", columns) == wanted


def test_the_edition_is_the_same_each_time_and_ranked_by_its_scores() -> None:
    cities = invented_cities(30)
    assert cities == invented_cities(30)
    for of_a_list in zip(*(city.ratings() for city in cities), strict=True):
        ratings = sorted((rating for _, _, rating in of_a_list), key=lambda one: one.rank)
        assert [one.rank for one in ratings] == [*range(1, 31)]
        scores = [one.score or 0 for one in ratings]
        assert scores == sorted(scores, reverse=True)


def test_the_page_shows_the_run_that_is_kept_and_all_that_is_declared() -> None:
    run = json.loads(RUN.read_text(encoding="utf-8"))
    again = "`python -m benchmarks` measures anew, with `--page` it writes the page alone"
    assert PAGE.read_text(encoding="utf-8") == page(run), again
    assert list(run["tasks"]) == [task.key for task in TASKS], again
    for task in TASKS:
        assert list(run["tasks"][task.key]) == [entry.name for entry in task.entries], again


def test_the_page_names_what_is_not_installed() -> None:
    run = json.loads(RUN.read_text(encoding="utf-8"))
    for found in run["tasks"].values():
        if "jq" in found:
            found["jq"] = {"note": "not installed"}
    run["versions"].pop("jq")
    text = page(run)
    assert "- Not installed: jq.\n" in text
    assert "| jq | not installed |  |  |  |  |\n" in text


def test_rivals_are_declared_once_and_for_every_question() -> None:
    names = [rival.name for rival in RIVALS]
    assert len(set(names)) == len(names)
    assert {name for rival in RIVALS for name in rival.commands} == set(QUESTIONS)
    assert all({"city", "low", "top"} <= set(rival.commands) for rival in RIVALS)
