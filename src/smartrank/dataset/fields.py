"""The kinds of values in data files: each checks itself, gives its JSON Schema, knows its model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Literal

from smartrank.errors import Code, KeyPath, Problem
from smartrank.messages import joined, say
from smartrank.names import is_ags, slug

Schema = dict[str, Any]
#: A table as a file has it, with what was refused left out.
Checked = dict[str, Any]
#: Who decides where an old file and a page that is imported again differ: the page, what is given
#: with the import, or the person who wrote the file.
Authority = Literal["page", "import", "person"]

FIRST_YEAR, LAST_YEAR = 1000, 9999
#: No figure of a city comes near this; what does would break the programs that read our output.
MAX_WHOLE = 1_000_000_000
#: No city has as many inhabitants.
_MOST_PEOPLE = 10_000_000
#: So many faults of a file are told; a file with more is something else.
MAX_FAULTS = 100
#: A longer value or key is cut where it is told.
_MAX_SHOWN = 60
#: Stands for a value that has been refused.
REFUSED: Any = object()


class Problems:
    """The first problems of a file, each with its key path; those beyond are only counted."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.more = 0

    def add(self, path: KeyPath, code: Code, message: Callable[[], str]) -> None:
        """Note what is wrong; the message is made only if it will be told."""
        if len(self.found) < MAX_FAULTS:
            self.found.append((path, code, message()))
        else:
            self.more += 1


class Kind:
    """A kind of value, with the meaning it has at its key.

    `optional` keys may be left out; the model has a default for them. `authority` says who decides
    where an old file and a page that is imported again differ.
    """

    #: The code of the message that names what is expected.
    expected = ""
    #: What the model has where an optional key is left out.
    default: Any = None

    def __init__(
        self, meaning: str, *, optional: bool = False, authority: Authority = "person"
    ) -> None:
        self.meaning = meaning
        self.optional = optional
        self.authority = authority

    def passes(self, _: Any) -> bool:
        """Whether a value is surely as it must be, and stays as it is: most are."""
        return False

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The value at a path that does not pass, or REFUSED with what is wrong."""

    def schema(self) -> Schema:
        """What a JSON Schema can say of it."""
        return {"description": self.meaning}

    def build(self, value: Any) -> Any:
        """The value of the model for a checked value."""
        return value

    def unbuild(self, value: Any) -> Any:
        """The value of the file for a value of the model: `build`, turned round."""
        return value

    def refuse_type(self, value: object, path: KeyPath, problems: Problems) -> Any:
        """Say that the value is of another type than it must be, and how it is written right."""
        right = self.rewritten(value)
        code = "wrong-type-right" if right else "wrong-type"
        names = {"expected": say(self.expected), "found": say(_type(value)), "right": right}
        problems.add(path, "type", lambda: say(code, **names))
        return REFUSED

    def rewritten(self, _: object) -> str:
        """How a value of another type is written that surely means this kind; else empty."""
        return ""


class Text(Kind):
    """Text that is not blank and has no control or bidirectional-override character."""

    expected = "type-text"

    def __init__(
        self,
        meaning: str,
        *,
        newline: bool = False,
        optional: bool = False,
        authority: Authority = "person",
    ) -> None:
        super().__init__(meaning, optional=optional, authority=authority)
        self.newline = newline

    def rewritten(self, value: object) -> str:
        """A number in quotes."""
        return f'"{value}"' if type(value) is int and value.bit_length() < _MAX_SHOWN else ""

    def passes(self, value: Any) -> bool:
        """Whether it is printable text."""
        return type(value) is str and value.isprintable() and not value.isspace() and value != ""

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The text."""
        if type(value) is not str:
            return self.refuse_type(value, path, problems)
        if not value.strip():
            problems.add(path, "text", lambda: say("text-empty"))
        elif refused := _unsafe(value, newline=self.newline):
            problems.add(path, "text", lambda: say("text-unsafe", characters=refused))
        else:
            return value
        return REFUSED

    def schema(self) -> Schema:
        """A pattern it must match, and one it must not."""
        from smartrank.text import UNSAFE

        unsafe = "".join(
            character if character.isprintable() or character == "-" else f"\\u{ord(character):04x}"
            for character in UNSAFE
        )
        pattern = f"(?!\\n)[{unsafe}]" if self.newline else f"[{unsafe}]"
        return {
            "type": "string",
            "description": self.meaning,
            "pattern": "\\S",
            "not": {"pattern": pattern},
        }


