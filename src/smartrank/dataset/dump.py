"""Model -> TOML: the one canonical form of a data file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomli_w

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from smartrank.model import BestPractice, City, Indicator, Rating

#: The first line: editors complete and check a data file by the schema that it names.
SCHEMA_LINE = "#:schema dataset.schema.json\n"


def dump(city: City) -> str:
    """The text of a city's data file; loading it gives an equal city."""
    tables = [
        ("[city]", _city(city)),
        ("[source]", _source(city)),
        ("[overall]", _rating(city.overall) if city.overall else {}),
    ]
    blocks = [SCHEMA_LINE, *(f"{header}\n{_lines(keys)}" for header, keys in tables)]
    for category in city.categories:
        header = f"[categories.{_key(category.slug)}]"
        keys = {"name": category.name, **_rating(category.rating)}
        rows = _array(_inline(_indicator(row)) for row in category.indicators)
        blocks.append(f"{header}\n{_lines(keys)}indicators = {rows}\n")
    blocks.extend(map(_best_practice, city.best_practices))
    return "\n".join(blocks)


def _city(city: City) -> dict[str, Any]:
    return {
        "name": city.name,
        "state": city.state,
        "area_km2": city.area_km2,
        "population": city.population,
        "ags": city.ags,
    }


def _source(city: City) -> dict[str, Any]:
    source = city.source
    return {
        "title": source.title,
        "publisher": source.publisher,
        "edition": source.edition,
        "ranked_cities": source.ranked_cities,
        "url": source.url,
        "retrieved": source.retrieved,
    }


def _rating(rating: Rating) -> dict[str, Any]:
    return {"rank": rating.rank, "rank_change": rating.rank_change, "score": rating.score}


def _indicator(row: Indicator) -> dict[str, Any]:
    kind = "bonus" if row.kind == "bonus" else None
    return {"name": row.name, "likely_name": row.likely_name, "kind": kind, "score": row.score}


def _best_practice(practice: BestPractice) -> str:
    keys = {"title": practice.title, "url": practice.url, "summary": practice.summary}
    text = f"[[best_practices]]\n{_lines(keys)}"
    if practice.milestones:
        milestones = _array(_inline(m._asdict()) for m in practice.milestones)
        text += f"milestones = {milestones}\n"
    if practice.partners:
        text += f"partners = {_array(map(_value, practice.partners))}\n"
    return text


# --- TOML -----------------------------------------------------------------------------------------


def _line(key: str, value: Any) -> str:
    return tomli_w.dumps({key: value}).rstrip("\n")


def _lines(keys: Mapping[str, Any]) -> str:
    return "".join(f"{_line(key, value)}\n" for key, value in keys.items() if value is not None)


def _key(key: str) -> str:
    return _line(key, 0).removesuffix(" = 0")


def _value(value: Any) -> str:
    return _line("v", value).removeprefix("v = ")


def _inline(keys: Mapping[str, Any]) -> str:
    parts = [_line(key, value) for key, value in keys.items() if value is not None]
    return f"{{ {', '.join(parts)} }}"


def _array(items: Iterable[str]) -> str:
    lines = "".join(f"    {item},\n" for item in items)
    return f"[\n{lines}]" if lines else "[]"
