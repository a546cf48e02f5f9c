"""The JSON contract: published schemas, and fields that scripts rely on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import make_city, write_city
from smartrank import UnknownNameError, schema
from smartrank.model import BestPractice, Milestone

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Invoke

_CITY = "city, city_name, edition"
_RANKS = (
    f"{_CITY}, category, category_name, rank, rank_change, previous_rank, direction, "
    "ranked_cities, score"
)
_ROWS = (
    f"{_CITY}, category, category_name, position, indicator, indicator_name, likely_name, kind, "
    "score, max_score, potential"
)
_COMPARED = (
    f"level, {_CITY}, category, category_name, position, indicator, indicator_name, rank, "
    "rank_difference, score, difference"
)
#: The contract. A change here breaks other people's scripts.
FIELDS = {
    "show": (
        "city, city_name, state, area_km2, population, ags, edition, source, overall, categories, "
        "best_practices"
    ),
    "cities": (
        f"{_CITY}, state, area_km2, population, ags, rank, rank_change, previous_rank, direction, "
        "score, ranked_cities, source_url, data_file"
    ),
    "ranks": _RANKS,
    "trends": _RANKS,
    "indicators": _ROWS,
    "weak": _ROWS,
    "strong": _ROWS,
    "compare": _COMPARED,
    "history": _COMPARED,
    "whatif": (
        f"level, {_CITY}, category, category_name, position, indicator, indicator_name, before, "
        "after, gain"
    ),
    "audit": (
        f"{_CITY}, category, category_name, score, recomputed, difference, tolerance, verdict"
    ),
    "practices": f"{_CITY}, position, title, url, summary, milestones, partners",
    "check": "file, line, column, key, severity, code, message",
}
COMMANDS = {
    "show": ("show", "jena"),
    "show of an invented city": ("show", "halle-muster"),
    "show of an early edition": ("show", "musterstadt@2024"),
    "cities": ("cities",),
    "ranks": ("ranks",),
    "trends": ("trends",),
    "indicators": ("indicators",),
    "weak": ("weak", "--bonus"),
    "strong": ("strong", "--above", "0"),
    "compare": ("compare", "jena", "halle-muster", "musterstadt@2024"),
    "compare rows": ("compare", "jena", "halle-muster", "musterstadt@2024", "--indicators"),
    "history": ("history", "musterstadt", "--indicators"),
    "whatif": ("whatif", "jena", "--set", "lpwan=max", "--set", "verwaltung/5=100"),
    "whatif target": ("whatif", "halle-muster", "--target", "100"),
    "audit": ("audit",),
    "practices": ("practices",),
}
NAMES = (*FIELDS, "dataset")


def named(fields: str) -> list[str]:
    return fields.split(", ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two editions of a city, and one of which as little as possible is known."""
    write_city(tmp_path, make_city(edition=2024, rank=12, rank_change=-1))
    practice = BestPractice(title="Probe")
    rich = replace(practice, milestones=(Milestone(2024, "Start"),), partners=("A", "B"), url="u")
    write_city(tmp_path, replace(make_city(), ags="01234567", best_practices=(practice, rich)))
    bare = make_city("Halle (Muster)", rank=7, rank_change=None, rows=((None, 0.0), ("X", 100.0)))
    write_city(tmp_path, replace(bare, source=replace(bare.source, ranked_cities=None)))
    return tmp_path


def invalid(instance: Any, name: str) -> list[str]:
    return [e.message for e in Draft202012Validator(schema(name)).iter_errors(instance)]


# --- the schemas ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_valid_and_named(invoke: Invoke, name: str) -> None:
    outcome = invoke("schema", name)
    assert (outcome.code, outcome.err) == (0, "")
    published = json.loads(outcome.out)
    Draft202012Validator.check_schema(published)
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert published["$id"] == f"urn:smartrank:1:{name}"
    assert published == schema(name)


def test_all_schemas_come_as_one_object_by_name(invoke: Invoke) -> None:
    published = json.loads(invoke("schema").out)
    assert list(published) == list(NAMES)
    assert published == {name: schema(name) for name in NAMES}


def test_an_unknown_schema_is_refused_with_what_there_is(invoke: Invoke) -> None:
    outcome = invoke("schema", "indicator")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[0] == "error: there is no schema `indicator`"
    assert "`indicators`" in outcome.err
    with pytest.raises(UnknownNameError):
        schema("")


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_described_and_required(name: str) -> None:
    published = schema(name)
    record = published if name == "show" else published["items"]
    assert published["type"] == ("object" if name == "show" else "array")
    assert list(record["properties"]) == record["required"] == named(FIELDS[name])
    assert record["additionalProperties"] is False
    assert all(field["description"] for field in record["properties"].values())