class Ags(Text):
    """The official key of a municipality, eight digits as text."""

    def passes(self, value: Any) -> bool:
        """Whether it is eight digits."""
        return type(value) is str and is_ags(value)

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """Nothing: what is text and does not pass is no key."""
        if super().check(value, path, problems) is not REFUSED:
            problems.add(path, "text", lambda: say("ags-digits"))
        return REFUSED

    def schema(self) -> Schema:
        """The digits."""
        return {"type": "string", "description": self.meaning, "pattern": "^[0-9]{8}$"}


class Name(Text):
    """A name, which has a letter or digit and so a key."""

    def passes(self, value: Any) -> bool:
        """Whether it is printable text with a key."""
        return type(value) is str and value.isprintable() and slug(value) != ""

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The name."""
        name = super().check(value, path, problems)
        if name is REFUSED or slug(name):
            return name
        problems.add(path, "text", lambda: say("name-without-letter"))
        return REFUSED


class Choice(Text):
    """One of some words; the first is meant where it is left out."""

    def __init__(self, meaning: str, words: Sequence[str]) -> None:
        super().__init__(meaning, optional=True)
        self.words = words
        self.default = words[0]

    def passes(self, value: Any) -> bool:
        """Whether it is one of the words."""
        return value in self.words

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The word."""
        word = super().check(value, path, problems)
        if word is not REFUSED:
            problems.add(path, "range", lambda: self._unknown(word))
        return REFUSED

    def rewritten(self, _: object) -> str:
        """Nothing: a number in quotes is none of the words."""
        return ""

    def _unknown(self, word: str) -> str:
        from smartrank.messages import any_of

        return say("not-a-choice", choices=any_of(self.words), word=shortened(word))

    def schema(self) -> Schema:
        """The words."""
        return {"enum": list(self.words), "description": self.meaning}


class Whole(Kind):
    """A whole number within bounds."""

    expected = "type-whole"

    def __init__(
        self,
        meaning: str,
        minimum: int,
        maximum: int = MAX_WHOLE,
        *,
        optional: bool = False,
        authority: Authority = "person",
        is_large: bool = False,
    ) -> None:
        super().__init__(meaning, optional=optional, authority=authority)
        self.minimum = minimum
        self.maximum = maximum
        #: Whether people part its thousands by a point.
        self.is_large = is_large

    def rewritten(self, value: object) -> str:
        """A number without quotes, and without decimals that are zero."""
        if type(value) is float and abs(value) < MAX_WHOLE and value.is_integer():
            return str(int(value))
        text = value if type(value) is str else ""
        return str(int(text)) if _has_few_digits(text.removeprefix("-")) else ""

    def passes(self, value: Any) -> bool:
        """Whether it is a whole number within the bounds."""
        return type(value) is int and self.minimum <= value <= self.maximum

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """Nothing: what is a whole number and does not pass is out of bounds."""
        if type(value) is not int:
            if self.is_large and type(value) is float and _has_thousands(value):
                right = round(value * 1000)
                problems.add(path, "type", lambda: say("whole-thousands", number=right))
                return REFUSED
            return self.refuse_type(value, path, problems)
        below = value < self.minimum
        code, bound = ("below", self.minimum) if below else ("above", self.maximum)
        problems.add(path, "range", lambda: say(code, bound=bound, number=_number(value)))
        return REFUSED

    def schema(self) -> Schema:
        """The bounds."""
        bounds = {"minimum": self.minimum, "maximum": self.maximum}
        return {"type": "integer", "description": self.meaning, **bounds}


