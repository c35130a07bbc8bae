"""Whether an approval's scope covers an asset and its use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from provenance.model.approval import Scope
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure
from provenance.model.tool import Tool
from provenance.model.veiling import plain_name
from provenance.model.vocabulary import Stage
from provenance.standings.territories import beyond
from provenance.standings.versions import version_covered

_WAY: Final = (Stage.IDEATION, Stage.TEMP, Stage.TURNOVER)
"""Stages on the way to a delivery, in order."""
_EMPTY: Final = Scope().__dict__


class Aspect(StrEnum):
    """What a restriction is about; each has a rule of its own."""

    USE = "use"
    """Category, stage, performers."""
    TOOL = "tool"
    """Tool, version, model."""
    TERRITORY = "territory"
    """Territory and destination."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A restriction of a scope that a use does not meet.

    Attributes:
        aspect: What it is about.
        text: Which it is, and what the use is instead.
    """

    aspect: Aspect
    text: str


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
        territories: Where the asset goes; empty: as its disclosure says.
        destinations: To whom it goes; empty: as its disclosure says.
        veiled: Salted forms of the names of talents, by the name as a record tells it.
    """

    path: str
    digests: frozenset[Digest]
    ids: frozenset[str]
    disclosure: Disclosure
    stage: Stage
    claimed: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    destinations: tuple[str, ...] = ()
    veiled: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> frozenset[str]:
        """Territories that the asset goes to; empty where nobody says."""
        return self.territories or frozenset(self.disclosure.territories)

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Names of talents in one form, so that equal ones are equal."""
        return frozenset(self.veiled.get(each, each) for each in map(plain_name, names))


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
    return tuple(each.text for each in limits(scope, use))


def limits(scope: Scope, use: Use) -> tuple[Limit, ...]:
    """The restrictions of the scope that the use does not meet, and what each is about."""
    kinds = ((Aspect.USE, _uses), (Aspect.TOOL, _tools), (Aspect.TERRITORY, _places))
    return tuple(Limit(aspect, text) for aspect, ask in kinds for text in ask(scope, use))


def _uses(scope: Scope, use: Use) -> Iterator[str]:
    disclosure = use.disclosure
    category = disclosure.use_category
    if scope.categories and category not in scope.categories:
        yield f"use category {category or 'not told'} is not among {_list(scope.categories)}"
    stages = dict.fromkeys((use.stage, disclosure.stage or use.stage))
    for stage in stages if scope.stages else ():
        if not covers_stage(scope.stages, stage):
            yield f"stage {stage} is not among {_list(scope.stages)}"
    if not scope.talents:
        return
    talents = use.known(each.name for each in disclosure.talent)
    extra = talents - use.known(scope.talents)
    if not talents:
        yield "it is limited to talents, and the disclosure names none"
    elif extra:
        yield f"{len(extra)} of {len(talents)} talents are not named in it"


def _places(scope: Scope, use: Use) -> Iterator[str]:
    if scope.territories and not use.places:
        yield "it is limited to territories, and the disclosure names none"
    elif scope.territories:
        extra = beyond(use.places, scope.territories)
        if extra:
            yield f"territory {_list(extra)} is not among {_list(scope.territories)}"
    bound = use.destinations or use.disclosure.destinations
    if scope.destinations and not bound:
        yield "it is limited to destinations, and nobody says where this goes"
    elif scope.destinations and not set(bound) <= set(scope.destinations):
        extra = tuple(each for each in dict.fromkeys(bound) if each not in scope.destinations)
        yield f"destination {_list(extra)} is not among {_list(scope.destinations)}"


def _tools(scope: Scope, use: Use) -> Iterator[str]:
    tools = use.disclosure.tools
    if scope.tools and not tools:
        yield "it is limited to tools, and the disclosure names none"
    for tool in tools if scope.tools else ():
        named = [rule for rule in scope.tools if _same(rule.name, tool.name)]
        if not named:
            yield f"tool {tool.name} is not among {_list([rule.name for rule in scope.tools])}"
        elif not any(version_covered(tool.version, rule.versions) for rule in named):
            allowed = " or ".join(rule.versions for rule in named)
            yield f"tool {tool.name} {tool.version or 'of unknown version'} is not {allowed}"
    if scope.models and not tools:
        yield "it is limited to models, and the disclosure names none"
    for tool in tools if scope.models else ():
        if not any(_same(model, name) for model in scope.models for name in _models(tool)):
            model = f"model {tool.model}" if tool.model else f"the untold model of {tool.name}"
            yield f"{model} is not among {_list(scope.models)}"


def _models(tool: Tool) -> Iterator[str]:
    """Every way to name the model of a tool."""
    for name in (tool.model, f"{tool.model} {tool.model_version}", tool.model_id):
        if name.strip():
            yield name


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)
