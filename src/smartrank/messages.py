"""Every sentence that people read, once: code -> template in English, where gettext finds it.

A sentence is made by `say`, whole: values are put into a template, never glued to each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Template = str | tuple[str, str]


class Message(str):
    """A sentence in English that remembers its code and values, to be said in another language.

    It is text wherever text is wanted.
    """

    __slots__ = ("code", "values")
    code: str
    values: dict[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        """A message is made anew from its code and values."""
        return _again, (self.code, self.values)


def say(code: str, /, **values: Any) -> Message:
    """The sentence of a code with its values; a plural form is chosen by the value `count`."""
    template = MESSAGES[code]
    if isinstance(template, tuple):
        template = template[values["count"] != 1]
    message = Message(template.format_map(values))
    message.code = code
    message.values = values
    return message


def _again(code: str, values: dict[str, Any]) -> Message:
    return say(code, **values)


def quoted(name: object) -> str:
    """A literal, told apart from the sentence around it."""
    return f"`{name}`"


def any_of(names: Iterable[object]) -> str:
    """`a`, `b` or `c`: literals of which one is meant."""
    return _joined("or", names)


def all_of(names: Iterable[object]) -> str:
    """`a`, `b` and `c`: literals that are all meant."""
    return _joined("and", names)


def _joined(code: str, names: Iterable[object]) -> str:
    *rest, last = map(quoted, names)
    return say(code, first=", ".join(rest), last=last) if rest else last


#: Code -> template. A pair holds the forms for one and for more, chosen by `count`.
MESSAGES: dict[str, Template] = {
    # --- words between names ---
    "or": "{first} or {last}",
    "and": "{first} and {last}",
    # --- findings in data files ---
    "at-key": "{key}: {message}",
    "at-place": "{place}: {what}",
    "fix-files": "fix {files}; `smartrank check` lists all errors and warnings",
    "and-more": ("{names} and {count} more", "{names} and {count} more"),
    # --- names ---
    "did-you-mean": "did you mean {names}?",
    "known-names": "available: {names}",
    "no-names": "none are available",
    "one-of": "it may be {names}",
    "ambiguous-city": "`{name}` could be more than one city",
    "ambiguous-category": "`{name}` could be more than one category",
    "ambiguous-indicator": "`{name}` could be more than one indicator",
    "unknown-city": "no data for `{name}`",
    "unknown-category": "no category `{name}`",
    "unknown-category-of": "{city} has no category `{name}`",
    "unknown-indicator-of": "{city} has no indicator `{name}`",
    "unknown-field": "no field `{name}` in this answer",
    "unknown-schema": "no schema `{name}`",
    # --- numbers that were typed ---
    "not-a-number": "`{number}` is not a number",
    "number-ambiguous": "`{number}` can be read in two ways",
    "number-readings": "type {a} or {b}",
    # --- what to keep and in which order ---
    "limit-below-0": "a limit must be 0 or more, not {limit}",
    "limit-hint": "leave it out for all",
    "threshold-not-finite": "a threshold must be a finite number, not {threshold}",
    "threshold-hint": "scores run from 0 to 100",
    # --- titles and sources of answers ---
    "title": "{title}: {subject}",
    "cities": ("{count} city", "{count} cities"),
    "source": "Source: {works}",
    "title-ranks": "Ranks",
    "title-trends": "Trends",
    "title-indicators": "Indicators",
    "title-weak": "Weakest indicators",
    "title-strong": "Strongest indicators",
    "title-potential": "Most to gain",
    "title-practices": "Best practice",
    "title-cities": "Available data",
    "title-compare": "Comparison",
    "title-history": "History",
    "title-whatif": "What if",
    "title-audit": "Audit",
    "title-check": "Check",
    "title-show": "{city} in the {title} {edition}",
    "title-strongest": "Strongest",
    "title-weakest": "Weakest",
    "title-ratings": "Ranks by category",
    "fact-area": "{area} km²",
    "fact-population": "{population} inhabitants",
    "rank": "Rank {rank}",
    "rank-of": "Rank {rank} of {count} cities",
    "points": "{score} points",
    # --- rows ---
    "row-of": "{category}: {name}",
    "unlabelled-row-of": "{category}, row {position} (unlabelled)",
    "unlabelled-likely": "`{row}` is unlabelled, and likely {name}",
    "of-city": "{city}, {sentence}",
    "ties-cut": ("and {count} more with {score}", "and {count} more with {score}"),
    "editions-differ": "editions differ: {editions}; their scores are not on one scale, since 100 is the best city of each edition",
    # --- audit ---
    "audit-overall": "{category}: the mean of its categories is {recomputed:.2f}, but {score} is published",
    "audit-category": "{category}: by our formula the indicators give {recomputed:.2f}, but {score} is published; probably one published indicator differs from the value used",
    # --- compare and history ---
    "compare-one": "name at least two different cities or editions",
    "compare-one-hint": 'as in `compare([find("jena@2024"), find("jena@2025")])`',
    "compare-none": "there is nothing to compare",
    "compare-none-hint": "name a city",
    "scale": "scores of different editions are not on one scale: 100 is the best city of each edition, so a score difference does not measure progress",
    "category-renamed": "the category `{old}` of {old_edition} is `{new}` in {new_edition}",
    "row-counts": "{first} has {first_count} rows, {other} has {other_count}",
    "field-sizes": "{city} was ranked among {first_count} cities in {first_edition}, {other} among {other_count} in {other_edition}",
    "field-sizes-of-city": "{city} was ranked among {first_count} cities in {first_edition}, {other_count} in {other_edition}",
    "field-size-unknown": "{known} was ranked among {count} cities; for {unknown} the number is unknown",
    "only-in": "only in {cities}: {names}",
    # --- what-if ---
    "category-not-indicator": "`{name}` is a category (`{category}`), not an indicator",
    "name-indicator": "name one of its indicators: {names}",
    "cap-out-of-range": "a cap must be from 0 to {limit:g} points, not {cap:g}",
    "cap-hint": "name the most points an indicator is to have",
    "no-indicators": "no indicators are known of {city}",
    "add-indicators": "import the page of the city",
    "score-unknown": "the score of {city} in `{category}` is unknown",
    "score-unknown-hint": "import the page of the city, or its ranking lists",
    "change-unreadable": "`{change}` is not INDICATOR=SCORE",
    "change-hint": "give a score such as `lpwan=100`, a change such as `lpwan=+10`, or `lpwan=max`",
    "score-out-of-range": "`{row}` would have {score:.10g} points",
    "score-range": "its score can be from 0 to {limit:g}",
    "nothing-to-change": "nothing to change",
    "nothing-to-change-hint": 'give changes, as in `whatif(city, ["lpwan=100"])`',
    "set-twice": "`{row}` is set twice",
    "set-once": "set each indicator once",
    "target-out-of-range": "a target must be from 0 to {limit:g} points, not {target:g}",
    "target-hint": "name the overall score to reach, as 70, or that of a category, as `verwaltung=75`",
    "target-unreachable": "{category}: {target:g} points cannot be reached; with all that may change it is {limit:.2f}",
    "target-met": "{category}: the score of {score:g} already meets the target of {target:g}",
    "whatif-assumptions": "Our estimate, not Bitkom's: uses our reading of the formula and assumes that nothing else changes, here or in other cities. Results may exceed 100.",
    # --- brief ---
    "title-brief": "In brief",
    "rights": "Rights in the figures: {publisher}",
    "citation": "{source}. {rights}",
    "citation-read": "{source}, read {day}. {rights}",
    "brief-rank": "rank {rank}",
    "brief-rank-of": "rank {rank} of {count} cities",
    "brief-with-points": "{rank}, with {score} of 100 points",
    "brief-place": "In the {title} {edition}, {city} holds {rank}",
    "brief-new": "{place}; it had no rank in the edition before.",
    "brief-unchanged": "{place}, as in the edition before.",
    "brief-gained": (
        "{place}, one place better than in the edition before ({previous}).",
        "{place}, {count} places better than in the edition before ({previous}).",
    ),
    "brief-lost": (
        "{place}, one place worse than in the edition before ({previous}).",
        "{place}, {count} places worse than in the edition before ({previous}).",
    ),
    "brief-categories": "It ranks best in {best} and worst in {worst}.",
    "rank-and-points": "{rank}, {score} points",
    "in-brackets": "{name} ({value})",
    "brief-indicators": "Its strongest indicators are {strongest}; its weakest are {weakest}.",
    "brief-ties": ("{names} and one more like the last", "{names} and {count} more like the last"),
    # --- check ---
    "checked": "{files} checked: {faults}, {notes}",
    "files": ("{count} file", "{count} files"),
    "faults": ("{count} fault", "{count} faults"),
    "notes": ("{count} note", "{count} notes"),
    "no-data-files": "holds no data file, `{pattern}`",
    # --- reading and writing files ---
    # --- data files: faults and notes ---
    # --- copied pages and their import ---
    # --- formats ---
    "new": "new",
    "unlabelled": "(unlabelled, row {position})",
    "likely": "(unlabelled, likely {name})",
    "unknown-format": "no format `{name}`",
    "profile-not-flat": "a whole profile does not fit into {form}",
    "profile-not-flat-hint": "ask `ranks` or `indicators`, which are flat, or write it as {forms}",
    "profile-fields": "a whole profile has no choice of fields",
    "profile-fields-hint": "leave out `View(fields=...)`, or ask `ranks` or `indicators`",
    # --- the command line ---
}