def _has_thousands(value: float) -> bool:
    """Whether a number has at most three decimals, as if they were thousands."""
    return 10 <= value < _MOST_PEOPLE / 1000 and round(value, 3) == value


class Number(Kind):
    """A finite number from 0, or with `above_zero` above it, to a maximum."""

    expected = "type-number"
    #: Whether it has decimals however it is written.
    decimals = False

    def __init__(
        self,
        meaning: str,
        maximum: float,
        *,
        above_zero: bool = False,
        optional: bool = False,
        authority: Authority = "person",
    ) -> None:
        super().__init__(meaning, optional=optional, authority=authority)
        self.maximum = maximum
        self.above_zero = above_zero

    def rewritten(self, value: object) -> str:
        """A number without quotes, and with a decimal point."""
        text = value.replace(",", ".") if type(value) is str else ""
        return str(float(text)) if _has_few_digits(text.replace(".", "", 1)) else ""

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The number."""
        if type(value) is not float and type(value) is not int:
            return self.refuse_type(value, path, problems)
        if 0 <= value <= self.maximum and (value or not self.above_zero):  # not nan, not inf
            return float(value) + 0.0 if self.decimals else value  # no -0.0
        return self._refuse(value, path, problems)

    def _refuse(self, value: float, path: KeyPath, problems: Problems) -> Any:
        code = "outside-above-zero" if self.above_zero else "outside"
        bound = self.maximum
        problems.add(path, "range", lambda: say(code, maximum=bound, number=_number(value)))
        return REFUSED

    def schema(self) -> Schema:
        """The bounds."""
        bounds: Schema = {"minimum": 0, "maximum": self.maximum}
        if self.above_zero:
            bounds["exclusiveMinimum"] = 0
        return {"type": "number", "description": self.meaning, **bounds}


class Score(Number):
    """Points as the publisher gives them, 0-100."""

    decimals = True

    def __init__(
        self, meaning: str, *, optional: bool = False, authority: Authority = "page"
    ) -> None:
        super().__init__(meaning, 100, optional=optional, authority=authority)

    def passes(self, value: Any) -> bool:
        """Whether it has decimals, and is above 0, which may have a sign."""
        return type(value) is float and 0 < value <= self.maximum


class Date(Kind):
    """A date without time and quotes."""

    expected = "type-date"

    def rewritten(self, value: object) -> str:
        """A date without quotes, or without its time."""
        is_short = type(value) is int and value < 10**8
        text = str(value) if is_short or isinstance(value, (str, datetime)) else ""
        digits = text.replace("-", "")[:8]
        if not _has_few_digits(digits) or len(digits) < 8:
            return ""
        try:
            return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).isoformat()
        except ValueError:
            return ""

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The date."""
        return value if type(value) is date else self.refuse_type(value, path, problems)

    def schema(self) -> Schema:
        """Text of which the format is known."""
        return {"type": "string", "format": "date", **super().schema()}


