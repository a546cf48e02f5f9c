"""`explain`: every word of the output, from the declarations of the fields."""

from __future__ import annotations

import pytest

from smartrank import UnknownNameError, explain
from smartrank.query.catalogue import queries, record_of
from smartrank.query.fields import fields_of


def _terms(typed: str) -> set[str]:
    return {record.term for record in explain(typed).records}


def test_every_field_of_every_query_is_explained_with_its_unit() -> None:
    found = {
        (command, record.term): record
        for record in explain().records
        for command in record.commands.split("; ")
    }
    for query in queries():
        for name, info in fields_of(record_of(query)).items():
            record = found[query, name]
            about = info.about
            assert (record.heading, record.meaning, record.unit) == (
                about.heading,
                about.meaning,
                about.unit,
            )
            assert record.meaning
            assert record.origin == about.origin


def test_terms_are_in_order_and_told_once() -> None:
    records = explain().records
    assert list(records) == sorted(records)
    told = [(r.term, r.heading, r.meaning, r.unit, r.origin) for r in records]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("potential", "potential"),
        ("Possible gain (our estimate)", "potential"),  # what tables call it
        ("possible gain", "potential"),
        ("possible", "potential"),
        ("POTENT", "potential"),
        ("scale", "scale"),
        ("Bonus row", "bonus"),
        ("unlab", "unlabelled"),
        ("rank_change", "rank_change"),
        ("trend", "rank_change"),
    ],
)
def test_a_word_is_found_by_its_name_its_heading_or_a_beginning(typed: str, term: str) -> None:
    assert term in _terms(typed)


def test_an_exact_name_wins_over_a_beginning() -> None:
    assert _terms("rank") == {"rank"}


@pytest.mark.parametrize("typed", ["", "xyz", "ank"])
def test_a_word_that_the_output_does_not_use(typed: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain(typed)
    assert str(caught.value) == f"no field, heading or word `{typed}` in the output"
    assert caught.value.hint


def test_what_is_ours_is_told_apart_from_what_is_published() -> None:
    origins = {record.term: record.origin for record in explain().records}
    ours = {"potential", "recomputed", "tolerance", "after", "gain", "overall_gain", "unlabelled"}
    published = {"rank", "rank_change", "edition", "bonus", "scale", "mean", "difference_to_mean"}
    program = {"severity", "line", "message", "meaning", "data_file", "row", "indicator", "level"}
    assert {origins[term] for term in ours} == {"ours"}
    assert {origins[term] for term in published} == {"published"}
    assert {origins[term] for term in program} == {"program"}


def test_likely_names_are_ours() -> None:
    assert {record.origin for record in explain("likely_name").records} == {"ours"}
