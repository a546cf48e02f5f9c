"""Which command answers with which record: read by help, completion and the schema."""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: Command -> module and class of its records, loaded only when asked for.
RECORDS = {
    "show": "profile:ProfileRecord",
    "cities": "cities:CityRecord",
    "ranks": "ratings:RatingRecord",
    "trends": "ratings:RatingRecord",
    "indicators": "rows:IndicatorRecord",
    "weak": "rows:IndicatorRecord",
    "strong": "rows:IndicatorRecord",
    "compare": "comparison:ComparisonRecord",
    "history": "comparison:ComparisonRecord",
    "whatif": "whatif:WhatIfRecord",
    "audit": "audit:AuditRecord",
    "practices": "practices:PracticeRecord",
    "check": "checking:CheckRecord",
}


def record_of(command: str) -> type[Any]:
    """The record class of a command."""
    module, _, name = RECORDS[command].partition(":")
    record: type[Any] = getattr(import_module(f"smartrank.query.{module}"), name)
    return record
