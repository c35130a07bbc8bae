"""The tool catalogue of a policy: which entry speaks of a disclosed tool, and what it adds. Pure.

A disclosure says what its writer knew of a tool; the catalogue says what the house found out when
it read the terms. Two things come of it:

* Where the disclosure leaves something open, the catalogue's word completes it for judging. An
  entry that is for certain accounts or deployments completes only a tool that is told to be of
  one: that the house has an enterprise account does not say that it was used.
* Where the two differ, the worse of them counts for judging, and the rule
  ``tool-contradicts-catalogue`` tells the difference: nothing is contradicted in silence, and
  nobody talks a tool out of what the house has read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from provenance.model.disclosure import Disclosure
from provenance.model.policy import CatalogueTool
from provenance.model.tool import Deployment, Environment, Tool
from provenance.model.vocabulary import Answer
from provenance.standings.completeness import is_told
from provenance.standings.remembering import last_answer
from provenance.standings.versions import rule_flaw, rules_meet, version_covered

USES_OF_DATA: Final = {
    "stores_inputs": "stores inputs",
    "stores_outputs": "stores outputs",
    "trains_on_inputs": "trains on inputs",
    "trains_on_outputs": "trains on outputs",
}
"""What a tool may do with what it is given and makes: field of the tool, and in words."""

_JUDGED: Final = ("environment", *USES_OF_DATA)
_COMPLETED: Final = ("vendor", *_JUDGED, "terms_url", "terms_sha256")
_WORSE: Final = (
    Answer.YES,
    Answer.NO,
    Environment.CONSUMER,
    Environment.VENDOR_SECURED,
    Environment.ENTERPRISE_SECURED,
)
"""Of what a tool does, and of where it runs: the worse first."""
_OPEN: Final = frozenset({Answer.UNSURE, Environment.UNKNOWN, Deployment.UNKNOWN, "", None})


@dataclass(frozen=True, slots=True)
class Listing:
    """What the catalogue says of one tool of a disclosure.

    Attributes:
        tool: As it was disclosed.
        view: The same as it is judged: with what the catalogue knows where the disclosure leaves
            it open, and the worse of the two where they differ.
        entries: Entries that speak of this version and model; several only where the disclosure
            leaves open which account, deployment, vendor or model was used.
        admitted: Whether the disclosed account and deployment are among those of an entry.
        reason: Why no entry speaks of it; "" where one does.
        unsure: Whether that is so only for something that the disclosure does not tell.
    """

    tool: Tool
    view: Tool
    entries: tuple[CatalogueTool, ...] = ()
    admitted: bool = True
    reason: str = ""
    unsure: bool = False

    @property
    def certain(self) -> tuple[CatalogueTool, ...]:
        """The entries, where nothing that the disclosure leaves open decides whether they apply."""
        if not self.admitted or any(open_ways(each, self.tool) for each in self.entries):
            return ()
        return self.entries


@lru_cache(4096)
def folded(name: str) -> str:
    """A name as it is compared: letter case and runs of blanks do not count."""
    return " ".join(name.casefold().split())


def look_up(tool: Tool, catalogue: Sequence[CatalogueTool]) -> Listing:
    """What the catalogue says of a tool.

    An entry is meant by the folded name, by the vendor where both tell one, by its version rule
    and by its models. A placeholder ("TBD") tells nothing.
    """
    told = _without_placeholders(tool)
    alike = _by_name(catalogue).get(folded(tool.name), ())
    named = [each for each in alike if _may_be_by(each, told)]
    if not named:
        return Listing(tool, tool, reason="it is not in the catalogue")
    covering = [each for each in named if _covers(each, told)]
    if not covering:
        reason, unsure = _miss(named, told)
        return Listing(tool, tool, reason=reason, unsure=unsure)
    fitting = [each for each in covering if _admits(each, told)]
    # What is refused for other accounts says nothing of this one.
    entries = fitting or [each for each in covering if each.allowed]
    if not entries:
        return Listing(tool, tool, reason="the catalogue lists other accounts or deployments of it")
    return Listing(tool, _completed(tool, fitting), tuple(entries), admitted=bool(fitting))


@last_answer
def listings(disclosure: Disclosure, catalogue: Sequence[CatalogueTool]) -> tuple[Listing, ...]:
    """What the catalogue says of each tool of a disclosure, in order."""
    return tuple(look_up(tool, catalogue) for tool in disclosure.tools)


def completed(disclosure: Disclosure, catalogue: Sequence[CatalogueTool]) -> Disclosure:
    """A disclosure with the catalogue's word on its tools: for judging only.

    The same object where the catalogue adds nothing.
    """
    if not catalogue or not disclosure.tools:
        return disclosure
    tools = tuple(each.view for each in listings(disclosure, catalogue))
    if all(one is other for one, other in zip(tools, disclosure.tools, strict=True)):
        return disclosure
    return disclosure.model_copy(update={"tools": tools})


def told_name(tool: Tool) -> str:
    """Name and version of a tool, for a message."""
    return f"{tool.name} {tool.version}".strip()


def open_ways(entry: CatalogueTool, tool: Tool) -> tuple[str, ...]:
    """What an entry restricts and the disclosure does not tell."""
    ways = (
        ("account tier", entry.account_tiers, tool.account_tier),
        ("deployment", entry.deployments, tool.deployment),
    )
    return tuple(name for name, only, told in ways if only and not is_told(told))


def catalogue_flaws(catalogue: Sequence[CatalogueTool]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with a catalogue as it is written.

    Dates are not looked at: whether one lies in the future depends on the day of the scan.

    Yields:
        Index of the entry, its key, and what is wrong there.
    """
    for index, entry in enumerate(catalogue):
        if not folded(entry.name):
            yield index, "name", "is blank"
        if flaw := rule_flaw(entry.versions):
            yield index, "versions", flaw
        if entry.terms_seen and not entry.terms_url and not entry.terms_sha256:
            yield index, "terms_seen", "the terms are not named: give terms_url or terms_sha256"
    by_name: dict[str, list[int]] = {}
    for index, entry in enumerate(catalogue):
        for known in by_name.setdefault(folded(entry.name), []):
            if _overlap(catalogue[known], entry):
                what = f"a second entry for {entry.name!r} that speaks of the same versions and "
                yield index, "name", f"{what}accounts as tools[{known}]"
        by_name[folded(entry.name)].append(index)


