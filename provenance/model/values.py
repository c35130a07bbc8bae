"""Evidence as plain JSON values, in the shape and order of the machine contract. Pure and light.

``views`` makes the contract's models out of these; who writes thousands of assets as JSON needs no
model. Nothing here imports pydantic: loading it and building the models takes a third of a second,
which is what reading a thousand files takes.

Text from files may hold what JSON cannot (half a surrogate pair from a path that is not UTF-8);
such a character is shown as its escape here, once for all renderers.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from provenance.model.asset import Facts
from provenance.model.evidence import Declaration, Evidence, Signal, firmly_ai
from provenance.model.manifest import (
    Action,
    Ingredient,
    ManifestStore,
    Node,
    Signature,
    SoftwareAgent,
    Status,
)

if TYPE_CHECKING:
    from provenance.model.label import Label

Values: TypeAlias = dict[str, Any]
"""The fields of one view, by name and in the order of the contract."""


EVIDENCE_SCHEMA: Final = "provenance.evidence/1"
LIMITS: Final = (
    "Absence of evidence is not evidence of absence: a file without findings is one in which "
    "nothing was declared and nothing was recognised, not one that is proven free of generated "
    "content."
)
NOT_JUDGED: Final = "not_judged"
"""State of an approval that may be needed, where no policy was given to judge it by."""
UNDISCLOSED: Final = "generated content without a disclosure that counts"
"""Why an approval is needed where generated content is declared and nobody says by whom."""


def clean(text: str) -> str:
    """Text that can be written as UTF-8; what cannot is shown as its escape."""
    if text.isascii():  # as a rule
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def asset_values(evidence: Evidence, disclosure: Values, approval: Values, label: Values) -> Values:
    """The fields of an ``AssetView``.

    Args:
        evidence: All that is known of the asset.
        disclosure: The fields of its ``disclosure``.
        approval: The fields of its ``approval``.
        label: The fields of its ``label``.
    """
    asset, members = evidence.asset, evidence.members
    return {
        "path": clean(evidence.path),
        "format": asset.format,
        "family": asset.family,
        "media_type": asset.media_type,
        "name_contradicts": asset.name_contradicts or None,
        "size": members.size if members else asset.size,
        "digest": members.digest if members else asset.digest,
        "coverage": evidence.coverage,
        "failures": failure_values(evidence),
        "integrity": evidence.integrity,
        "trust": evidence.trust.state,
        "trust_list": clean(evidence.trust.list_name) or None,
        "ai": ai_values(evidence.declaration),
        "manifest": manifest_values(evidence.store) if evidence.store else None,
        "signals": [signal_values(each) for each in evidence.signals],
        "disclosure": disclosure,
        "approval": approval,
        "label": label,
        "sidecars": [clean(each) for each in evidence.sidecars],
        "facts": facts_values(asset.facts) if asset.facts else None,
        "package": _package(evidence) if evidence.package else None,
    }


def failure_values(evidence: Evidence) -> list[Values]:
    """Why not all of an asset was read."""
    return [
        {"reader": clean(each.reader), "reason": clean(each.reason)} for each in evidence.failures
    ]


def ai_values(declaration: Declaration) -> Values:
    """The fields of an ``AiView``."""
    return {
        "declaration": declaration.declared.value,
        "strength": declaration.strength.value if declaration.strength else None,
        "source_types": [clean(each) for each in declaration.source_types],
        "generators": [_generator(each) for each in declaration.generators],
        "signals": declaration.signals,
        "contradicting": declaration.contradicting,
    }


def _package(evidence: Evidence) -> Values:
    """The fields of a ``PartView``."""
    members = evidence.members
    return {
        "path": clean(evidence.package),
        "kind": "sequence",
        "frames": members.frames if members else None,
        "files": len(members.paths) if members else 1,
    }


def unrecorded_values(evidence: Evidence) -> tuple[Values, Values, Values]:
    """Disclosure, approval and label of an asset of which no record speaks, unjudged by a policy.

    What ``standings.standing`` answers without records, said without it: it brings their models.
    """
    if evidence.disclosures or evidence.entries or evidence.approvals or evidence.labellings:
        raise ValueError("records speak of this asset; ask model.standing")
    if not firmly_ai(evidence):
        label = label_values(record_values("not_required"))
        return record_values("none"), record_values("not_needed"), label
    approval = record_values(NOT_JUDGED, (), (UNDISCLOSED,))
    return record_values("none"), approval, label_values(record_values(NOT_JUDGED))


def record_values(state: str, records: Iterable[str] = (), reasons: Iterable[str] = ()) -> Values:
    """The fields of a ``RecordState``."""
    return {
        "state": state,
        "records": [clean(each) for each in records],
        "reasons": [clean(each) for each in reasons],
    }


def label_values(values: Values, labels: "Iterable[Label]" = ()) -> Values:
    """The fields of a ``LabelView``.

    Args:
        values: Those of its ``RecordState``.
        labels: The notices that count.
    """
    notices = [
        {
            "where": each.where,
            "text": clean(each.text or each.type),
            "start_tc": clean(each.start_tc),
            "destinations": [clean(name) for name in each.destinations],
        }
        for each in labels
    ]
    return values | {"notices": notices}


def _generator(agent: SoftwareAgent) -> Values:
    return {"name": clean(agent.name), "version": clean(agent.version)}


def signal_values(signal: Signal) -> Values:
    """The fields of a ``SignalView``."""
    return {
        "reader": signal.reader,
        "where": clean(signal.where),
        "value": clean(signal.value),
        "strength": signal.strength.value,
        "source_type": clean(signal.source_type) or None,
        "generator": _generator(signal.generator) if signal.generator else None,
        "in_ingredient": signal.in_ingredient,
    }


def facts_values(facts: Facts) -> Values:
    """Facts that are known, by name."""
    known: Values = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str):
            value = clean(value)
        elif field.name == "tags":
            value = [[clean(name), clean(text)] for name, text in facts.tags]
        if value not in (None, []):
            known[field.name] = value
    return known


def manifest_values(store: ManifestStore) -> Values:
    """The fields of a ``ManifestView``."""
    active = store.active
    return {
        "active": clean(store.active_label),
        "location": store.location.value,
        "where": clean(store.where),
        "claim_generator": _agents(active.claim_generators),
        "signer": _signer(active.signature),
        "time": _time(active.signature),
        "status": {
            name: [_status(each) for each in statuses]
            for name, statuses in (
                ("success", store.validation.success),
                ("informational", store.validation.informational),
                ("failure", store.validation.failure),
            )
            if statuses
        },
        "manifests": [_node(each) for each in store.walk()],
        "signer_fingerprint": clean(active.signature.fingerprint) if active.signature else "",
    }


def _node(node: Node) -> Values:
    manifest = node.manifest
    return {
        "label": clean(manifest.label),
        "path": [clean(each) for each in node.path],
        "referenced": node.referenced,
        "title": clean(manifest.title),
        "claim_generator": _agents(manifest.claim_generators),
        "signer": _signer(manifest.signature),
        "time": _time(manifest.signature),
        "actions": [_action(each) for each in manifest.actions],
        "ingredients": [_ingredient(each) for each in manifest.ingredients],
        "assertions": [clean(each.label) for each in manifest.assertions],
    }


def _action(action: Action) -> Values:
    return {
        "action": clean(action.name),
        "where": clean(action.where),
        "source_type": clean(action.source_type) or None,
        "software_agent": _generator(action.agent) if action.agent else None,
        "when": clean(action.when) or None,
    }


def _ingredient(ingredient: Ingredient) -> Values:
    failures = dict.fromkeys(
        clean(status.code)
        for result in (ingredient.validation, ingredient.deltas)
        if result
        for status in result.failure
    )
    return {
        "title": clean(ingredient.title),
        "relationship": clean(ingredient.relationship),
        "manifest": clean(ingredient.manifest) or None,
        "source_type": clean(ingredient.source_type) or None,
        "failures": list(failures),
    }


def _status(status: Status) -> Values:
    return {
        "code": clean(status.code),
        "url": clean(status.url),
        "explanation": clean(status.explanation),
    }


def _agents(agents: Iterable[SoftwareAgent]) -> str:
    return clean(", ".join(f"{each.name} {each.version}".strip() for each in agents))


def _signer(signature: Signature | None) -> str:
    return clean(signature.name) if signature else ""


def _time(signature: Signature | None) -> datetime | None:
    time = signature.time if signature else None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time