class Array(Kind):
    """Values of one kind, one behind the other."""

    default = ()

    def __init__(self, meaning: str, items: Kind, *, optional: bool = False) -> None:
        super().__init__(meaning, optional=optional)
        self.items = items
        self.expected = f"{items.expected}s"

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The values in their places, REFUSED among them."""
        if not isinstance(value, list):
            return self.refuse_type(value, path, problems)
        passes, check = self.items.passes, self.items.check
        return [
            item if passes(item) else check(item, (*path, place), problems)
            for place, item in enumerate(value)
        ]

    def schema(self) -> Schema:
        """The schema of its values."""
        return {"type": "array", "description": self.meaning, "items": self.items.schema()}

    def build(self, value: Any) -> Any:
        """The values as a tuple."""
        return tuple(map(self.items.build, value))

    def unbuild(self, value: Any) -> Any:
        """The values as a list."""
        return list(map(self.items.unbuild, value))


#: What ties keys of a table to each other: it sees only what was not refused.
Rule = Callable[[Checked, KeyPath, Problems], None]


class Table(Kind):
    """Keys with their kinds, in the order in which they are written, and the model they make.

    A table without a `model` gives its values to the model of the table around it. Of a `Group`
    among the keys, the keys stand in this table, and make a model of their own in this one's.
    `exclusive` keys do not go together.
    """

    expected = "type-table"

    def __init__(
        self,
        meaning: str,
        model: Callable[..., Any] | None,
        keys: Mapping[str, Kind],
        *,
        exclusive: tuple[str, str] | None = None,
        rules: Sequence[Rule] = (),
        optional: bool = False,
    ) -> None:
        super().__init__(meaning, optional=optional)
        self.model = model
        self.parts = keys
        self.keys = dict(_flat(keys))
        self.required = [key for key, kind in self.keys.items() if not kind.optional]
        self.exclusive = exclusive
        self.rules = [*rules, self._refuse_both] if exclusive else rules
        #: The keys whose values are not yet those of the model.
        self._made = {key: kind for key, kind in keys.items() if type(kind).build is not Kind.build}

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The table with the values that were not refused."""
        if type(value) is not dict:
            return self.refuse_type(value, path, problems)
        checked: Checked = {}
        keys = self.keys
        for key, item in value.items():
            kind = keys.get(key)
            if kind is None:
                self._refuse_unknown(key, value, path, problems)
            elif kind.passes(item):
                checked[key] = item
            elif (found := kind.check(item, (*path, key), problems)) is not REFUSED:
                checked[key] = found
        for key in self.required:
            if key not in value:
                problems.add((*path, key), "missing-key", partial(say, "missing-key"))
        for rule in self.rules:
            rule(checked, path, problems)
        return checked

    def _refuse_unknown(self, key: str, table: Checked, path: KeyPath, problems: Problems) -> None:
        problems.add((*path, key), "unknown-key", lambda: self._unknown(key, table))

    def _refuse_both(self, checked: Checked, path: KeyPath, problems: Problems) -> None:
        other, key = self.exclusive or ("", "")
        if key in checked and other in checked:
            problems.add((*path, key), "mismatch", lambda: say("only-without", key=other))

    def _unknown(self, key: str, table: Mapping[str, Any]) -> str:
        from smartrank.names import close_names, listed

        unused = [known for known in self.keys if known not in table]
        if len(key) <= _MAX_SHOWN and (close := close_names(key, unused)):
            return say("unknown-key-close", name=close[0])
        return say("unknown-key", names=listed(self.keys))

    def schema(self) -> Schema:
        """The schema of its keys; keys that are not named are refused."""
        schema = {
            "type": "object",
            "description": self.meaning,
            "properties": {key: kind.schema() for key, kind in self.keys.items()},
            "required": self.required,
            "additionalProperties": False,
        }
        if self.exclusive:
            schema["not"] = {"required": list(self.exclusive)}
        return schema

    def build(self, value: Any) -> Any:
        """The model with the values; what is left out has the model's default."""
        if not self._made and self.model is not None:  # most tables of a file are rows
            return self.model(**value)
        values = dict(value)
        for key, kind in self._made.items():
            if isinstance(kind, Group):
                values[key] = kind.build(
                    {name: values.pop(name) for name in kind.keys if name in values}
                )
            elif key in values:
                item = kind.build(values.pop(key))
                values |= item if _gives_all(kind) else {key: item}
        return values if self.model is None else self.model(**values)

    def unbuild(self, value: Any) -> Any:
        """The table of a model; an optional key that has its default is left out."""
        table: Checked = {}
        for key, kind in self.parts.items():
            if _gives_all(kind):
                table[key] = kind.unbuild(value)
                continue
            item = getattr(value, key)
            if isinstance(kind, Group):
                table |= kind.unbuild(item)
            elif item is not None and not (kind.optional and item == kind.default):
                table[key] = kind.unbuild(item)
        return table


