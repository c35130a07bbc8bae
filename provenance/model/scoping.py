"""Whether an approval's scope covers an asset and its use."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from provenance.model.approval import Scope
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure
from provenance.model.versions import version_covered
from provenance.model.vocabulary import Stage

_WAY: Final = (Stage.IDEATION, Stage.TEMP, Stage.TURNOVER)
"""Stages on the way to a delivery, in order."""
_EMPTY: Final = Scope().__dict__


@dataclass(frozen=True, slots=True)
class Use:
    """One asset in one use: what a scope is compared with.

    Attributes:
        path: Of the asset within the delivery.
        digests: By which the asset is known: of the file, as made, as stamped.
        ids: Of its disclosure and of the disclosures of what it was derived from.
        disclosure: What was disclosed.
        stage: Of the scan.
        claimed: Digests and ids that only the disclosure of an unknown signer claims: whoever
            writes one can copy them from an asset that was approved.
    """

    path: str
    digests: frozenset[Digest]
    ids: frozenset[str]
    disclosure: Disclosure
    stage: Stage
    claimed: frozenset[str] = frozenset()


def matches(patterns: tuple[str, ...], path: str) -> bool:
    """Whether a path, or its last component, fits one of the shell patterns (case counts)."""
    name = path.rsplit("/", 1)[-1]
    return any(fnmatchcase(path, each) or fnmatchcase(name, each) for each in patterns)


def covers_stage(stages: tuple[Stage, ...], stage: Stage) -> bool:
    """Whether a list of stages admits a stage. Empty admits all.

    What is approved for a later stage is approved on the way to it; never does ``final`` admit
    ``marketing`` or the reverse.
    """
    if not stages or stage in stages:
        return True
    if stage not in _WAY:
        return False
    later = {*_WAY[_WAY.index(stage) :], Stage.FINAL, Stage.MARKETING}
    return not later.isdisjoint(stages)


def names_asset(scope: Scope, use: Use) -> bool:
    """Whether a scope speaks of this asset at all: by digest, id, pattern or title.

    Digests, ids and patterns are three ways to name assets: one that fits is enough. A scope
    without any of them speaks of every asset that its other lists admit.
    """
    if not (scope.digests or scope.asset_ids or scope.patterns):
        return True
    return (
        _names_exactly(scope, use) or matches(scope.patterns, use.path) or _is_claimed(scope, use)
    )


def names_by_claim(scope: Scope, use: Use) -> bool:
    """Whether nothing but the word of an unknown signer brings scope and asset together."""
    found = _names_exactly(scope, use) or matches(scope.patterns, use.path)
    return not found and _is_claimed(scope, use)


def _is_claimed(scope: Scope, use: Use) -> bool:
    return not use.claimed.isdisjoint((*scope.digests, *scope.asset_ids))


def _names_exactly(scope: Scope, use: Use) -> bool:
    return not (use.digests.isdisjoint(scope.digests) and use.ids.isdisjoint(scope.asset_ids))


def is_empty(scope: Scope) -> bool:
    """Whether a scope restricts nothing and so covers nothing."""
    return scope.__dict__ == _EMPTY and not scope.model_extra


def other_title(scope: Scope, use: Use) -> str:
    """Why the scope's title is not that of the asset; "" where it is, or does not matter."""
    if not scope.title_id:
        return ""
    title = use.disclosure.title_id
    if title:
        return "" if title == scope.title_id else "it was given for another title"
    if _names_exactly(scope, use):
        return ""
    return "it was given for a title, and the disclosure names none"


def outside(scope: Scope, use: Use) -> tuple[str, ...]:
    """Which restrictions of the scope the use does not meet; empty where it is covered."""
    return tuple(_outside(scope, use))


def _outside(scope: Scope, use: Use) -> Iterator[str]:
    disclosure = use.disclosure
    category = disclosure.use_category
    if scope.categories and category not in scope.categories:
        yield f"use category {category or 'not told'} is not among {_list(scope.categories)}"
    stages = dict.fromkeys((use.stage, disclosure.stage or use.stage))
    for stage in stages:
        if not covers_stage(scope.stages, stage):
            yield f"stage {stage} is not among {_list(scope.stages)}"
    if scope.tools:
        yield from _tools(scope, disclosure)
    talents = {each.name for each in disclosure.talent}
    if scope.talents and not talents:
        yield "it is limited to talents, and the disclosure names none"
    elif scope.talents and not talents <= set(scope.talents):
        count = len(talents - set(scope.talents))
        yield f"{count} of {len(talents)} talents are not named in it"
    if scope.territories and not disclosure.territories:
        yield "it is limited to territories, and the disclosure names none"
    elif scope.territories and not set(disclosure.territories) <= set(scope.territories):
        extra = sorted(set(disclosure.territories) - set(scope.territories))
        yield f"territory {_list(extra)} is not among {_list(scope.territories)}"


def _tools(scope: Scope, disclosure: Disclosure) -> Iterator[str]:
    if not disclosure.tools:
        yield "it is limited to tools, and the disclosure names none"
    for tool in disclosure.tools:
        named = [
            rule
            for rule in scope.tools
            if rule.name.strip().casefold() == tool.name.strip().casefold()
        ]
        if not named:
            yield f"tool {tool.name} is not among {_list([rule.name for rule in scope.tools])}"
        elif not any(version_covered(tool.version, rule.versions) for rule in named):
            allowed = " or ".join(rule.versions for rule in named)
            yield f"tool {tool.name} {tool.version or 'of unknown version'} is not {allowed}"


def _list(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words)
