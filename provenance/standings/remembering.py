"""Remember the last answer of a pure function: several rules ask the same of one file in a row."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_NOTHING: Final = object()


def last_answer(ask: Callable[P, R]) -> Callable[P, R]:
    """Answer again what was asked last, where the arguments are the very same objects.

    For functions of one to three values that never change. Arguments are compared by identity:
    comparing evidence field by field would cost more than the answer. They are kept until the
    next question, so identity cannot be mistaken.
    """
    # One value, exchanged as a whole: a thread never sees the answer to another's question.
    kept: tuple[object, object, object, object] = (ask, ask, ask, None)

    # Three names and no loop over *arguments: this is the hottest line of judging.
    @wraps(ask)
    def answer(one: object, two: object = _NOTHING, three: object = _NOTHING, **named: object) -> R:
        nonlocal kept
        last = kept
        if one is last[0] and two is last[1] and three is last[2] and not named:
            return cast("R", last[3])
        given = [each for each in (one, two, three) if each is not _NOTHING]
        result = cast("Callable[..., R]", ask)(*given, **named)
        if not named:
            kept = (one, two, three, result)
        return result

    return cast("Callable[P, R]", answer)
