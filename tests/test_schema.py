"""The JSON contract: published schemas, and fields that scripts rely on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import smartrank
from conftest import write_city
from every_answer import ANSWERS, LISTS, known_cities
from smartrank import Selection, Store, UnknownNameError, render_answer, schema

if TYPE_CHECKING:
    from pathlib import Path

    from smartrank import Answer, City

_CITY = "city, city_name, edition"
_RANKS = (
    f"{_CITY}, category, category_name, rank, rank_change, previous_rank, direction, "
    "ranked_cities, score, ags"
)
_ROWS = (
    f"{_CITY}, category, category_name, position, indicator, indicator_name, likely_name, kind, "
    "score, max_score, potential, row, ags, rank_best, rank_worst"
)
_COMPARED = (
    f"level, {_CITY}, category, category_name, position, indicator, indicator_name, rank, "
    "rank_difference, score, difference, row, likely_name, kind, max_score, origin"
)
#: The contract: what is renamed, removed or moved here breaks other people's scripts.
#: New fields are added at the end.
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
        "after, gain, row, overall_gain, rank_before, rank_best, rank_worst, "
        "likely_name, kind"
    ),
    "standing": (
        f"{_CITY}, category, category_name, rank, ranked_cities, known_cities, score, mean, "
        "difference_to_mean, median, best_city_name, best_score, next_city_name, next_rank, "
        "to_next, behind_city_name, ahead_of_behind, state, state_rank, state_cities, size_class, "
        "size_rank, size_cities"
    ),
    "moves": (
        f"{_CITY}, category, category_name, other_city, other_city_name, relation, other_rank, "
        "other_previous_rank"
    ),
    "brief": f"{_CITY}, position, sentence, source",
    "explain": "term, heading, meaning, unit, origin, commands",
    "audit": (
        f"{_CITY}, category, category_name, score, recomputed, difference, tolerance, verdict"
    ),
    "practices": f"{_CITY}, position, title, url, summary, milestones, partners",
    "check": "file, line, column, key, severity, code, message",
}
NAMES = (*sorted(FIELDS), "dataset", "ranking")


def named(fields: str) -> list[str]:
    return fields.split(", ")


@pytest.fixture(scope="module")
def cities() -> list[City]:
    return known_cities()


def said(answer: Answer[Any]) -> Any:
    """What scripts read."""
    return json.loads(render_answer(answer, "json"))


def invalid(instance: Any, name: str) -> list[str]:
    return [e.message for e in Draft202012Validator(schema(name)).iter_errors(instance)]


# --- the schemas ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_valid_and_named(name: str) -> None:
    published = schema(name)
    Draft202012Validator.check_schema(published)
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert published["$id"] == f"urn:smartrank:1:{name}"


def test_all_schemas_come_as_one_object_by_name() -> None:
    published = schema()
    assert list(published) == list(NAMES)
    assert published == {name: schema(name) for name in NAMES}


@pytest.mark.parametrize(
    ("name", "hint"), [("indicator", "did you mean `indicators`?"), ("", "available: `audit`")]
)
def test_an_unknown_schema_is_refused_with_what_there_is(name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        schema(name)
    assert str(caught.value) == f"no schema `{name}`"
    assert str(caught.value.hint).startswith(hint)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_is_described_and_required(name: str) -> None:
    published = schema(name)
    record = published if name == "show" else published["items"]
    assert published["type"] == ("object" if name == "show" else "array")
    assert list(record["properties"]) == record["required"] == named(FIELDS[name])
    assert record.get("additionalProperties", True) is True  # a new field breaks no pinned schema
    assert name == "show" or "--fields" in published["description"]
    assert all(field["description"] for field in record["properties"].values())


def test_types_and_closed_sets_of_values_are_published() -> None:
    def types(name: str) -> dict[str, Any]:
        fields = schema(name)["items"]["properties"]
        return {key: field.get("type", field.get("enum")) for key, field in fields.items()}

    ranks, maybe_text = types("ranks"), ["string", "null"]
    assert (ranks["city"], ranks["rank"], ranks["rank_change"], ranks["score"]) == (
        "string",
        "integer",
        ["integer", "null"],
        ["number", "null"],
    )
    assert ranks["direction"] == ["up", "down", "unchanged", "new"]
    assert types("indicators")["kind"] == ["regular", "bonus"]
    assert types("indicators")["indicator"] == types("cities")["ags"] == maybe_text
    assert types("indicators")["row"] == "string"  # never null, as `--set` takes it
    assert types("compare")["level"] == ["overall", "category", "indicator"]
    assert types("compare")["difference"] == ["number", "null"]
    assert types("compare")["origin"] == ["page", "ranking", "trend"]
    assert types("moves")["relation"] == ["passed_by", "passed"]
    assert types("audit")["verdict"] == ["agrees", "differs", None]  # no rows to compare with
    assert types("check")["severity"] == ["fault", "note"]


# --- the answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ANSWERS)
def test_every_answer_keeps_to_its_schema(cities: list[City], case: str) -> None:
    name = case.split(maxsplit=1)[0]
    answer = said(ANSWERS[case](cities))
    assert invalid(answer, name) == []
    records = [answer] if name == "show" else answer
    assert {tuple(record) for record in records} == {tuple(named(FIELDS[name]))}


def test_an_answer_about_files_keeps_to_its_schema(tmp_path: Path, cities: list[City]) -> None:
    for city in cities[:2]:
        write_city(tmp_path, city)
    records = said(smartrank.cities(Store([tmp_path]).everything()))
    assert invalid(records, "cities") == []
    assert {tuple(record) for record in records} == {tuple(named(FIELDS["cities"]))}


def test_a_check_keeps_to_its_schema(tmp_path: Path, cities: list[City]) -> None:
    write_city(tmp_path, cities[0])
    (tmp_path / "kaputt.toml").write_text("[city]\nname = 1\n")
    (tmp_path / "kein.toml").write_text("[")
    records = said(smartrank.check([tmp_path, tmp_path / "fehlt.toml"]))
    assert invalid(records, "check") == []
    assert {record["severity"] for record in records} == {"fault", "note"}
    assert {tuple(record) for record in records} == {tuple(named(FIELDS["check"]))}


def test_a_profile_nests_the_records_of_the_other_commands(cities: list[City]) -> None:
    profile = said(smartrank.show(cities[0]))
    assert list(profile["source"]) == named(
        "title, publisher, edition, ranked_cities, url, retrieved"
    )
    overall, *ratings = said(smartrank.ranks(cities[:1]))
    assert profile["overall"] == overall
    rows = [row for category in profile["categories"] for row in category.pop("indicators")]
    assert rows == said(smartrank.indicators(cities[:1]))
    assert profile["categories"] == ratings
    assert profile["best_practices"] == said(smartrank.practices(cities[:1]))


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_answer_keeps_to_its_schema(cities: list[City], name: str) -> None:
    query: Any = LISTS[name]
    assert said(query(cities, Selection(limit=0))) == []
    assert invalid([], name) == []


def test_a_profile_is_one_object_and_no_list() -> None:
    assert invalid([], "show") != []


def test_the_schema_refuses_what_is_no_answer_and_passes_what_a_later_version_adds(
    cities: list[City],
) -> None:
    (record, *_) = said(smartrank.ranks(cities))
    assert invalid([record], "ranks") == invalid([{**record, "extra": 1}], "ranks") == []
    for wrong in (
        {**record, "rank": "54"},
        {**record, "rank": None},
        {**record, "direction": "sideways"},
        {key: value for key, value in record.items() if key != "score"},
    ):
        assert len(invalid([wrong], "ranks")) == 1
    assert invalid({"data": [record]}, "ranks") != []
