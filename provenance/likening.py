"""liken: what rules find in one silent file is what they find in every file like it. Pure.

Most files of a delivery say nothing, and of most of them nobody says anything: they differ in
name, size and digest alone. Those that say the very same, unsigned, are alike as well. Whether a
rule looked at one of these is watched, on a probe of its own for each rule; where it did not, its
answer holds for every other such file. Where those that look find nothing, the whole result is
that of the first, but for what differs and the ids.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final, TypeAlias

from provenance.model.asset import Asset, Family
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity, Verdict, identity, numbered
from provenance.model.holding import own_of, wide_of
from provenance.model.policy import Policy
from provenance.model.report import Result
from provenance.model.rows import Sample, own_values
from provenance.model.values import asset_values
from provenance.rules import Rule
from provenance.standings.remembering import last_answer
from provenance.viewing import standings
from provenance.weighing import Weights, problems_of

Found: TypeAlias = tuple[Rule, Severity, Sequence[Problem]]
_Known: TypeAlias = tuple[tuple[Rule, Severity, tuple[Problem, ...] | None], ...]
"""The rules that find something, and those (None) that look at what differs."""

MAX_LIKENESSES: Final = 1024
"""Kinds of silent files that are told apart; beyond that all are forgotten."""
_DIFFERS: Final = frozenset({"path", "size", "digest", "facts", "hashes", "picture"})
"""What differs from file to file; of all else an asset has few values."""
_SPEAKING: Final = ("approvals", "waivers", "labellings")
"""Records of which one may speak of many files: alike only where they are the very same."""

_TOLD: Final = ("signals", "declaration")
"""What a file says by itself, if nobody signed it: files of one generator often say the same."""

_same = attrgetter(*(each.name for each in fields(Asset) if each.name not in _DIFFERS))
_all = attrgetter(*(each.name for each in fields(Evidence) if each.name != "asset"))
_speaking = attrgetter(*_SPEAKING)
_told = attrgetter(*_TOLD)
_silent = attrgetter(
    *(each.name for each in fields(Evidence) if each.name not in {"asset", *_SPEAKING, *_TOLD})
)
_SILENT: Final = Evidence(Asset("", "", Family.OTHER, "", 0))
_NOTHING: Final = _all(_SILENT)
_SILENCE: Final = _silent(_SILENT)
_NOTHING_TOLD: Final = _told(_SILENT)


def found(weights: Weights, evidence: Evidence, policy: Policy) -> Iterator[Found]:
    """What each of some rules finds in one asset; those that find nothing are left out.

    Args:
        weights: The rules of the policy, with their severities.
        evidence: All that is known of the asset.
        policy: By which is judged.
    """
    key = likeness(evidence)
    if key is None:
        yield from _asked(weights, evidence, policy)
        return
    known = _known(weights, policy)
    if key not in known:  # one of its kind is not worth the probes
        if len(known) >= MAX_LIKENESSES:
            known.clear()
        known[key] = _speaking(evidence), None
        yield from _asked(weights, evidence, policy)
        return
    held, answers = known[key]
    if answers is None:
        answers = _probed(weights, evidence, policy)
        known[key] = held, answers
    for rule, severity, problems in answers:
        told = problems_of(rule, evidence, policy) if problems is None else problems
        if told:
            yield rule, severity, told


def probe_of(evidence: Evidence) -> tuple[Evidence, set[str]]:
    """The same evidence, and the names of what is looked at in it, out of ``_DIFFERS``."""
    asset, asked = watched(evidence.asset)
    return replace(evidence, asset=asset), asked


@last_answer
def likeness(evidence: Evidence) -> Hashable:
    """What files have in common that differ in ``_DIFFERS`` alone; None where more is told."""
    if _all(evidence) == _NOTHING:  # as a rule
        return _same(evidence.asset)
    if _silent(evidence) != _SILENCE:
        return None
    same, told = _same(evidence.asset), _told(evidence)
    if told != _NOTHING_TOLD:
        same = (same, told)
    # By identity: the records are kept with the answers, so that no other can take their place.
    approvals, waivers, labellings = _speaking(evidence)
    if not (approvals or waivers or labellings):
        return same
    named = (own_of(approvals), waivers, labellings)
    return same, id(wide_of(approvals)), *(tuple(map(id, each)) for each in named)


def told_alike(evidence: Evidence, policy: Policy, **judged: Any) -> Result | None:
    """The result of a silent file; None where more is to be told than that it is silent.

    Args:
        evidence: All that is known of the asset.
        policy: By which is judged.
        judged: Its verdict and its findings.
    """
    key = likeness(evidence)
    if key is None:
        return None
    known = _results(policy)
    if key not in known:
        if len(known) >= MAX_LIKENESSES:
            known.clear()
        probe, asked = probe_of(evidence)
        states = standings(probe, policy)
        told = Result(**asset_values(evidence, *states), verdict=Verdict.PASS)
        known[key] = _speaking(evidence), None if asked else told
    _, first = known[key]
    return first and first.model_copy(update=own_values(evidence.asset) | judged)


@dataclass(frozen=True, slots=True)
class Kind:
    """What silent files of one kind come to, where no rule that looks at each finds anything.

    Attributes:
        held: The records that its likeness names.
        looking: The rules that are asked of each.
        sample: The result of one of them.
    """

    held: Any
    looking: tuple[Rule, ...]
    sample: Sample


def told_by_kind(weights: Weights, evidence: Evidence, policy: Policy) -> Sample | None:
    """The result of a file whose kind is known; None where it has to be judged by itself.

    Args:
        weights: The rules of the policy, with their severities.
        evidence: All that is known of the asset.
        policy: By which is judged.
    """
    alike = likeness(evidence)
    kind = _kinds(weights, policy).get(alike) if alike is not None else None
    if kind is None:
        return None
    for rule in kind.looking:  # a generator takes longer than what it asks
        if problems_of(rule, evidence, policy):
            return None
    return kind.sample


def learn(weights: Weights, evidence: Evidence, policy: Policy, told: Result) -> None:
    """Keep a result for those of its kind, if nothing in it is of this file alone.

    Waivers name files, so what meets one is judged by itself.

    Args:
        weights: The rules of the policy, with their severities.
        evidence: All that is known of the asset.
        policy: By which was judged.
        told: What it came to, as ``told_alike`` told it.
    """
    alike = likeness(evidence)
    _, answers = _known(weights, policy).get(alike, (None, None))
    if answers is None or policy.waivers or evidence.waivers:
        return
    path, size = evidence.asset.path, evidence.asset.size
    keys = {
        identity(rule.name, path, size, key): (rule.name, key)
        for rule, _, problems in answers
        for key in _keys(problems or ())
    }
    if keys.keys() == {each.id for each in told.findings}:
        looking = tuple(rule for rule, _, problems in answers if problems is None)
        named = tuple(keys[each.id] for each in told.findings)
        kinds = _kinds(weights, policy)
        if len(kinds) >= MAX_LIKENESSES:
            kinds.clear()
        kinds[alike] = Kind(_speaking(evidence), looking, Sample(told, named))


def _keys(problems: Sequence[Problem]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for each in problems:
        seen[each.key] += 1
        yield numbered(each.key, seen[each.key])


@last_answer
def _kinds(weights: Weights, policy: Policy) -> dict[Hashable, Kind]:
    """By likeness."""
    del weights, policy
    return {}


@last_answer
def _results(policy: Policy) -> dict[Hashable, tuple[Any, Result | None]]:
    """By likeness: the records that it names, and the result of the first."""
    del policy
    return {}


def _asked(weights: Weights, evidence: Evidence, policy: Policy) -> Iterator[Found]:
    for rule, severity in weights:
        if not rule.of_delivery and (rule.of_sidecars or not evidence.sidecar_of):
            problems = problems_of(rule, evidence, policy)
            if problems:  # most rules have nothing to say of most files
                yield rule, severity, problems


@last_answer
def _known(weights: Weights, policy: Policy) -> "dict[Hashable, tuple[Any, _Known | None]]":
    """By likeness: the records that it names, and the answers, once they were asked for."""
    del weights, policy
    return {}


def _probed(weights: Weights, evidence: Evidence, policy: Policy) -> _Known:
    answers: list[tuple[Rule, Severity, tuple[Problem, ...] | None]] = []
    for rule, severity in weights:
        if rule.of_delivery:
            continue
        # A probe of its own: an answer that another rule was given would hide what it rests on.
        probe, asked = probe_of(evidence)
        problems = problems_of(rule, probe, policy)
        if asked or problems:
            answers.append((rule, severity, None if asked else problems))
    return tuple(answers)


def watched(asset: Asset) -> tuple[Asset, set[str]]:
    """An asset, and the names of what was looked at in it that differs from file to file."""
    asked: set[str] = set()

    class Watched(Asset):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            if name in _DIFFERS:
                asked.add(name)
            return super().__getattribute__(name)

        def __eq__(self, other: object) -> bool:
            asked.update(_DIFFERS)
            return asset == other

        def __hash__(self) -> int:
            asked.update(_DIFFERS)
            return hash(asset)

    values = {each.name: getattr(asset, each.name) for each in fields(asset)}
    return Watched(**values), asked