class Group(Table):
    """Keys that stand in the table around them, and make a model of their own."""


class Named(Kind):
    """Tables of one kind, each under the key of its name; at least one.

    `reserved` are keys that no table can have.
    """

    expected = "type-table"
    #: The codes of what is said if there is no table, or one under a wrong key.
    empty, misnamed = "no-category", "category-key"

    def __init__(
        self,
        meaning: str,
        items: Table,
        *,
        reserved: Sequence[str] = (),
        optional: bool = False,
    ) -> None:
        super().__init__(meaning, optional=optional)
        self.items = items
        self.reserved = reserved

    def check(self, value: Any, path: KeyPath, problems: Problems) -> Any:
        """The tables by key; one that was refused is left out."""
        if not isinstance(value, dict):
            return self.refuse_type(value, path, problems)
        if not value:
            problems.add(path, "missing-key", lambda: say(self.empty))
        tables: Checked = {}
        for key, item in value.items():
            table = self.items.check(item, (*path, key), problems)
            if table is not REFUSED:
                tables[key] = table
                self._check_key(key, table, (*path, key), problems)
        return tables

    def key_of(self, name: str) -> str:
        """The key of a table, from its name."""
        return slug(name)

    def _check_key(self, key: str, table: Checked, path: KeyPath, problems: Problems) -> None:
        name = table.get("name")
        if key in self.reserved:
            problems.add(path, "mismatch", lambda: say("category-reserved"))
        elif name is not None and (fitting := self.key_of(name)) != key:
            problems.add(path, "mismatch", lambda: say(self.misnamed, key=fitting, name=name))

    def schema(self) -> Schema:
        """The schema of its tables, and the keys they cannot have."""
        schema: Schema = {"type": "object", "description": self.meaning, "minProperties": 1}
        if self.reserved:
            schema["propertyNames"] = {"not": {"enum": list(self.reserved)}}
        return {**schema, "additionalProperties": self.items.schema()}

    def build(self, value: Any) -> Any:
        """The models, in the order of the file."""
        return tuple(map(self.items.build, value.values()))

    def unbuild(self, value: Any) -> Any:
        """The tables, by the key of each."""
        return {item.slug: self.items.unbuild(item) for item in value}


def _gives_all(kind: Kind) -> bool:
    """Whether it is a table that gives its values to the model around it."""
    return isinstance(kind, Table) and kind.model is None


def _flat(keys: Mapping[str, Kind]) -> Iterator[tuple[str, Kind]]:
    for key, kind in keys.items():
        if isinstance(kind, Group):
            yield from kind.keys.items()
        else:
            yield key, kind


# --- words for values ---------------------------------------------------------------------------


def shortened(text: str) -> str:
    """A text as it is told: cut if nobody would read it to its end."""
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"


def _type(value: object) -> str:
    """The code of the message that names the type of a TOML value."""
    types = {bool: "boolean", str: "text", int: "whole", float: "decimals"}
    types |= {list: "array", dict: "table", date: "any-date", datetime: "date-with-time"}
    return f"type-{types.get(type(value), 'time')}"


def _has_few_digits(text: str) -> bool:
    return len(text) < 10 and text.isascii() and text.isdigit()


def _unsafe(text: str, *, newline: bool) -> str:
    from smartrank.text import unsafe_characters

    return joined(dict.fromkeys(unsafe_characters(text, newline=newline)))


def _number(number: float) -> str:
    if isinstance(number, int) and number.bit_length() > 14_000:  # text of it is refused
        return say("huge-number")
    text = str(number)
    return text if len(text) <= 20 else say("long-number", start=text[:8], length=len(text))
