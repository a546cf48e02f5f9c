"""What was published of each edition of the index as a whole."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from smartrank.dataset.folders import bundled_folder
from smartrank.frozen import replace
from smartrank.model import Source

#: The index that the facts are about; another publication of the same year has facts of its own.
INDEX_TITLE, INDEX_PUBLISHER = "Smart City Index", "Bitkom"


class EditionFacts(NamedTuple):
    """Published facts of an edition: counts, and points of the overall score."""

    cities: int
    indicators: int
    parameters: int
    data_points: int
    mean_score: float | None = None
    top_ten_score: float | None = None


@cache
def editions() -> dict[int, EditionFacts]:
    """All editions of which facts are known, by year."""
    import tomli

    text = (bundled_folder() / "editions.toml").read_text(encoding="utf-8")
    return {
        int(year): EditionFacts(**facts) for year, facts in tomli.loads(text)["editions"].items()
    }


def facts_of(source: Source) -> EditionFacts | None:
    """What was published of the edition of a source; None if it is not the index, or unknown."""
    if source.title != INDEX_TITLE or not source.publisher.startswith(INDEX_PUBLISHER):
        return None
    return editions().get(source.edition)


def published_mean(source: Source) -> float | None:
    """The published mean of all cities' overall scores, in points."""
    if source.mean_score is not None:
        return source.mean_score
    facts = facts_of(source)
    return facts.mean_score if facts else None


def with_facts(source: Source) -> Source:
    """The source with the number of ranked cities, where only the facts have it."""
    facts = facts_of(source) if source.ranked_cities is None else None
    return replace(source, ranked_cities=facts.cities) if facts else source
