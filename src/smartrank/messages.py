"""Every sentence that people read, once: code -> template in English, where gettext finds it.

A sentence is made by `say`, whole: values are put into a template, never glued to each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Template = str | tuple[str, str]
#: The code of parts that were joined, which have no template.
JOINED = "joined"
#: The code of a text that is its own template, as the heading of a field.
LABEL = "label"


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


def joined(parts: Iterable[str], between: str = ", ") -> Message:
    """Parts one behind the other, which a list of names or facts is; each may be a sentence."""
    listed = tuple(parts)
    message = Message(between.join(listed))
    message.code = JOINED
    message.values = {"parts": listed, "between": between}
    return message


def label(text: str) -> Message:
    """A text that is declared where it belongs, as a heading, and has no values."""
    message = Message(text)
    message.code = LABEL
    message.values = {"text": text}
    return message


class Grouped(int):
    """A count whose digits are grouped: 111 191."""

    def __format__(self, form: str) -> str:
        return f"{int(self):,}".replace(",", " ")


def _again(code: str, values: dict[str, Any]) -> Message:
    own = {JOINED: joined, LABEL: label}
    return own[code](**values) if code in own else say(code, **values)


def quoted(name: object) -> str:
    """A literal, told apart from the sentence around it, on one line."""
    text = str(name)
    if not text.isprintable():
        from smartrank.text import escape_unsafe

        text = escape_unsafe(text)
    return f"`{text}`"


def any_of(names: Iterable[object]) -> str:
    """`a`, `b` or `c`: literals of which one is meant."""
    return _joined("or", names)


def all_of(names: Iterable[object]) -> str:
    """`a`, `b` and `c`: literals that are all meant."""
    return _joined("and", names)


def _joined(code: str, names: Iterable[object]) -> str:
    *rest, last = map(quoted, names)
    return say(code, first=joined(rest), last=last) if rest else last


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
    "ambiguous-state": "`{name}` could be more than one state",
    "unknown-state": "no federal state `{name}`",
    "size-unreadable": "`{size}` is not a range of inhabitants",
    "size-turned": "`{size}` begins with more inhabitants than it ends with",
    "size-hint": "give bounds as `100000-150000`, `-150000` or `500000-`",
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
    "name-and-years": "{name} {years}",
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
    "fact-below-mean": "{points:.1f} points below the mean of {mean:.1f}",
    "fact-above-mean": "{points:.1f} points above the mean of {mean:.1f}",
    "fact-to-next": "{points:.1f} points to rank {rank} ({city})",
    "fact-close-to-next": "less than 0.1 points to rank {rank} ({city})",
    "fact-in-state": "rank {rank} of {cities} in {state}",
    "fact-area": "{area:.15g} km²",
    "fact-population": "{population} inhabitants",
    "rank": "Rank {rank}",
    "rank-of": ("Rank {rank} of {count} city", "Rank {rank} of {count} cities"),
    "rank-unchanged": "unchanged since {since}",
    "places-up": ("{count} place up since {since}", "{count} places up since {since}"),
    "places-down": ("{count} place down since {since}", "{count} places down since {since}"),
    "points": "{score} points",
    # --- rows ---
    "row-of": "{category}: {name}",
    "unlabelled-row-of": "{category}, row {position} (unlabelled)",
    "unlabelled-likely": "`{row}` is unlabelled, and likely {name}",
    "of-city": "{city}, {sentence}",
    "ties-cut": ("and {count} more with {score}", "and {count} more with {score}"),
    "ties-cut-alike": (
        "and {count} more tied with the last",
        "and {count} more tied with the last",
    ),
    "cities-without-rows": (
        "no indicators are known of {name}",
        "no indicators are known of {count} cities",
    ),
    "editions-differ": "editions differ: {editions}; their scores are not on one scale, since 100 is the best city of each edition",
    # --- audit ---
    "audit-overall": "{category}: the mean of its categories is {recomputed:.2f}, but {score} is published",
    "audit-category": "{category}: by our formula the indicators give {recomputed:.2f}, but {score} is published; probably one published indicator differs from the value used",
    "audit-more": (
        "... and {count} more published score that differs from the recomputed one",
        "... and {count} more published scores that differ from the recomputed ones",
    ),
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
    "field-size-unknown": (
        "{known} was ranked among {count} city; for {unknown} the number is unknown",
        "{known} was ranked among {count} cities; for {unknown} the number is unknown",
    ),
    "fell-with-more": "from {earlier} to {later} {city} fell in rank although its score rose: {names}; other cities and the scale moved, too",
    "only-in": "only in {cities}: {names}",
    # --- what-if ---
    "category-not-indicator": "`{name}` is a category ({categories}), not an indicator",
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
    "would-pass": ("would pass {count} city: {names}", "would pass {count} cities: {names}"),
    "place-at-best": "rank {rank} at best: the ranking lists at hand do not reach further",
    "place-or-better": "rank {rank} or better: the ranking lists at hand do not reach further",
    "rank-unknown": "the score at rank {rank} of {edition} is not known",
    "rank-unknown-hint": "import the ranking lists of the edition",
    "mean-unknown": "the mean of all cities in {edition} is not known",
    "whatif-assumptions": "Our estimate, not Bitkom's: uses our reading of the formula and assumes that nothing else changes, here or in other cities. Results may exceed 100.",
    # --- brief ---
    "title-brief": "In brief",
    "rights": "Rights in the figures: {publisher}",
    "citation": "{source}. {rights}",
    "citation-read": "{source}, read {day}. {rights}",
    "brief-rank": "rank {rank}",
    "brief-rank-of": ("rank {rank} of {count} city", "rank {rank} of {count} cities"),
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
    "brief-ties": (
        "{names} and one more with {score}",
        "{names} and {count} more with {score}",
    ),
    # --- explain ---
    "title-explain": "What the words mean",
    "unknown-term": "no field, heading or word `{term}` in the output",
    "concept-ags": "AGS",
    "explain-ags": "official key of a municipality, eight digits as text; the register of municipalities has it, not the index",
    "concept-bonus": "Bonus row",
    "explain-bonus": '"Sonstige Projekte", one row a category (until 2022 "Weitere Pilotprojekte"): projects outside the indicators, worth at most 5 % of what a category can reach. By our reading its maximum is 5 points for each regular indicator, so 30 or 35 can be full marks',
    "concept-edition": "Edition",
    "explain-edition": "a year of the index; cities, indicators and labels differ from one to the next",
    "concept-field": "Field",
    "explain-field": "all cities of an edition that are at hand; means and medians are told only of a complete field",
    "concept-points": "Points",
    "explain-points": "scores are points from 0 to 100, not percent: the best city of the edition has 100 in an indicator, the last has 0",
    "concept-register": "Register",
    "explain-register": "state, area, inhabitants and AGS that a page does not tell come from the official register of municipalities (GV-ISys, Destatis), with dates of their own",
    "concept-scale": "Scale",
    "explain-scale": "100 is the best city of the edition and not perfection; each edition has a scale of its own, so that scores of two editions do not measure progress",
    "concept-unlabelled": "Unlabelled row",
    "explain-unlabelled": "a row that the page prints without a name; a likely name is our reading and is always marked as likely",
    # --- standing and moves ---
    "title-standing": "Standing",
    "title-moves": "Moves",
    "better-than": "{city} ranks better than {behind} of the {others} other cities",
    "below-mean": "{city} is {points:.1f} points below the published mean of {mean}",
    "above-mean": "{city} is {points:.1f} points above the published mean of {mean}",
    "no-field": "means, neighbours and groups need the ranking lists of {edition}: copy the nine pages of the publisher's list, then `smartrank import PAGE... --save`",
    "field-incomplete": (
        "the ranking lists of {edition} are incomplete: only {count} city is known; import the missing pages for means and groups",
        "the ranking lists of {edition} are incomplete: only {count} cities are known; import the missing pages for means and groups",
    ),
    "field-contradicted": "data files and ranking lists of {edition} contradict each other: two cities claim one rank, so means and groups are not told; `smartrank check` says where",
    "moves-of-part": (
        "only {count} city of {edition} is known; import the ranking lists for all",
        "only {count} cities of {edition} are known; import the ranking lists for all",
    ),
    # --- check ---
    "checked": "{files} checked: {faults}, {notes}",
    "files": ("{count} file", "{count} files"),
    "faults": ("{count} fault", "{count} faults"),
    "notes": ("{count} note", "{count} notes"),
    # --- reading and writing files ---
    "no-schema": "editors check data files by `{file}` beside them: `smartrank schema {schema} > {file}`",
    "standard-input": "standard input",
    "input-closed": "cannot read {name}: it is closed",
    "nul-in-path": "a path cannot hold a NUL character",
    "unreadable": "cannot read {name}: {reason}",
    "too-large": "{name} is larger than {limit} MB",
    "is-folder": "{name} is a folder, not a file",
    "is-pipe": "{name} is a named pipe, not a file",
    "is-device": "{name} is a device, not a file",
    "is-socket": "{name} is a socket, not a file",
    "unwritable": "cannot write {name}: {reason}",
    "too-many-links": "too many levels of symbolic links",
    "make-folder": "create the folder {folder} first",
    "file-exists": "{name} exists",
    "replace-or-rename": "give `force=True` to replace it, or name another",
    # which data files there are
    "empty-path": "a path of data files must not be empty",
    "name-data": "name a data file or a folder of data files",
    "no-such-path": "there is no {path}",
    "no-data-file": "{folder} has no data file, {pattern}",
    "unreadable-folder": "cannot read the folder {folder}: {reason}",
    "in-variable": "{variable}: {error}",
    "unknown-edition": "no edition `{edition}` of {city}",
    "known-editions": "available: {names}",
    "no-such-edition": "no data of the edition {edition}",
    "one-edition": "`{name}` is one edition, but all are asked for",
    "only-city": "give only the city: {city}",
    "no-city": "there is no data",
    "several-cities": "name a city: there is more than one",
    # --- data files: faults and notes ---
    "not-utf-8": "byte 0x{byte:02x} is not UTF-8; save the file as UTF-8",
    "not-toml": "not TOML: {reason}",
    "too-deep": "not a data file: brackets or tables are nested too deeply",
    "huge-number": "a number with thousands of digits",
    "long-number": "{start}... ({length} digits)",
    "toml-1.1": "{syntax} is TOML 1.1; data files are TOML 1.0",
    "toml-several-lines": "an inline table over several lines",
    "toml-last-comma": "a comma after the last key of an inline table",
    "toml-escape-x": "the escape `\\x`",
    "toml-escape-e": "the escape `\\e`",
    "unknown-kind": "not a data file of smartrank: it has {found}; expected the table {expected}",
    "no-keys": "not a data file of smartrank: it is empty; expected the table {expected}",
    "more-faults": ("and {count} more fault in this file", "and {count} more faults in this file"),
    "missing-key": "is missing",
    "unknown-key": "unknown key; known here: {names}",
    "unknown-key-close": "unknown key; did you mean `{name}`?",
    "wrong-type": "must be {expected}, not {found}",
    "type-text": "text",
    "type-texts": "an array of texts",
    "type-whole": "a whole number",
    "type-number": "a number",
    "type-decimals": "a number with decimals",
    "type-boolean": "a boolean",
    "type-date": "a date such as 2025-09-11, without quotes",
    "type-any-date": "a date",
    "type-date-with-time": "a date with time",
    "type-time": "a time",
    "type-array": "an array",
    "type-table": "a table",
    "type-tables": "an array of tables",
    "text-empty": "must not be empty",
    "text-unsafe": "contains characters that are not allowed: {characters}",
    "name-without-letter": "must contain a letter or a digit",
    "not-a-choice": "must be {choices}, not `{word}`",
    "below": "must be at least {bound}, not {number}",
    "above": "must be at most {bound}, not {number}",
    "outside": "must be from 0 to {maximum:.15g}, not {number}",
    "outside-above-zero": "must be above 0 and at most {maximum:.15g}, not {number}",
    "only-without": "is only for a row without a `{key}`",
    "no-category": "has no category",
    "category-reserved": "stands for the overall rating, which belongs in the table `overall`",
    "category-key": "the key of the category must be `{key}`, because its name is `{name}`",
    "previous-rank": "`rank` {rank} and a change of {change:+d} give a previous rank below 1",
    "rank-beyond-field": "must be at most {limit} (`ranked_cities`), not {rank}",
    "duplicate": "`{name}` occurs twice in this category",
    "same-key": "`{name}` and `{other}` have the same key, `{key}`",
    "file-name": "`{name}` does not fit the file: it must be called {files}",
    "shadowed": "is the same city and edition as {file}; the later file is used",
    "contradiction": "rank {rank} and change {change:+d} mean rank {previous} in the edition before, but {edition} has {other}",
    "previous-rank-beyond-field": (
        "means rank {rank} in the edition before; {count} city is ranked now",
        "means rank {rank} in the edition before; {count} cities are ranked now",
    ),
    "note-unlabelled": "row {position} has no label on the page; add `likely_name` if you know it",
    "note-likely": "row {position} has no label on the page; likely `{name}`",
    "bonus-beyond-maximum": "a bonus of {score} exceeds the maximum of {maximum:g} (5 per regular indicator)",
    "no-land": "`{state}` is not one of the 16 German states",
    "unusual-categories": (
        "has {count} category, not {usual}",
        "has {count} categories, not {usual}",
    ),
    "unusual-rows": (
        "has {count} row in all; pages had {first} to {last}",
        "has {count} rows in all; pages had {first} to {last}",
    ),
    # ranking lists
    "is-rankings": "this is a ranking file, not the file of a city",
    "is-city": "this is the file of a city, not a ranking file",
    "no-ranking": "has no list",
    "ranking-key": "the key of the list must be `{key}`, because its name is `{name}`",
    "ranking-file-name": "a ranking file of edition {edition} must be called `{file}`",
    "rank-twice": "rank {rank} occurs twice in this list",
    "city-twice": "`{city}` occurs twice in this list",
    "previous-rank-twice": "rank {rank} and a change of {change:+d} give the previous rank {previous}, which `{other}` has already",
    "score-rises": "a score of {score} at rank {rank} is above the {other} at rank {better}",
    "ranks-missing": (
        "rank {ranks} of {last} is missing",
        "{count} of {last} ranks are missing: {ranks}",
    ),
    "same-registered": "`{city}` and `{other}` of this list are one city in the register",
    "lists-missing": (
        "has {count} list; an edition has {usual}",
        "has {count} lists; an edition has {usual}",
    ),
    "shadowed-rankings": "is of the same edition as {file}; the later file is used",
    "rank-contradicts": "rank {value}, but {place} has {other}",
    "change-contradicts": "a change of {value:+d}, but {place} has {other:+d}",
    "score-contradicts": "a score of {value}, but {place} has {other}",
    "other-city": "`{file}` holds {found}, not {wanted}",
    "write-to": "write to `{file}`",
    "kept": "kept from the old file: {keys}",
    "kept-key": "{key}",
    "kept-instead": "{key} (the page has {page})",
    "replaced": "replaced by what was given: {keys}",
    "not-kept": "not kept from the old file, because the page does not have it: {keys}",
    "key-and-value": "{key} {value}",
    "comments-lost": (
        "a comment of the old file is lost: line {lines}",
        "comments of the old file are lost: lines {lines}",
    ),
    # --- copied pages and their import ---
    "in-page": "{file}: {what}",
    "in-line": "{file}:{line}: {what}: `{text}`",
    "more-problems": ("{file}: ... and {count} more", "{file}: ... and {count} more"),
    "line-text": "line {line} `{text}`",
    # what is no page of a city
    "page-is-empty": "this file is empty",
    "page-is-data-file": "this is a data file, not a copied page",
    "page-is-ranking": "this is a ranking list of many cities, not the page of one",
    "page-is-json": "this is JSON, not the text of a page",
    "page-is-pdf": "this is a PDF document, not the text of a page",
    "page-is-rtf": "this is formatted text (RTF), not plain text",
    "page-is-document": "this is an office document or an archive, not plain text",
    "page-is-archive": "this is a web archive, not the text of a page",
    "page-is-picture": "this is a picture, not the text of a page",
    "page-is-binary": "this is not text",
    "page-is-other": "this is not the page of a city: it has no ratings, as in `54 -7 Gesamtwertung 67.1`",
    "html-is-other": "this is HTML of another page: it has no ratings of a city",
    "ratings-cut": "no rating was found: does the copy begin below them?",
    "not-utf8": "neither UTF-8 nor another encoding that is known",
    "copy-page": "open the city page in a browser, select all, copy, and paste it into a text file; or save it as HTML",
    "copy-city-page": "copy the page of one city",
    "copy-as-text": "save it as plain text, or copy the page again from the browser",
    "check-file": "`smartrank check {file}` checks a data file",
    "save-utf8": "save the file as UTF-8 text",
    # what stops the import of a page
    "unexpected-number": "unexpected number",
    "no-score": "no score in this line: a name on two lines, a row without a score, or no row at all",
    "no-rating": "not a rating: a name on two lines, or not part of the table",
    "two-scores": "more than one number: where the name ends and the score begins is not clear",
    "split-score": "the score may be in two pieces",
    "score-above-100": "a score above 100",
    "damaged": "damaged characters",
    "broken-name": "a word that is broken in two",
    "no-name": "a name without a letter",
    "second-row": "a second row of this name in its category",
    "second-rating": "a second rating of this category",
    "second-table": "a second table of this category",
    "rating-among-rows": "a rating among the rows of a category",
    "row-behind-bonus": "a row below the bonus row, while another category has no rows",
    "table-without-category": "a table without the name of its category",
    "table-without-rating": "a table of a category that has no rating",
    "second-page": "the ratings of a second page",
    "no-category-of-index": "the rating of something that is not one of Bitkom's five categories",
    "trend-unclear": "the trend `{trend}` is not clear",
    "no-previous-rank": "a trend that gives a previous rank below 1",
    "trend-dash": "a dash as trend is not clear while other ratings have a number: unchanged, or new",
    "trend-blank": "no trend, while other ratings have one",
    "missing-name": "no city name found above the line with state, area and inhabitants",
    "name-unclear": "the name of the city is not clear: {names}",
    "missing-state": "no state found, as in `Bundesland Thüringen`",
    "state-unclear": "more than one state",
    "state-cut": "a state whose name goes on in the next line",
    "missing-area": "no area found, as in `114 km²`",
    "area-unclear": "the area is not clear",
    "missing-people": "no number of inhabitants found, as in `111.191 Einwohner`",
    "people-unclear": "the number of inhabitants is not clear",
    "missing-overall": "no overall rating found, as in `54 -7 Gesamtwertung 67.1`",
    "missing-categories": "no rating of a category found",
    "place-differs": "not the overall rank, which is {rank}",
    "title-cut": "a title that may go on in the next line",
    "address-cut": "an address that may go on in the next line",
    "fix-lines": "fix these lines, or delete them if they are not part of the city page",
    "fix-list": "write each row on a line as on the page, `12 +3 Musterstadt 67.1`, or delete what is not part of the list",
    "join-lines": "join a name that is on two lines, add a missing score, or delete what is not part of the city page",
    "part-cells": "put a tab between name and score, or fix the score",
    "write-trend": "write `+3`, `-7`, `0` for unchanged, or `neu` where there is no earlier edition",
    "write-as-published": "write the line as it is on the page, or copy the page again",
    "delete-other-ratings": "delete the ratings of other cities, or fix the name of the category",
    "add-category": "put the name of the category above its table",
    "one-page-a-file": "put each page into a file of its own",
    "delete-menu": "delete what stands above the name of the city",
    # --- ranking lists ---
    "in-two-lines": "{file}:{line}: {what} ({other_file}:{other_line}): `{text}`",
    "more-contradictions": ("... and {count} more", "... and {count} more"),
    "compare-lists": "compare these lines with the pages of the publisher",
    "lists-read": (
        "read {count} list of the {title} {edition}: {rows}",
        "read {count} lists of the {title} {edition}: {rows}",
    ),
    "cities-new": "taken as new in this edition, since they have no trend: {names}",
    "cities-new-in-part": "these have a trend in other lists, so one may have been lost: {names}",
    "name-as": "`{name}` as `{other}`",
    "names-registered": "names were written as in the register: {names}",
    "rows-added": "added to the old file: {lists}",
    "rows-filled": "filled in the old file: {lists}",
    "rows-known": "the old file has all of these rows",
    "ranks-of-list": ("{name}, rank {ranks}", "{name}, ranks {ranks}"),
    "lists-of": "the ranking lists of {edition}",
    "several-editions": "these are pages of more than one edition: {names}",
    "one-edition-a-call": "import the pages of one edition at a time",
    "page-is-city": "this is the page of one city, not a ranking list",
    "call-import-ranking": "import it with `import_ranking`",
    "call-import-page": "import it with `import_page`",
    "list-is-empty": "this is a ranking list without rows",
    "list-without-name": "a table without a name: which list is it?",
    "tables-hint": "name the lists of all tables of the page, in its order",
    "tables-option": "add `--tables overall,verwaltung,...` with the lists of all tables of the page, in its order",
    "tables-differ": (
        "{file}: the names that are given do not fit the {count} table of the page: {names}",
        "{file}: the names that are given do not fit the {count} tables of the page: {names}",
    ),
    "no-list-row": "not a row of the list, which has rank, trend, city and score",
    "tables-unclear": "tables of different lengths follow each other: where each begins is not clear",
    "name-tables": "write the name of each list above its table, as `Gesamtwertung`",
    "row-out-of-order": "the only row that is out of order: is it of another table?",
    "row-or-prose": "a row without a trend, or no row at all",
    "mark-row": "write `neu` behind its rank if it is a row, else delete it",
    "row-behind-table": "rows behind the end of the table: whose are they?",
    # what is noted of a page
    "page-read": "read {city}: {categories}, {rows}, {unlabelled} unlabelled, {bonus} bonus, {projects}",
    "count-categories": ("{count} category", "{count} categories"),
    "count-rows": ("{count} row", "{count} rows"),
    "count-projects": ("{count} project", "{count} projects"),
    "read-as": "the file is not UTF-8: read as {encoding}",
    "entities": (
        "HTML entities such as `&auml;` were read as characters in {count} line",
        "HTML entities such as `&auml;` were read as characters in {count} lines",
    ),
    "edition-stated": "edition {edition}, as line {line} says",
    "no-rows": "{category} has a rating but no rows",
    "trends-absent": "no ratings have a trend: taken as no earlier edition",
    "trends-unchanged": "the trend {signs} was read as unchanged",
    "name-read": "line {line} `{text}` as `{name}`",
    "names-read": "names were read without the marks around them: {names}",
    "name-signs": "line {line} `{name}` ({signs})",
    "names-unusual": "names with unusual characters: {names}",
    "names-with-number": "names with a number in them: {names}",
    "practices-taken": "best practice: title and link were taken ({titles}), the text was not; write `summary`, `milestones` and `partners` in your own words",
    "no-title": "line {line}: not the title of a project: `{text}`",
    "address-left": "line {line}: not taken as the link of the project: `{url}`",
    "behind-project": "line {line} and what follows the project is not taken: `{text}`; another project needs the line `Best Practice` above it",
    "left-out": "not understood and left out: {lines}",
    "url-of-another": "the address ends in `{path}`, but the page is of {city}",
    # what is known beside a page
    "edition-unknown": "{file}: the page does not say its edition",
    "edition-unclear": "{file}: the page names more than one edition: {editions}",
    "edition-contradicts": "{file}:{line}: the page is of edition {stated}, not {edition}",
    "edition-contradicts-hint": "leave the edition out, or check which page this is",
    "editions-of-url": "the edition {edition} and the address, which is of {other}, contradict each other",
    "edition-twice-hint": "leave one out",
    "edition-range": "the edition {edition} is not a year from {first} to {last}",
    "edition-hint": "give the year of the edition, such as 2025, or the address of the page",
    "ranked-cities-range": "{number} is not a number of ranked cities",
    "ranked-cities-hint": "give how many cities the edition ranks, or leave it out",
    "url-unsafe": "`{url}` is not a web address",
    "url-hint": "give the address of the page, or leave it out",
    # the import from page to file
    "no-network": "smartrank reads no network: `{url}` is not fetched",
    "save-page": "open it in a browser and save it as HTML, or select all, copy, and paste it into a text file; then import that file",
    "save-page-and-import": "open it in a browser and save it as HTML, or select all, copy, and paste it into a text file; then `smartrank import FILE --url` with the address",
    "page-named": "the page `{page}`",
    "name-page": "give a file with the text of a page, or `-` for standard input",
    "page-gives-faults": "{page}: gives no valid data file: {faults}",
    "compare-with-page": "compare your text with the page",
    "waiting": "reading the page from standard input; Ctrl-D ends it",
    "waiting-windows": "reading the page from standard input; Ctrl-Z and Enter end it",
    "of-page": "{page}: {note}",
    "written": "written to `{file}`",
    "as-imported": "{file} (imported)",
    "save-and-output": "`--save` and `--output` contradict each other",
    "save-or-output": "use one of them",
    "diff-needs-file": "`--diff` needs a file to compare with",
    "diff-hint": "add `--output` with a file or folder, or `--save`",
    "pages-need-folder": "several pages need a folder",
    "pages-hint": "add `--output` with an existing folder, or `--save`",
    "url-of-one-page": "`--url` is the address of one page",
    "url-of-one-page-hint": "use `--edition` for several pages, or import them one by one",
    "file-does-not-fit": "the name `{file}` does not fit {city}",
    "call-it": "call it {names}, or give a folder",
    "same-file": "`{first}` and `{second}` are both of {city}",
    "same-file-hint": "import one of them",
    "files-exist": "already there: {files}",
    "use-force": "add `--force` to replace it, manual additions are kept; `--diff` shows what would change",
    "folder-not-made": "cannot make the folder `{folder}`: {reason}",
    "edition-option": "add `--edition 2025`, or `--url` with the address of the page",
    "edition-or-url": "leave out `--edition` or `--url`",
    "edition-option-differs": "leave out `--edition` and `--url`, or check which page this is",
    "ranked-cities-option": "give how many cities the edition ranks, or leave out `--ranked-cities`",
    "url-option": "give the address of the page, or leave out `--url`",
    # --- formats ---
    # one line under a table, short enough for a narrow screen
    "legend-score": "Score: 100 on an indicator is the best city of the edition, not perfection",
    "legend-max": "Max.: the most points a row can have",
    "legend-bonus": "(bonus): extra projects, worth at most 5 points per indicator by our reading",
    "legend-likely": "Likely names: our reading of rows without a label, not the publisher's",
    "legend-potential": "Possible gain: overall points if the row had its maximum; ours, not published",
    "legend-recomputed": "Recomputed: by our formula from the other published figures; not published",
    "legend-after": "After: our estimate, not the publisher's",
    "legend-overall-gain": "Overall gain: points of the overall score; our estimate, not the publisher's",
    "legend-place": "Best and worst rank: if no other city changed; our estimate, not published",
    "legend-versus-rank": "vs {first}: places ahead of {first} (+) or behind (-)",
    "legend-versus-score": "vs {first}: points more (+) or fewer (-) than {first}",
    "legend-since-rank": "since {first}: places won (+) or lost (-)",
    "legend-since-score": "since {first}: points more (+) or fewer (-), on scales that differ",
    "versus": "vs {first}",
    "since": "since {first}",
    "from-trend": "{mark} from rank and trend of {edition}",
    "cell-new": "new",
    "cell-unlabelled": "(unlabelled, row {position})",
    "cell-bonus": "{name} (bonus)",
    "cell-likely": "(unlabelled, likely {name})",
    "unknown-format": "no format `{name}`",
    "profile-not-flat": "a whole profile does not fit into {form}",
    "profile-not-flat-hint": "ask `ranks` or `indicators`, which are flat, or write it as {forms}",
    "picture-row": "{name}: {figures}",
    "picture-figure": "{name} {figure}",
    "picture-too-long": "a picture of more than {limit} lines is too long to be read",
    "picture-too-long-hint": "keep fewer rows, or write it as `html`",
    "profile-fields": "a whole profile has no choice of fields",
    "profile-fields-hint": "leave out `View(fields=...)`, or ask `ranks` or `indicators`",
    # --- the command line ---
    # what Typer says in English
    "typer-error": "Error: {error}",
    "typer-try-help": "Try '{command}' for help.",
    "typer-usage": "Usage: ",
    "typer-no-option": "No such option: {name}",
    "typer-needs-value": "Option '{name}' requires an argument.",
    "typer-takes-no-value": "Option '{name}' does not take a value.",
    "typer-missing-argument": "Missing argument '{name}'.",
    "typer-missing-command": "Missing command.",
    "typer-no-command": "No such command '{name}'.",
    "typer-extra": "Got unexpected extra arguments ({name})",
    "typer-no-choice": "Invalid value for {name}: {value} is not one of {known}.",
    "typer-no-whole": "Invalid value for {name}: {value} is not a whole number.",
    "typer-range": "Invalid value for {name}: {value} is not in the range {known}.",
    "typer-invalid": "Invalid value for {name}: {message}",
    # what smartrank says
    "fields": "Fields",
    "error": "error: {error}",
    "hint": "hint: {hint}",
    "note": "note: {note}",
    "nothing-matched": "nothing matched",
    "no-command-or-city": "`{name}` is neither a command nor a city with data",
    "commands-and-cities": "`smartrank --help` lists the commands, `smartrank cities` the cities",
    "taken-as": "`{typed}` is taken as `{meant}`",
    "field-with-unit": "{meaning} ({unit})",
    "stdout-closed": "cannot write to standard output: it is closed",
    "stdout-unwritable": "cannot write to standard output: {reason}",
    "system-error": "`{name}`: {reason}",
    "two-formats": "`--json` and `--format {form}` contradict each other",
    "leave-one-out": "leave one out",
    "format-unclear": "cannot tell the format from `{file}`",
    "name-a-format": "name one with `--format`, or use one of the extensions {endings}",
    "no-fields": "`--fields` names no field",
    "help-lists-fields": "`--help` lists the fields",
    "field-twice": "the field `{field}` is named twice",
    "field-once": "name each field once",
    "error-and-hint": "{error} ({hint})",
    "edition-or-all": "`--edition` and `--all-editions` contradict each other",
    "edition-twice": "`{name}` already names an edition",
    "one-edition-listed": "edition {edition} only, without {cities}; `--all-editions` lists all",
    "one-city": "{cities}: this command takes one city",
    "use-compare-for": "to see them side by side: `smartrank compare {cities}`",
    "whatif-questions": "`--set`, `--target` and `--target-rank` are different questions",
    "cap-without-target": "`--cap` is for `--target` and `--target-rank`, not for `--set`",
    "one-at-a-time": "use one at a time",
    "unknown-shell": "no completion for the shell `{shell}`",
    "known-shells": "it may be {shells}",
    "completion-installed": "{shell} completion installed in {path}; it works in the next shell",
    "is-category": "a category, not a city: `--category {category}`",
    "is-category-elsewhere": "a category, not a city: `smartrank ranks --category {category}`",
    "is-indicator": "an indicator, not a city: `smartrank indicators --match {indicator}`",
    "is-edition": "an edition, not a city: `--edition {edition}`",
    "known-cities": "available: {names}; to add a city: `smartrank import --help`",
    "add-a-city": "to add a city: `smartrank import --help`",
    "use-compare": "as in `smartrank compare jena@2024 jena@2025`",
    "use-data": "name a data file or a folder of data files with `--data`",
    "use-force-or-rename": "add `--force` to replace it, or name another",
    "use-set-or-target": "name changes, as in `--set lpwan=100`, or a target, as in `--target 70`",
}
