"""A city's place in Bitkom's Smart City Index, queryable.

The same questions as on the command line, with the same records:

    from smartrank import find, indicators, render_answer, Selection

    jena = find("jena")
    answer = indicators([jena], Selection(below=50))
    for row in answer.records:
        print(row.indicator_name, row.score)
    print(render_answer(answer, "csv").decode())

Queries take cities (`City`), `cities` takes `Dataset`s. They give an `Answer`, whose `records` are
named tuples with the fields that `smartrank schema` describes; `show` gives one nested record in
`document`. What goes wrong is a `SmartrankError`, with a `hint`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartrank.errors import DatasetError, SmartrankError, UnknownNameError, UsageError
    from smartrank.loading import Dataset, load
    from smartrank.model import City
    from smartrank.query.audit import audit
    from smartrank.query.checking import check
    from smartrank.query.cities import cities
    from smartrank.query.comparison import compare, history
    from smartrank.query.practices import practices
    from smartrank.query.profile import show
    from smartrank.query.ratings import ranks, trends
    from smartrank.query.records import Answer
    from smartrank.query.rows import indicators, strong, weak
    from smartrank.query.schema import schema
    from smartrank.query.selection import Selection
    from smartrank.query.whatif import reach, whatif
    from smartrank.render import Format, View, render_answer
    from smartrank.store import Store, find
    from smartrank.writing import dump

__version__ = "0.1.0"

#: Public name -> module. A name is loaded when it is used, so that the program starts quickly.
_HOMES = {
    "Answer": "query.records",
    "City": "model",
    "Dataset": "loading",
    "DatasetError": "errors",
    "Format": "render",
    "Selection": "query.selection",
    "SmartrankError": "errors",
    "Store": "store",
    "UnknownNameError": "errors",
    "UsageError": "errors",
    "View": "render",
    "audit": "query.audit",
    "check": "query.checking",
    "cities": "query.cities",
    "compare": "query.comparison",
    "dump": "writing",
    "find": "store",
    "history": "query.comparison",
    "indicators": "query.rows",
    "load": "loading",
    "practices": "query.practices",
    "ranks": "query.ratings",
    "reach": "query.whatif",
    "render_answer": "render",
    "schema": "query.schema",
    "show": "query.profile",
    "strong": "query.rows",
    "trends": "query.ratings",
    "weak": "query.rows",
    "whatif": "query.whatif",
}

__all__ = [
    "Answer",
    "City",
    "Dataset",
    "DatasetError",
    "Format",
    "Selection",
    "SmartrankError",
    "Store",
    "UnknownNameError",
    "UsageError",
    "View",
    "audit",
    "check",
    "cities",
    "compare",
    "dump",
    "find",
    "history",
    "indicators",
    "load",
    "practices",
    "ranks",
    "reach",
    "render_answer",
    "schema",
    "show",
    "strong",
    "trends",
    "weak",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """Load a public name."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return [*globals(), *__all__]
