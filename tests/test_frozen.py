"""Values that are made quickly behave as those of the standard decorator."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from provenance.frozen import dataclass, replaced
from provenance.model.evidence import Evidence, Signal
from provenance.model.manifest import SoftwareAgent


@dataclass(frozen=True, slots=True)
class Quick:
    """A value."""

    name: str
    count: int = 3
    held: dict[str, int] = field(default_factory=dict)
    memo: list[int] = field(default_factory=list, compare=False, repr=False)

    @property
    def twice(self) -> int:
        """Something derived."""
        return 2 * self.count


@dataclasses.dataclass(frozen=True, slots=True)
class Usual:
    """The same."""

    name: str
    count: int = 3
    held: dict[str, int] = field(default_factory=dict)
    memo: list[int] = field(default_factory=list, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Large:
    """A value of many fields, which is filled in another way; one has a check of its own."""

    one: int
    two: str = ""
    three: list[int] = field(default_factory=list)
    four: tuple[int, ...] = ()
    five: float = 0.5
    six: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.one < 0:
            raise ValueError("negative")
        with pytest.raises(FrozenInstanceError):
            self.one = 7  # type: ignore[misc]


class Derived(Large):
    """A class that adds no field."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A value with a check of its own, and its own words."""

    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("negative")

    def __repr__(self) -> str:
        return "checked"


@dataclass(frozen=True, slots=True)
class Empty:
    """A value without fields."""


def described(cls):
    return [
        (each.name, each.type, each.default, each.default_factory, each.compare, each.repr)
        for each in dataclasses.fields(cls)
    ]


def test_it_is_a_dataclass():
    assert dataclasses.is_dataclass(Quick)
    assert described(Quick) == described(Usual)
    assert Quick.__match_args__ == Usual.__match_args__
    assert Quick.__slots__ == Usual.__slots__
    assert repr(Quick("a")) == repr(Usual("a")).replace("Usual", "Quick")
    assert dataclasses.asdict(Quick("a", 4)) == dataclasses.asdict(Usual("a", 4))
    assert Quick("a").twice == 6


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), (("a", 1, {}, [], 5), {}), (("a",), {"x": 1})]
)
def test_arguments_are_those_of_the_fields(given, named):
    for cls in (Quick, Usual):
        with pytest.raises(TypeError):
            cls(*given, **named)


def test_values_compare_and_hash():
    assert Quick("a") == Quick("a", memo=[1])
    assert Quick("a") != Quick("b")
    assert Quick("a") != Usual("a")
    assert Empty() == Empty()
    assert len({Empty(), Empty(), Checked(1), Checked(1), Checked(2)}) == 3
    assert hash(SoftwareAgent("a", "1")) == hash(SoftwareAgent("a", "1"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Quick("a"))


def test_defaults_are_made_for_each():
    first, second = Quick("a"), Quick("a")
    first.memo.append(1)
    assert second.memo == []


def test_values_do_not_change():
    value = Quick("a")
    for change in (lambda: setattr(value, "name", "b"), lambda: setattr(value, "more", 1)):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises(FrozenInstanceError):
        del value.name
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("kind", [Large, Derived])
def test_a_value_of_many_fields(kind):
    value = kind(1, five=2.5)
    assert type(value) is kind
    assert [getattr(value, name) for name in kind.__slots__ or Large.__slots__] == [
        *(1, "", [], (), 2.5, {}),
    ]
    assert value.three is not kind(1).three
    assert dataclasses.replace(value, two="b") == kind(1, "b", five=2.5)
    for change in (lambda: setattr(value, "one", 2), lambda: setattr(value, "more", 1)):
        with pytest.raises(FrozenInstanceError):
            change()
    with pytest.raises(ValueError, match="negative"):
        kind(-1)
    with pytest.raises(TypeError):
        kind()


@pytest.mark.parametrize("changed", [dataclasses.replace, replaced])
def test_a_changed_copy(changed):
    value = Quick("a", 4, {"x": 1}, [5])
    assert changed(value, count=9) == Quick("a", 9, {"x": 1})
    assert changed(value, count=9).memo is value.memo
    assert value.count == 4
    assert changed(Empty()) == Empty()
    assert type(changed(Derived(1), two="b")) is Derived
    assert changed(Derived(1, "a", five=2.0), two="b") == Derived(1, "b", five=2.0)
    with pytest.raises(ValueError, match="negative"):
        changed(Checked(1), number=-1)
    with pytest.raises(TypeError):
        changed(value, nothing=1)
    assert repr(Checked(1)) == "checked"


@pytest.mark.parametrize(
    "value", [Quick("a", 4, {"x": 1}), Checked(2), Empty(), Large(1, "b", [2])]
)
def test_copies_and_pickles(value):
    assert copy.copy(value) == value
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value


def test_only_frozen_values_with_slots():
    with pytest.raises(TypeError):
        dataclass(frozen=False, slots=True)


def test_values_match_by_position():
    match Quick("a", 4):
        case Quick(name, count):
            assert (name, count) == ("a", 4)


def test_the_model_is_made_with_it():
    assert Evidence.__eq__ is Quick.__eq__ is Signal.__eq__


def test_a_field_without_a_default_comes_first():
    with pytest.raises(TypeError, match="field second without a default"):

        @dataclass(frozen=True, slots=True)
        class _Wrong:
            first: int = 0
            second: str