def test_types_and_closed_sets_of_values_are_published() -> None:
    def types(name: str) -> dict[str, Any]:
        fields = schema(name)["items"]["properties"]
        return {key: field.get("type", field.get("enum")) for key, field in fields.items()}

    maybe_int, maybe_text = ["integer", "null"], ["string", "null"]
    assert types("ranks") == {
        "city": "string",
        "city_name": "string",
        "edition": "integer",
        "category": "string",
        "category_name": "string",
        "rank": "integer",
        "rank_change": maybe_int,
        "previous_rank": maybe_int,
        "direction": ["up", "down", "unchanged", "new"],
        "ranked_cities": maybe_int,
        "score": "number",
    }
    assert types("indicators")["kind"] == ["regular", "bonus"]
    assert types("indicators")["indicator"] == types("cities")["ags"] == maybe_text
    assert types("compare")["level"] == ["overall", "category", "indicator"]
    assert types("compare")["difference"] == ["number", "null"]
    assert types("audit")["verdict"] == ["agrees", "differs", None]  # no rows to compare with
    assert types("check")["severity"] == ["fault", "note"]


# --- the answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", COMMANDS)
def test_every_answer_keeps_to_its_schema(invoke: Invoke, folder: Path, case: str) -> None:
    name = case.split(maxsplit=1)[0]
    outcome = invoke(*COMMANDS[case], "--data", folder, "--json")
    assert outcome.code == 0
    answer = json.loads(outcome.out)
    assert invalid(answer, name) == []
    for record in answer if name != "show" else [answer]:
        assert list(record) == named(FIELDS[name])


def test_a_check_keeps_to_its_schema(invoke: Invoke, folder: Path) -> None:
    (folder / "kaputt.toml").write_text("[city]\nname = 1\n")
    (folder / "kein.toml").write_text("[")
    outcome = invoke("check", folder, folder / "fehlt.toml", "--json")
    assert outcome.code == 1
    records = json.loads(outcome.out)
    assert invalid(records, "check") == []
    assert {record["severity"] for record in records} == {"fault", "note"}
    assert {tuple(record) for record in records} == {tuple(named(FIELDS["check"]))}


def test_a_profile_nests_the_records_of_the_other_commands(invoke: Invoke) -> None:
    profile = json.loads(invoke("show", "jena", "--json").out)
    assert list(profile["source"]) == named(
        "title, publisher, edition, ranked_cities, url, retrieved"
    )
    overall, *ratings = json.loads(invoke("ranks", "jena", "--json").out)
    assert profile["overall"] == overall
    rows = json.loads(invoke("indicators", "jena", "--json").out)
    nested = [row for category in profile["categories"] for row in category.pop("indicators")]
    assert nested == rows
    assert profile["categories"] == ratings
    assert profile["best_practices"] == json.loads(invoke("practices", "jena", "--json").out)


@pytest.mark.parametrize("name", [name for name in COMMANDS if " " not in name])
def test_an_empty_answer_keeps_to_its_schema(invoke: Invoke, folder: Path, name: str) -> None:
    if name == "show":
        assert invalid([], name) != []
    else:
        outcome = invoke(*COMMANDS[name], "--data", folder, "--limit", "0", "--json")
        assert (outcome.code, outcome.out) == (0, "[]\n")
        assert invalid([], name) == []


def test_the_schema_refuses_what_is_no_answer(invoke: Invoke) -> None:
    (record, *_) = json.loads(invoke("ranks", "jena", "--json").out)
    assert invalid([record], "ranks") == []
    for wrong in (
        {**record, "rank": "54"},
        {**record, "rank": None},
        {**record, "direction": "sideways"},
        {**record, "extra": 1},
        {key: value for key, value in record.items() if key != "score"},
    ):
        assert len(invalid([wrong], "ranks")) == 1
    assert invalid({"data": [record]}, "ranks") != []


@pytest.mark.parametrize("command", FIELDS)
def test_the_help_of_a_command_names_its_fields(invoke: Invoke, command: str) -> None:
    text = " ".join(invoke(command, "--help").out.split())
    assert text.endswith(f"Fields: {FIELDS[command]}")
