"""Frozen values, made quickly: ``dataclass(frozen=True, slots=True)`` for a tenth of its price.

The standard decorator compiles six functions for each class, which took a quarter of the start of
a short command. Here a class gets the one function that must be its own, ``__init__``, whose code
is compiled once for all classes of as many fields; comparing, hashing, showing, refusing to change
and pickling are shared. ``dataclasses.fields``, ``replace`` and ``asdict`` work as ever, and type
checkers see the standard decorator. Tests compare the two.

Values of the model and of what is read of each file are made with it. A class that wants more
(order, inheritance, ``InitVar``) takes the standard one.
"""

import dataclasses
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """A decorator for a class of frozen values with slots, the only kind there is here."""
        if not (frozen and slots):
            raise TypeError("only frozen values with slots are made here")
        return _made


__all__ = ["dataclass", "replaced"]

_MISSING = dataclasses.MISSING
_BECOME = object.__dict__["__class__"].__set__
_MANY = 5
"""Fields from which on a value is filled by assignment; below, the setters are as quick."""


@dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False)
class _Sample:
    """Made by the standard decorator, to keep of each class what that keeps."""

    one: int = 0


_PARAMETERS = _Sample.__dict__["__dataclass_params__"]
_FIELD = _Sample.__dict__["__dataclass_fields__"]["one"]._field_type  # noqa: SLF001 - as below


_V = TypeVar("_V")


def replaced(value: _V, /, **changes: object) -> _V:
    """As ``dataclasses.replace`` of a value whose class was made here, in a third of the time.

    Args:
        value: Stays as it is.
        **changes: Fields of the new one that differ.

    Raises:
        TypeError: There is no such field.
    """
    cls: Any = value.__class__
    places, held = _parts(cls)
    values = held(value)
    for name, each in changes.items():
        place = places.get(name)
        if place is None:
            raise TypeError(f"{cls.__name__} has no field {name}")
        values[place] = each
    made: _V = cls(*values)
    return made


@cache
def _parts(cls: Any) -> tuple[dict[str, int], Callable[[Any], list[Any]]]:
    """The place of each field of a class, and what lists the values of one of its values."""
    names = tuple(cls.__dataclass_fields__)
    places = {name: place for place, name in enumerate(names)}
    if len(names) > 1:
        take = attrgetter(*names)
        return places, lambda value: [*take(value)]
    return places, lambda value: [getattr(value, name) for name in names]


def _made(plain: type) -> type:
    told = _fields(plain)
    namespace = dict(plain.__dict__)
    for name in ("__dict__", "__weakref__", *told):
        namespace.pop(name, None)
    compared = [each.name for each in told.values() if each.compare]
    own = {
        "__qualname__": plain.__qualname__,
        "__slots__": tuple(told),
        "__match_args__": tuple(told),
        "__dataclass_fields__": told,
        "__dataclass_params__": _PARAMETERS,
        "_compared": attrgetter(*compared) if compared else type,
    }
    loosely = len(told) >= _MANY and plain.__bases__ == (object,)
    known, own["__init__"] = _initialiser(plain, told, loosely=loosely)
    cls: Any = type(plain)(plain.__name__, plain.__bases__, {**_SHARED, **namespace, **own})
    if loosely:
        known |= {
            "_become": _BECOME,
            "_Loose": type(plain.__name__, (), {"__slots__": tuple(told)}),
        }
    else:
        known |= {f"_set_{place}": getattr(cls, name).__set__ for place, name in enumerate(told)}
    made: type = cls
    return made


def _fields(plain: type) -> dict[str, "dataclasses.Field[Any]"]:
    """The fields by name, as ``dataclasses`` keeps them."""
    told: dict[str, dataclasses.Field[Any]] = {}
    for name, kind in vars(plain).get("__annotations__", {}).items():
        given = plain.__dict__.get(name, _MISSING)
        each: Any = given if isinstance(given, dataclasses.Field) else None
        if each is None:
            if given.__class__.__hash__ is None:
                raise ValueError(f"mutable default for field {name}: use default_factory")
            each = dataclasses.field(default=given)
        each.name, each.type, each._field_type = name, kind, _FIELD  # noqa: SLF001 - its own keeping
        told[name] = each
    return told


def _initialiser(
    plain: type, told: dict[str, "dataclasses.Field[Any]"], *, loosely: bool
) -> tuple[dict[str, Any], Callable[..., None]]:
    """``__init__``, which fills the slots, though a frozen class refuses assignment.

    A value of few fields calls the slots' setters. One of many is for a moment of a class that has
    the same slots and refuses nothing, since assignment takes a fifth of such a call.

    With it, the names that it knows; what fills the slots joins them when the class is there.
    """
    known: dict[str, Any] = {"_MISSING": _MISSING}
    defaults: list[Any] = []
    for place, (name, each) in enumerate(told.items()):
        known[f"_make_{place}"] = each.default_factory
        if each.default is not _MISSING or each.default_factory is not _MISSING:
            defaults.append(each.default)
        elif defaults:
            raise TypeError(f"field {name} without a default follows one with a default")
    factories = tuple(each.default_factory is not _MISSING for each in told.values())
    code = _compiled(factories, checked=hasattr(plain, "__post_init__"), loosely=loosely)
    slots = {f"field_{place}": name for place, name in enumerate(told)}
    named = code.replace(
        co_varnames=("self", *told, *code.co_varnames[len(told) + 1 :]),
        co_names=tuple([slots.get(name, name) for name in code.co_names]),
    )
    made = FunctionType(named, known, "__init__", tuple(defaults))
    made.__qualname__ = f"{plain.__qualname__}.__init__"
    made.__annotations__ = {name: each.type for name, each in told.items()} | {"return": None}
    return known, made


@cache
def _compiled(factories: tuple[bool, ...], *, checked: bool, loosely: bool) -> CodeType:
    """The code of ``__init__``, which differs between most classes in the names of fields only.

    Args:
        factories: For each field, whether a function makes its default.
        checked: Whether ``__post_init__`` is called.
        loosely: Whether it is of another class while it is filled.
    """
    values = [
        f"_make_{at}() if field_{at} is _MISSING else field_{at}" if factory else f"field_{at}"
        for at, factory in enumerate(factories)
    ]
    if loosely:
        lines = ["_kind = self.__class__", "_become(self, _Loose)"]
        lines += [f"self.field_{at} = {value}" for at, value in enumerate(values)]
        lines.append("self.__class__ = _kind")
    else:
        lines = [f"_set_{at}(self, {value})" for at, value in enumerate(values)]
    if checked:
        lines.append("self.__post_init__()")
    arguments = ", ".join(["self", *(f"field_{at}" for at in range(len(factories)))])
    body = "\n ".join(lines or ["pass"])
    held: dict[str, Any] = {}
    exec(f"def __init__({arguments}):\n {body}", held)  # noqa: S102 - as dataclasses do
    code: CodeType = held["__init__"].__code__
    return code


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _shown(self: Any) -> str:
    told = ", ".join(
        f"{each.name}={getattr(self, each.name)!r}"
        for each in dataclasses.fields(self)
        if each.repr
    )
    return f"{self.__class__.__qualname__}({told})"


def _refuse_set(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _reduce(self: Any) -> tuple[type, tuple[Any, ...]]:
    return self.__class__, tuple(getattr(self, each.name) for each in dataclasses.fields(self))


_SHARED: dict[str, Callable[..., Any]] = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _shown,
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
    "__reduce__": _reduce,
}
