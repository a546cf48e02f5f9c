"""What a person slipped on in a text that is no TOML, and its cure: told only if the cure works.

Each module has the slips of one kind; all of them propose cures for the place where the parser
stopped. A cure is tried: what it changes must bring the parser further than the fault, and the one
that brings it furthest is told.
"""

from __future__ import annotations

from typing import NamedTuple

import tomli

from smartrank.dataset.slips import files, rows, signs, tables, texts, values
from smartrank.dataset.slips.fault import Fault, Slip, fault_at
from smartrank.messages import Message, say

#: Longer lines are written by programs; no person looks for a slip in them.
MAX_LINE = 1000
#: What is tried first is told if another cure brings the parser no further.
_RULES = (
    files.slips,
    signs.unseen_slips,
    tables.header_slips,
    signs.separator_slips,
    values.slips,
    texts.slips,
    rows.slips,
    signs.slips,
    tables.key_slips,
    tables.twice_slips,
    signs.missing_slips,
    files.last_slips,
)


class Told(NamedTuple):
    """What is said of a text that is no TOML, and the offset where a person must type."""

    at: int
    message: Message


def told(text: str, at: int) -> Told:
    """What to say of a text at whose offset the parser stopped, in words for people."""
    if found := slip(text, at):
        return Told(found.at, found.message)
    fault = fault_at(text, at)
    return Told(fault.at, say("not-a-row" if fault.list_key else "not-a-line"))


def slip(text: str, at: int) -> Slip | None:
    """The slip that stopped the parser at an offset of a text; None if it is none we know."""
    fault = fault_at(text, at)
    rules = _RULES if len(fault.line) <= MAX_LINE else _RULES[:1]
    best, rest = None, len(text)
    for cure in (cure for rule in rules for cure in rule(fault)):
        left = _left(cure, fault)
        if left < min(rest, len(text) - max(fault.at, cure.end)):
            best, rest = cure, left
        if rest < 0:
            break
    return best


def cured(text: str, slip: Slip) -> str:
    """The text with a slip cured."""
    return text[: slip.start] + slip.text + text[slip.end :]


def _left(cure: Slip, fault: Fault) -> int:
    """How many characters of the cured text the parser leaves unread; -1 if it has no fault."""
    text = cured(fault.text, cure)
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return len(text) - fault_at(text, error.pos).at
    except (ValueError, RecursionError):
        return len(fault.text)
    return -1
