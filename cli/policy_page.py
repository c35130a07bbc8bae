"""A policy on the screen: every value with its file and line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from provenance.model.policy import Policy
from provenance.model.vocabulary import Stage
from provenance.policies.layers import Told
from provenance.policies.loading import Composed
from provenance.rules import Rule
from provenance.tomltext import toml_value

_STAGES = [stage.value for stage in Stage]
_MARGIN = "  "


def view(composed: Composed) -> dict[str, Any]:
    """The policy as a document: its fields, and of every value where it comes from."""
    return {
        "schema": "provenance.policy/1",
        **composed.policy.model_dump(mode="json", by_alias=True, exclude={"as_of"}),
        "extends": list(composed.parts),
        "origins": [
            {
                "key": list(key),
                "value": told.value,
                "from": [str(each) for each in told.origins],
                "note": told.note,
                "over": [
                    {"value": each.value, "from": [str(one) for one in each.origins]}
                    for each in told.lost
                ],
            }
            for key, told in composed.values.items()
        ],
    }


def page(composed: Composed, rules: Sequence[Rule]) -> Iterator[str]:
    """The policy as lines of text."""
    policy = composed.policy
    yield f"{policy.name} {policy.version}: {policy.title}"
    yield f"source     {policy.source or 'house'} ({policy.kind})"
    yield f"digest     {policy.digest}"
    if composed.parts:
        yield f"extends    {', '.join(composed.parts)}"
    fails = f"fails on {policy.fail_on} and above"
    yield f"stage      {policy.stage}{_from(composed, 'stage')}"
    yield f"verdict    {fails}{_from(composed, 'fail_on')}"
    if policy.time_zone != "UTC":
        yield f"days       end in {policy.time_zone}{_from(composed, 'time_zone')}"
    approvers = ", ".join(each.name for each in policy.approvers) or "every trusted signer"
    yield f"approvers  {approvers}{_from(composed, 'approvers')}"
    yield ""
    yield from _rules(composed, rules)
    for title, lines in (
        ("parameters", _parameters(composed)),
        ("destinations", _tables(composed, "destinations")),
        ("tools", _tables(composed, "tools")),
        ("approvers", _approvers(policy)),
        ("waivers", _tables(composed, "waivers")),
    ):
        found = list(lines)
        if found:
            yield from ("", title, *found)


def _from(composed: Composed, *key: str) -> str:
    told = composed.values.get(key)
    return f"  [{_how(told)}]" if told else ""


def _how(told: Told) -> str:
    return f"{told}, {told.note}" if told.note else str(told)


def _rules(composed: Composed, rules: Sequence[Rule]) -> Iterator[str]:
    width = max(26, *(len(rule.name) + 1 for rule in rules))
    yield f"{'rule':<{width}}" + "".join(f"{stage:<13}" for stage in _STAGES) + "from"
    for rule in rules:
        if rule.name not in composed.policy.rules:
            yield f"{rule.name:<{width}}not run"
            continue
        here = ("rules", rule.name, "severity")
        tolds = [composed.values[*here, stage] for stage in _STAGES]
        levels = "".join(f"{told.value:<13}" for told in tolds)
        yield f"{rule.name:<{width}}{levels}{_places(tolds)}"
        yield from _lost(zip(tolds, _STAGES, strict=True))
        yield from _for_destinations(composed, rule.name, width)


def _for_destinations(composed: Composed, rule: str, width: int) -> Iterator[str]:
    here = ("rules", rule, "destinations")
    for name in composed.policy.rules[rule].destinations:
        found = {stage: composed.values.get((*here, name, stage)) for stage in _STAGES}
        tolds = [told for told in found.values() if told]
        levels = "".join(f"{told.value if told else '':<13}" for told in found.values())
        yield f"{_MARGIN + 'for ' + name:<{width}}{levels}{_places(tolds)}"
        yield from _lost((told, f"{stage} for {name}") for stage, told in found.items() if told)


def _places(tolds: Iterable[Told]) -> str:
    """Each file once, with its lines: ``netflix.toml:46-50, own.toml:3``."""
    lines: dict[str, set[int]] = {}
    for origin in (origin for told in tolds for origin in told.origins):
        known = lines.setdefault(origin.place.shown, set())
        line = origin.place.line(origin.key)
        if line:
            known.add(line)
    return ", ".join(f"{file}:{_spans(known)}" if known else file for file, known in lines.items())


def _spans(lines: Iterable[int]) -> str:
    spans: list[list[int]] = []
    for line in sorted(lines):
        if spans and line == spans[-1][1] + 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return "+".join(str(one) if one == other else f"{one}-{other}" for one, other in spans)


def _lost(values: Iterable[tuple[Told, str]]) -> Iterator[str]:
    """What said otherwise; the stages that lost alike on one line."""
    found: dict[tuple[str, str], list[tuple[Told, str]]] = {}
    for told, stage in values:
        for each in told.lost:
            reason = told.note if told.note and not told.implicit else "changed above it"
            found.setdefault((str(each.value), reason), []).append((each, stage))
    for (value, reason), lost in found.items():
        stages = ", ".join(stage for _, stage in lost)
        yield f"{_MARGIN}not {value} ({_places(told for told, _ in lost)}; {stages}): {reason}"


def _parameters(composed: Composed) -> Iterator[str]:
    for key, told in composed.values.items():
        if key[0] == "rules" and key[2:3] == ("parameters",):
            yield f"{_MARGIN}{key[1]}.{key[3]} = {toml_value(told.value)}  [{_how(told)}]"
            for each in told.lost:
                yield f"{_MARGIN * 2}not {toml_value(each.value)} ({each})"


def _tables(composed: Composed, part: str) -> Iterator[str]:
    for key, told in composed.values.items():
        if key[0] != part:
            continue
        entries = told.value if part == "tools" else [told.value]
        for entry, origin in zip(entries, told.origins, strict=False):
            said = ", ".join(
                f"{name} {toml_value(value)}"
                for name, value in entry.items()
                if name not in {"name", "id"}
            )
            yield f"{_MARGIN}{entry.get('name', entry.get('id'))}: {said}  [{origin}]"


def _approvers(policy: Policy) -> Iterator[str]:
    for each in policy.approvers:
        limits = [
            f"{name} {', '.join(words)}"
            for name, words in (
                ("categories", each.categories),
                ("stages", each.stages),
                ("territories", each.territories),
                ("waives", each.waives),
            )
            if words
        ]
        who = f"{each.certificate} by {each.trust_list}" if each.trust_list else each.certificate
        yield f"{_MARGIN}{each.name} ({who}): {'; '.join(limits) or 'approves everything'}"
