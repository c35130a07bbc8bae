"""Version rules: does a version of a tool lie within what was approved?

The grammar is small on purpose: an approval is written and read by people.
"""

import re
from collections.abc import Iterator
from typing import Final

_COMPARISON: Final = re.compile(r"\s*(>=|<=|==|!=|>|<|=)?\s*(.*?)\s*\Z", re.DOTALL)
_SEPARATORS: Final = re.compile(r"[.\-_+ ]+")
_ORDER: Final = frozenset({"<", "<=", ">", ">="})
_LIMIT: Final = 200
"""Characters of a version or of a rule; what is longer matches nothing."""


def version_covered(version: str, rule: str) -> bool:
    """Whether a version satisfies every comparison of a rule.

    A bare version covers itself and what lies below it: ``3`` covers ``3``, ``3.1`` and ``3.1.4``,
    not ``30``. ``==3`` covers ``3`` and ``3.0`` alone. ``<``, ``<=``, ``>`` and ``>=`` compare
    dotted numbers; what is not a number has no order and is then not covered.

    Args:
        version: As the disclosure tells it ("v3.2").
        rule: Comma separated comparisons ("3", ">=3,<4"). Empty covers every version, also an
            unknown one.
    """
    if not rule.strip():
        return True
    if not version.strip() or len(version) > _LIMIT or len(rule) > _LIMIT:
        return False
    return all(_holds(version, comparison) for comparison in rule.split(","))


def rule_flaw(rule: str) -> str:
    """Why a rule cannot be what was meant; "" where it can.

    A rule with a flaw covers no version: better told where it is written than found out when a
    delivery fails.

    Args:
        rule: Comma separated comparisons. Empty covers every version and has no flaw.
    """
    if not rule.strip():
        return ""
    if len(rule) > _LIMIT:
        return f"a version rule has at most {_LIMIT} characters"
    for comparison in rule.split(","):
        match = _COMPARISON.match(comparison)
        if match is None or not match[2] or not _parts(match[2]):
            return f"{comparison.strip() or rule!r} compares with no version"
        if match[2][0] in "<>=!~^" or "*" in match[2]:
            return f"{comparison.strip()!r} is no comparison: 3, ==3, !=3, <3, <=3, >3 or >=3"
        if match[1] in _ORDER and not all(isinstance(each, int) for each in _parts(match[2])):
            return f"{comparison.strip()!r} compares with what is no number"
    return "" if rules_meet(rule, rule) else f"no version is {rule.strip()!r}"


def rules_meet(one: str, other: str) -> bool:
    """Whether some version lies within both rules.

    Asked of the versions at every bound of the two, just below and just above it: between two
    bounds nothing changes.
    """
    rule = ",".join(each for each in (one, other) if each.strip())
    return any(version_covered(each, one) and version_covered(each, other) for each in _near(rule))


def _near(rule: str) -> Iterator[str]:
    yield "0"
    bounds = [match[2] for each in rule.split(",") if (match := _COMPARISON.match(each))]
    width = max((len(_parts(each)) for each in bounds), default=0) + 1
    for bound in bounds:
        yield bound
        yield f"{bound}.0"
        parts = _parts(bound)
        numbers = [each for each in parts if isinstance(each, int)]
        if len(numbers) < len(parts):
            yield f"{bound}.1"
            continue
        yield ".".join(map(str, [*numbers, *[0] * (width - len(numbers)), 1]))
        while numbers and not numbers[-1]:
            numbers.pop()
        if numbers:
            yield ".".join(map(str, [*numbers[:-1], numbers[-1] - 1, 10**9]))


def _holds(version: str, comparison: str) -> bool:
    match = _COMPARISON.match(comparison)
    if match is None or not match[2]:
        return False
    operator, bound = match[1] or "", _parts(match[2])
    found = _parts(version)
    if operator == "":
        return found[: len(bound)] == bound
    width = max(len(found), len(bound))
    left = found + (0,) * (width - len(found))
    right = bound + (0,) * (width - len(bound))
    if operator in {"==", "="}:
        return left == right
    if operator == "!=":
        return left != right
    numbers = tuple(each for each in left if isinstance(each, int))
    limits = tuple(each for each in right if isinstance(each, int))
    if len(numbers) != width or len(limits) != width:
        return False
    return {
        "<": numbers < limits,
        "<=": numbers <= limits,
        ">": numbers > limits,
        ">=": numbers >= limits,
    }[operator]


def _parts(version: str) -> tuple[int | str, ...]:
    text = version.strip().casefold()
    if text[:1] == "v" and text[1:2].isdecimal():
        text = text[1:]
    return tuple(
        int(part) if part.isascii() and part.isdecimal() else part
        for part in _SEPARATORS.split(text)
        if part
    )
