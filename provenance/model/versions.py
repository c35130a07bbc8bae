"""Version rules: does a version of a tool lie within what was approved?

The grammar is small on purpose: an approval is written and read by people.
"""

import re
from typing import Final

_COMPARISON: Final = re.compile(r"\s*(>=|<=|==|!=|>|<|=)?\s*(.*?)\s*\Z", re.DOTALL)
_SEPARATORS: Final = re.compile(r"[.\-_+ ]+")
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
