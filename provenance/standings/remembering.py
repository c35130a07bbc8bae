"""Remember answers of pure functions: many ask the same of one file, or of one record."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
One = TypeVar("One")
Two = TypeVar("Two")

MAX_KEPT: Final = 4096
"""Records of which is kept what they come to; some 20 MB."""

_NOTHING: Final = object()


def last_answer(ask: Callable[P, R]) -> Callable[P, R]:
    """Answer again what was asked last, where the arguments are the very same objects.

    For functions of one to three values that never change. Arguments are compared by identity:
    comparing evidence field by field would cost more than the answer. They are kept until the
    next question, so identity cannot be mistaken.
    """
    if ask.__code__.co_argcount == 1:
        return cast("Callable[P, R]", _last_of_one(cast("Callable[[object], R]", ask)))
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


def _last_of_one(ask: Callable[[object], R]) -> Callable[[object], R]:
    """``last_answer`` of a function of one value, which many files ask once each."""
    kept: tuple[object, R | None] = (ask, None)

    @wraps(ask)
    def answer(one: object) -> R:
        nonlocal kept
        last = kept
        if one is last[0]:
            return cast("R", last[1])
        result = ask(one)
        kept = (one, result)
        return result

    return answer


def each_answer(ask: Callable[[One, Two], R]) -> Callable[[One, Two], R]:
    """Answer again what was asked of the same two values before, whatever was asked in between.

    For what a record comes to under a policy, whichever file it speaks of. Arguments are compared
    by identity and kept, ``MAX_KEPT`` pairs at most; beyond that all are forgotten.
    """
    kept: dict[tuple[int, int], tuple[One, Two, R]] = {}

    @wraps(ask)
    def answer(one: One, two: Two) -> R:
        key = (id(one), id(two))
        found = kept.get(key)
        if found is None:
            if len(kept) >= MAX_KEPT:
                kept.clear()
            found = kept[key] = (one, two, ask(one, two))
        return found[2]

    return answer
