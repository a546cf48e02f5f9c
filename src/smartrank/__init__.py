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

# Nothing is imported here, not even `typing`: Ctrl-C must find the program inside its `main`.

__version__ = "0.1.0.dev0"

#: Public name -> module, for what is neither a query, which has the name of its module, nor a
#: record class. A name is loaded when it is used, so that the program starts quickly.
_HOMES = {
    "Answer": "query.answer",
    "City": "model",
    "Dataset": "dataset.load",
    "DatasetError": "errors",
    "EditionError": "importing.problems",
    "Format": "render",
    "Imported": "importing.workflow",
    "ImportedRankings": "importing.workflow",
    "ListsError": "importing.problems",
    "PageError": "importing.problems",
    "Rankings": "rankings",
    "Selection": "query.select",
    "SmartrankError": "errors",
    "Store": "dataset.store",
    "UnknownNameError": "errors",
    "UsageError": "errors",
    "View": "render",
    "dump": "dataset.dump",
    "dump_rankings": "dataset.dump",
    "find": "dataset.store",
    "import_page": "importing.workflow",
    "import_ranking": "importing.workflow",
    "load": "dataset.load",
    "load_rankings": "dataset.load",
    "plan_for_rank": "query.plan",
    "plan_for_target": "query.plan",
    "render_answer": "render",
    "schema": "query.schema",
}

TYPE_CHECKING = False  # what type checkers take for true
if TYPE_CHECKING:
    __all__: list[str]
    from smartrank.dataset.dump import dump as dump
    from smartrank.dataset.dump import dump_rankings as dump_rankings
    from smartrank.dataset.load import Dataset as Dataset
    from smartrank.dataset.load import load as load
    from smartrank.dataset.load import load_rankings as load_rankings
    from smartrank.dataset.store import Store as Store
    from smartrank.dataset.store import find as find
    from smartrank.errors import DatasetError as DatasetError
    from smartrank.errors import SmartrankError as SmartrankError
    from smartrank.errors import UnknownNameError as UnknownNameError
    from smartrank.errors import UsageError as UsageError
    from smartrank.importing.problems import EditionError as EditionError
    from smartrank.importing.problems import ListsError as ListsError
    from smartrank.importing.problems import PageError as PageError
    from smartrank.importing.workflow import Imported as Imported
    from smartrank.importing.workflow import ImportedRankings as ImportedRankings
    from smartrank.importing.workflow import import_page as import_page
    from smartrank.importing.workflow import import_ranking as import_ranking
    from smartrank.model import City as City
    from smartrank.query.answer import Answer as Answer
    from smartrank.query.audit import AuditRecord as AuditRecord
    from smartrank.query.audit import audit as audit
    from smartrank.query.brief import BriefRecord as BriefRecord
    from smartrank.query.brief import brief as brief
    from smartrank.query.check import CheckRecord as CheckRecord
    from smartrank.query.check import check as check
    from smartrank.query.cities import CityRecord as CityRecord
    from smartrank.query.cities import cities as cities
    from smartrank.query.compare import ComparisonRecord as ComparisonRecord
    from smartrank.query.compare import compare as compare
    from smartrank.query.explain import ExplainRecord as ExplainRecord
    from smartrank.query.explain import explain as explain
    from smartrank.query.history import history as history
    from smartrank.query.indicators import IndicatorRecord as IndicatorRecord
    from smartrank.query.indicators import indicators as indicators
    from smartrank.query.moves import MoveRecord as MoveRecord
    from smartrank.query.moves import moves as moves
    from smartrank.query.plan import plan_for_rank as plan_for_rank
    from smartrank.query.plan import plan_for_target as plan_for_target
    from smartrank.query.practices import PracticeRecord as PracticeRecord
    from smartrank.query.practices import practices as practices
    from smartrank.query.ranks import RatingRecord as RatingRecord
    from smartrank.query.ranks import ranks as ranks
    from smartrank.query.schema import schema as schema
    from smartrank.query.select import Selection as Selection
    from smartrank.query.show import CategoryRecord as CategoryRecord
    from smartrank.query.show import ProfileRecord as ProfileRecord
    from smartrank.query.show import SourceRecord as SourceRecord
    from smartrank.query.show import show as show
    from smartrank.query.standing import StandingRecord as StandingRecord
    from smartrank.query.standing import standing as standing
    from smartrank.query.strong import strong as strong
    from smartrank.query.trends import trends as trends
    from smartrank.query.weak import weak as weak
    from smartrank.query.whatif import WhatIfRecord as WhatIfRecord
    from smartrank.query.whatif import whatif as whatif
    from smartrank.rankings import Rankings as Rankings
    from smartrank.render import Format as Format
    from smartrank.render import View as View
    from smartrank.render import render_answer as render_answer

else:  # a type checker that saw this would take any name for a public one

    def __getattr__(name: str) -> object:
        """Load a public name."""
        if name == "__all__":
            return _public_names()
        from importlib import import_module

        if name in _HOMES:
            return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        if name.endswith("Record") or _has_module(name):
            from smartrank.query.catalogue import public

            if found := public(name):
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _has_module(name: str) -> bool:
    """Whether a query can have this name: asked of every module that `from smartrank` imports."""
    from os.path import exists

    return exists(f"{__path__[0]}/query/{name}.py")  # noqa: PTH110 - pathlib would load, too


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return [*globals(), *_public_names()]


def _public_names() -> list[str]:
    from smartrank.query.catalogue import queries, records

    return sorted([*_HOMES, *queries(), *records()])
