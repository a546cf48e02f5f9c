"""The public names: they load, are documented, and give what the command line gives."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import smartrank
from conftest import make_city, write_city
from invented_field import invented_rankings
from smartrank import Selection, Store, UnknownNameError, View, find
from smartrank.dataset.dump import dump_rankings
from smartrank.dataset.folders import bundled_folder
from smartrank.query.catalogue import queries, record_of
from smartrank.render import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Invoke
    from smartrank import Answer, City


@pytest.mark.parametrize("name", smartrank.__all__)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    found = getattr(smartrank, name)
    assert inspect.isclass(found) or inspect.isfunction(found)
    text = found.__dict__.get("__doc__") if inspect.isclass(found) else found.__doc__
    assert text
    assert text.strip()
    assert name in dir(smartrank)


def test_public_names_are_in_order_and_all_are_typed() -> None:
    assert smartrank.__all__ == sorted(smartrank.__all__)
    for name in smartrank.__all__:
        found = getattr(smartrank, name)
        if inspect.isfunction(found):
            signature = inspect.signature(found)
            assert signature.return_annotation is not inspect.Signature.empty
            for parameter in signature.parameters.values():
                assert parameter.annotation is not inspect.Parameter.empty


def test_type_checkers_see_the_public_names_and_no_others() -> None:
    tree = ast.parse(Path(smartrank.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    imported = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    assert sorted(a.asname or "" for node in imported for a in node.names) == smartrank.__all__
    assert len({*smartrank.__all__}) == len(smartrank.__all__)


def test_a_submodule_is_imported_without_a_look_at_the_queries() -> None:
    code = "import sys; from smartrank import names; assert 'smartrank.query' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_may_be_refused_says_what_it_raises() -> None:
    functions = [getattr(smartrank, name) for name in smartrank.__all__]
    selecting = [f for f in functions if "selection" in getattr(f, "__annotations__", {})]
    assert len(selecting) > 10
    for function in selecting:
        assert re.search(r"Raises (UsageError|UnknownNameError)", function.__doc__ or "")


def test_names_are_loaded_when_they_are_used() -> None:
    from smartrank.query.weak import weak

    assert smartrank.weak is weak


def test_an_unknown_attribute() -> None:
    with pytest.raises(AttributeError, match=r"^module 'smartrank' has no attribute 'rank'$"):
        _ = smartrank.rank  # type: ignore[attr-defined]
    for name in ("nonsense", "NoRecord", "rows", "Record", "select"):
        assert not hasattr(smartrank, name)


def test_the_version_is_that_of_the_program(invoke: Invoke) -> None:
    assert invoke("--version").out == f"smartrank {smartrank.__version__}\n"


def test_the_example_of_the_documentation(jena: City) -> None:
    text = inspect.getdoc(smartrank)
    assert text
    example = "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))
    namespace: dict[str, Any] = {}
    exec(compile(example, "example", "exec"), namespace)
    assert namespace["answer"] == smartrank.indicators([jena], Selection(below=50))


# --- the same values as --json --------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_city(tmp_path, make_city("Musterstadt", 2024))
    write_city(tmp_path, make_city("Musterstadt", 2025, rank=12, rank_change=None))
    write_city(tmp_path, make_city("Halle (Muster)", 2025))
    return tmp_path


Query = tuple[tuple[str, ...], "Callable[[Store], Answer[Any]]"]
SELECTION = Selection(["overall", "probe", "mob"], sort="score", desc=True, limit=9)
OPTIONS = ("-c", "overall", "-c", "probe", "-c", "mob", "--sort", "score", "--desc", "-n", "9")


def _cities(store: Store, *names: str) -> list[City]:
    return [dataset.city for dataset in store.chosen(names).datasets]


QUERIES: dict[str, Query] = {
    "cities": (("cities",), lambda s: smartrank.cities(s.everything())),
    "ranks": (("ranks",), lambda s: smartrank.ranks(_cities(s))),
    "ranks-selected": (("ranks", *OPTIONS), lambda s: smartrank.ranks(_cities(s), SELECTION)),
    "all trends": (("trends",), lambda s: smartrank.trends(_cities(s))),
    "trends": (
        ("trends", "--down", "--up"),
        lambda s: smartrank.trends(_cities(s), directions=["up", "down"]),
    ),
    "indicators": (
        ("indicators", "jena", "musterstadt@2024"),
        lambda s: smartrank.indicators(_cities(s, "jena", "musterstadt@2024")),
    ),
    "weak": (
        ("weak", "--by", "potential", "--bonus"),
        lambda s: smartrank.weak(_cities(s), by="potential", bonus=True),
    ),
    "strong": (
        ("strong", "--above", "30.5"),
        lambda s: smartrank.strong(_cities(s), Selection(above=30.5)),
    ),
    "compare": (
        ("compare", "jena", "halle", "--indicators"),
        lambda s: smartrank.compare(_cities(s, "jena", "halle"), indicators=True),
    ),
    "history": (
        ("history", "musterstadt"),
        lambda s: smartrank.history([d.city for d in s.all_editions("musterstadt")]),
    ),
    "whatif": (
        ("whatif", "jena", "--set", "lpwan=max", "--set", "verwaltung/5=+1"),
        lambda s: smartrank.whatif(s.find("jena").city, ["lpwan=max", "verwaltung/5=+1"]),
    ),
    "reach": (
        ("whatif", "jena", "--target", "80"),
        lambda s: smartrank.plan_for_target(s.find("jena").city, 80),
    ),
    "audit": (("audit",), lambda s: smartrank.audit(_cities(s))),
    "practices": (("practices",), lambda s: smartrank.practices(_cities(s))),
}


@pytest.mark.parametrize(("words", "query"), QUERIES.values(), ids=QUERIES)
def test_records_are_those_of_json(
    invoke: Invoke, folder: Path, words: tuple[str, ...], query: Callable[[Store], Answer[Any]]
) -> None:
    outcome = invoke(*words, "--data", folder, "--json")
    answer = query(Store([folder]))
    assert outcome.code == 0
    assert json.loads(outcome.out) == [record._asdict() for record in answer.records]
    assert answer.records
    assert outcome.data == smartrank.render_answer(answer, Format.JSON)
    assert outcome.err == "".join(f"note: {remark}\n" for remark in answer.warnings)
    assert answer.sheet.record is record_of(words[0])


LISTED = invented_rankings().rankings[0].rows[9]


@pytest.fixture
def field_folder(tmp_path: Path) -> Path:
    """The ranking lists of an invented field, and a file of one of its cities."""
    text = dump_rankings(invented_rankings())
    (tmp_path / "ranking-2025.toml").write_text(text, encoding="utf-8")
    city = make_city(LISTED.city, rank=LISTED.rank, rank_change=LISTED.rank_change)
    write_city(tmp_path, replace(city, source=invented_rankings().source))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("weak {} --by potential", lambda c, f: smartrank.weak([c], by="potential", field=f)),
        ("standing {}", lambda c, f: smartrank.standing([c], field=f)),
        ("moves {}", lambda c, f: smartrank.moves(c, field=f)),
    ],
    ids=["weak", "standing", "moves"],
)
def test_the_field_is_that_of_the_ranking_lists(
    invoke: Invoke, field_folder: Path, words: str, query: Callable[..., Answer[Any]]
) -> None:
    store = Store([field_folder])
    city = store.find(LISTED.city).city
    answer = query(city, store.field(2025))
    outcome = invoke(*words.format(city.slug).split(), "--data", field_folder, "--json")
    assert outcome.data == smartrank.render_answer(answer, Format.JSON)
    assert answer.records
    assert answer != query(city, [])


def test_of_all_cities_the_field_is_that_of_the_ranking_lists(
    invoke: Invoke, field_folder: Path
) -> None:
    store = Store([field_folder])
    cities = _cities(store)
    answer = smartrank.standing(cities, field=store.field(2025))
    outcome = invoke("standing", "--data", field_folder, "--json")
    assert outcome.data == smartrank.render_answer(answer, Format.JSON)
    assert len(cities) >= 83


def test_the_profile_is_that_of_json(invoke: Invoke, jena: City) -> None:
    assert invoke("show", "--json").data == smartrank.render_answer(smartrank.show(jena), "json")


def test_findings_are_those_of_json(invoke: Invoke) -> None:
    outcome = invoke("check", "--json")
    answer = smartrank.check([bundled_folder()])
    assert json.loads(outcome.out) == [record._asdict() for record in answer.records]
    assert [record.code for record in answer.records] == [
        "unlabelled",
        "does-not-add-up",
        "unlabelled",
    ]


@pytest.mark.parametrize("name", [*queries(), "dataset"])
def test_schemas_are_those_of_the_command(invoke: Invoke, name: str) -> None:
    outcome = invoke("schema", name)
    shown = json.dumps(smartrank.schema(name), indent=2, ensure_ascii=False)
    assert outcome.out == f"{shown}\n"
    assert smartrank.schema()[name] == smartrank.schema(name)
    assert smartrank.schema(name)["$id"] == f"urn:smartrank:1:{name}"


def test_an_unknown_schema(invoke: Invoke) -> None:
    outcome = invoke("schema", "indicator")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == ("error: no schema `indicator`\nhint: did you mean `indicators`?\n")


# --- what goes wrong ------------------------------------------------------------------------------


def test_errors_carry_message_hint_and_exit_code(jena: City) -> None:
    with pytest.raises(UnknownNameError) as caught:
        smartrank.ranks([jena], Selection(["mobilitaett"]))
    error = caught.value
    assert isinstance(error, smartrank.UsageError)
    assert isinstance(error, smartrank.SmartrankError)
    assert (error.lines, error.exit_code) == (("no category `mobilitaett`",), 2)
    assert error.hint == "did you mean `mobilitaet`?"
    with pytest.raises(UnknownNameError):
        find("atlantis")


def test_an_unknown_field_of_a_view(jena: City) -> None:
    with pytest.raises(UnknownNameError):
        smartrank.render_answer(smartrank.ranks([jena]), "csv", View(fields=("scor",)))


def test_a_query_changes_nothing(jena: City) -> None:
    before = smartrank.dump(jena)
    for query in (smartrank.ranks, smartrank.weak, smartrank.audit, smartrank.indicators):
        assert query([jena]) == query([jena])
    assert smartrank.dump(jena) == before
    assert find("Jena@2025") == jena


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda _: smartrank.history([]), id="no-editions"),
        pytest.param(
            lambda city: smartrank.practices([city], smartrank.Selection(below=50)), id="no-score"
        ),
        pytest.param(
            lambda city: smartrank.practices([city], smartrank.Selection(categories=["overall"])),
            id="no-category",
        ),
        pytest.param(
            lambda city: smartrank.ranks([city], smartrank.Selection(limit=-1)), id="limit"
        ),
        pytest.param(
            lambda city: smartrank.render_answer(
                smartrank.show(city), "json", smartrank.View(fields=("rank",))
            ),
            id="fields-of-a-profile",
        ),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(jena: City, ask: Callable[[City], object]) -> None:
    with pytest.raises(smartrank.UsageError):
        ask(jena)


def test_files_may_be_named_as_text(tmp_path: Path) -> None:
    file = str(write_city(tmp_path, make_city()))
    assert smartrank.find("musterstadt", [file]) == smartrank.load(file)
    assert not smartrank.check([file]).has_errors


def test_the_city_is_told_where_one_of_several_is_left(jena: City) -> None:
    answer = smartrank.ranks([jena, make_city()], smartrank.Selection(limit=1))
    assert b"Jena" in smartrank.render_answer(answer)
