"""Our dataclasses behave as those of the standard library, which cost more to make."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from conftest import make_city
from smartrank import City, frozen
from smartrank.model import Category, Indicator, Rating, Source


@frozen.dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """Ours."""

    name: str
    size: int = 3
    double: int = frozen.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.size)

    @property
    def label(self) -> str:
        return f"{self.name} {self.size}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """Theirs."""

    name: str
    size: int = 3
    double: int = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.size)

    @property
    def label(self) -> str:
        return f"{self.name} {self.size}"


BOTH = pytest.mark.parametrize("kind", [Ours, Theirs])


@BOTH
def test_values_defaults_and_what_is_derived(kind: Any) -> None:
    made = kind(name="a")
    assert (made.name, made.size, made.double, made.label) == ("a", 3, 6, "a 3")
    assert repr(kind(name="a", size=4)) == f"{kind.__name__}(name='a', size=4)"
    assert kind.__doc__ == f"{kind.__name__}."


@BOTH
def test_arguments_that_lack_or_are_none_are_refused(kind: Any) -> None:
    for given in ({}, {"size": 1}, {"name": "a", "colour": 1}, {"name": "a", "double": 1}):
        with pytest.raises(TypeError):
            kind(**given)
    with pytest.raises(TypeError):
        kind("a")


@BOTH
def test_equal_and_hashed_by_value(kind: Any) -> None:
    assert kind(name="a") == kind(name="a", size=3)
    assert kind(name="a") != kind(name="a", size=4)
    assert kind(name="a") != ("a", 3)
    assert len({kind(name="a"), kind(name="a"), kind(name="b")}) == 2


def test_classes_with_the_same_values_are_not_equal() -> None:
    ours: Any = Ours
    assert ours(name="a") != Theirs(name="a")


@BOTH
def test_nothing_can_be_changed(kind: Any) -> None:
    made = kind(name="a")
    for name in ("name", "double"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            setattr(made, name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="name"):
        del made.name
    assert not hasattr(made, "__dict__")


@BOTH
def test_copied_and_carried(kind: Any) -> None:
    made = kind(name="a", size=5)
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.double == 10


def test_very_many_are_made_in_the_same_way() -> None:
    ours: Any = type("Ours", (), {"__annotations__": {"name": str, "size": int}, "size": 3})
    kind: Any = frozen.dataclass(frozen=True, slots=True, kw_only=True)(ours)
    before = kind.__init__
    made = [kind(name=number, size=1) for number in range(frozen.MANY)]
    assert kind.__init__ is not before
    assert [kind(name=number, size=1) for number in range(frozen.MANY)] == made
    assert kind(name="a").size == 3
    for given in ({}, {"name": "a", "colour": 1}):
        with pytest.raises(TypeError):
            kind(**given)
    with pytest.raises(TypeError):
        kind("a")


def test_what_is_derived_is_derived_of_very_many_too() -> None:
    kind: Any = Ours
    sizes = range(2 * frozen.MANY)
    assert [kind(name="a", size=size).double for size in sizes] == [2 * size for size in sizes]


def test_replaced() -> None:
    kind: Any = Ours
    made = kind(name="a")
    assert frozen.replace(made, size=7) == kind(name="a", size=7)
    assert frozen.replace(made, size=7).double == 14
    with pytest.raises(TypeError):
        frozen.replace(made, double=1)


@BOTH
def test_dataclasses_knows_them(kind: Any) -> None:
    made = kind(name="a")
    assert dataclasses.replace(made, size=7) == kind(name="a", size=7)
    assert dataclasses.replace(made, size=7).double == 14
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(made, double=1)
    assert dataclasses.asdict(made) == {"name": "a", "size": 3, "double": 6}
    found = [(f.name, f.init, f.repr, f.compare, f.type) for f in dataclasses.fields(kind)]
    assert found == [
        ("name", True, True, True, "str"),
        ("size", True, True, True, "int"),
        ("double", False, False, False, "int"),
    ]
    assert dataclasses.is_dataclass(made)


@pytest.mark.parametrize("kind", [City, Category, Indicator, Rating, Source])
def test_the_model_is_made_of_them(kind: Any) -> None:
    assert kind.__repr__ is vars(Ours)["__repr__"]
    assert dataclasses.is_dataclass(kind)
    city = make_city()
    assert pickle.loads(pickle.dumps(city)) == city
    assert hash(city) == hash(make_city())