def _without_placeholders(tool: Tool) -> Tool:
    names = ("vendor", "version", "model", "account_tier")
    blank = {name: "" for name in names if not is_told(getattr(tool, name))}
    return tool.model_copy(update=blank) if blank else tool


@last_answer
def _by_name(catalogue: Sequence[CatalogueTool]) -> Mapping[str, Sequence[CatalogueTool]]:
    names: dict[str, list[CatalogueTool]] = {}
    for each in catalogue:
        names.setdefault(folded(each.name), []).append(each)
    return names


def _may_be_by(entry: CatalogueTool, tool: Tool) -> bool:
    """Whether no two vendors are told."""
    vendors = {folded(entry.vendor), folded(tool.vendor)} - {""}
    return len(vendors) <= 1


def _covers(entry: CatalogueTool, tool: Tool) -> bool:
    return version_covered(tool.version, entry.versions) and _has(entry.models, tool.model)


def _has(allowed: Iterable[str], told: str) -> bool:
    """Whether a list of names admits one; an empty list admits all."""
    names = {folded(each) for each in allowed}
    return not names or folded(told) in names


def _admits(entry: CatalogueTool, tool: Tool) -> bool:
    tier = not tool.account_tier or _has(entry.account_tiers, tool.account_tier)
    deployment = not entry.deployments or tool.deployment in {
        Deployment.UNKNOWN,
        *entry.deployments,
    }
    return tier and deployment


def _miss(named: Sequence[CatalogueTool], tool: Tool) -> tuple[str, bool]:
    """Why no entry of this name covers the tool, and whether something untold could change it."""
    for each in named:
        version = version_covered(tool.version, each.versions)
        model = _has(each.models, tool.model)
        if not version and not tool.version and (model or not tool.model):
            return "the catalogue lists it by version, and the disclosure tells none", True
        if version and not model and not tool.model:
            return "the catalogue lists it by model, and the disclosure tells none", True
    if any(version_covered(tool.version, each.versions) for each in named):
        models = ", ".join(dict.fromkeys(model for each in named for model in each.models))
        return f"model {tool.model} is not among those that the catalogue lists: {models}", False
    rules = " or ".join(dict.fromkeys(each.versions for each in named))
    told = f"version {tool.version}" if tool.version else "the version, which is not told,"
    return f"{told} is not among those that the catalogue lists: {rules}", False


def _completed(tool: Tool, entries: Sequence[CatalogueTool]) -> Tool:
    """The tool with every answer on which all entries that may be meant agree."""
    if not entries or any(open_ways(each, tool) for each in entries):
        return tool
    added: dict[str, Any] = {}
    for name in _COMPLETED:
        said, words = getattr(tool, name), {getattr(each, name) for each in entries}
        if len(words) == 1 and not words <= _OPEN:
            known = words.pop()
            if said in _OPEN or (name in _JUDGED and _WORSE.index(said) > _WORSE.index(known)):
                added[name] = known
    return tool.model_copy(update=added) if added else tool


def _overlap(one: CatalogueTool, other: CatalogueTool) -> bool:
    """Whether two entries of one name could both be meant by a tool that is told in full."""
    return (
        _meet({folded(one.vendor)} - {""}, {folded(other.vendor)} - {""})
        and _meet(set(map(folded, one.models)), set(map(folded, other.models)))
        and _meet(set(map(folded, one.account_tiers)), set(map(folded, other.account_tiers)))
        and _meet(set(one.deployments), set(other.deployments))
        and rules_meet(one.versions, other.versions)
    )


def _meet(one: set[Any], other: set[Any]) -> bool:
    return not one or not other or not one.isdisjoint(other)
