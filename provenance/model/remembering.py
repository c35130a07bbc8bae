"""Remember the last answer of a pure function: several rules ask the same of one file in a row."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def last_answer(ask: Callable[P, R]) -> Callable[P, R]:
    """Answer again what was asked last, where the arguments are the very same objects.

    For functions of values that never change. Arguments are compared by identity: comparing
    evidence field by field would cost more than the answer. They are kept until the next
    question, so identity cannot be mistaken.
    """
    last: list[tuple[tuple[object, ...], R]] = []

    @wraps(ask)
    def answer(*arguments: P.args, **named: P.kwargs) -> R:
        asked = (*arguments, *named.values())
        for known, given in last:
            if len(known) == len(asked) and all(a is b for a, b in zip(known, asked, strict=True)):
                return given
        given = ask(*arguments, **named)
        last[:] = [(asked, given)]
        return given

    return answer
