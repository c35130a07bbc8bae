"""Evidence as the machine contract shows it. Pure.

Text from files may hold what JSON cannot (half a surrogate pair from a path that is not UTF-8);
such a character is shown as its escape here, once for all renderers.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, Final

from provenance.model.asset import Facts
from provenance.model.evidence import Evidence, Signal
from provenance.model.manifest import (
    Action,
    Ingredient,
    ManifestStore,
    Node,
    Signature,
    SoftwareAgent,
    Status,
    Validation,
)
from provenance.model.policy import Policy
from provenance.model.report import (
    ActionView,
    AiView,
    AssetView,
    FailureView,
    GeneratorView,
    IngredientView,
    ManifestNodeView,
    ManifestView,
    RecordState,
    SignalView,
    StatusView,
)
from provenance.model.standing import ApprovalState, approval_standing, disclosure_standing

NOT_JUDGED: Final = "not_judged"
"""State of an approval that may be needed, where no policy was given to judge it by."""

_NEUTRAL: Final = Policy.model_validate(
    {"name": "none", "rules": {"none": {}}, "stage": "ideation"}
)
"""Asks for nothing: tells which disclosures need an approval on their own account."""


def clean(text: str) -> str:
    """Text that can be written as UTF-8; what cannot is shown as its escape."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def asset_view(evidence: Evidence, policy: Policy | None = None) -> AssetView:
    """What the contract shows of one asset.

    Args:
        evidence: All that is known of it.
        policy: Says which approvals count. Without one an approval is shown and not judged.
    """
    return AssetView(**asset_fields(evidence, policy))


def asset_fields(evidence: Evidence, policy: Policy | None = None) -> dict[str, Any]:
    """The fields of an ``AssetView``, for it and for what extends it."""
    asset, declaration = evidence.asset, evidence.declaration
    return {
        "path": clean(asset.path),
        "format": asset.format,
        "family": asset.family,
        "media_type": asset.media_type,
        "name_contradicts": asset.name_contradicts or None,
        "size": asset.size,
        "digest": asset.digest,
        "coverage": evidence.coverage,
        "failures": tuple(
            FailureView(reader=clean(each.reader), reason=clean(each.reason))
            for each in evidence.failures
        ),
        "integrity": evidence.integrity,
        "trust": evidence.trust.state,
        "trust_list": clean(evidence.trust.list_name) or None,
        "ai": AiView(
            declaration=declaration.declared.value,
            strength=declaration.strength.value if declaration.strength else None,
            source_types=tuple(map(clean, declaration.source_types)),
            generators=tuple(map(_generator, declaration.generators)),
            signals=declaration.signals,
            contradicting=declaration.contradicting,
        ),
        "manifest": _manifest(evidence.store) if evidence.store else None,
        "signals": tuple(map(_signal, evidence.signals)),
        "disclosure": _disclosure(evidence, policy),
        "approval": _approval(evidence, policy),
        "sidecars": tuple(map(clean, evidence.sidecars)),
        "facts": _facts(asset.facts) if asset.facts else None,
    }


def _disclosure(evidence: Evidence, policy: Policy | None) -> RecordState:
    standing = disclosure_standing(evidence, policy)
    return RecordState(
        state=standing.state,
        records=tuple(map(clean, standing.records)),
        reasons=tuple(map(clean, standing.reasons)),
    )


def _approval(evidence: Evidence, policy: Policy | None) -> RecordState:
    standing = approval_standing(evidence, policy or _NEUTRAL)
    state: str = standing.state
    records, reasons = standing.records, standing.reasons
    if policy is None and standing.state is not ApprovalState.NOT_NEEDED:
        state, reasons = NOT_JUDGED, ()
        records = tuple(held.record.id for held in evidence.approvals)
    return RecordState(
        state=state,
        records=tuple(map(clean, records)),
        reasons=tuple(map(clean, (*standing.needs, *reasons))),
    )


def _generator(agent: SoftwareAgent) -> GeneratorView:
    return GeneratorView(name=clean(agent.name), version=clean(agent.version))


def _signal(signal: Signal) -> SignalView:
    return SignalView(
        reader=signal.reader,
        where=clean(signal.where),
        value=clean(signal.value),
        strength=signal.strength.value,
        source_type=clean(signal.source_type) or None,
        generator=_generator(signal.generator) if signal.generator else None,
        in_ingredient=signal.in_ingredient,
    )


def _facts(facts: Facts) -> dict[str, Any]:
    """Facts that are known, by name."""
    known: dict[str, Any] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, str):
            value = clean(value)
        elif field.name == "tags":
            value = [[clean(name), clean(text)] for name, text in facts.tags]
        if value not in (None, []):
            known[field.name] = value
    return known


def _manifest(store: ManifestStore) -> ManifestView:
    active = store.active
    return ManifestView(
        active=clean(store.active_label),
        location=store.location.value,
        where=clean(store.where),
        claim_generator=_agents(active.claim_generators),
        signer=_signer(active.signature),
        time=_time(active.signature),
        status={
            name: tuple(map(_status, statuses))
            for name, statuses in (
                ("success", store.validation.success),
                ("informational", store.validation.informational),
                ("failure", store.validation.failure),
            )
            if statuses
        },
        manifests=tuple(map(_node, store.walk())),
    )


def _node(node: Node) -> ManifestNodeView:
    manifest = node.manifest
    return ManifestNodeView(
        label=clean(manifest.label),
        path=tuple(map(clean, node.path)),
        referenced=node.referenced,
        title=clean(manifest.title),
        claim_generator=_agents(manifest.claim_generators),
        signer=_signer(manifest.signature),
        time=_time(manifest.signature),
        actions=tuple(map(_action, manifest.actions)),
        ingredients=tuple(map(_ingredient, manifest.ingredients)),
        assertions=tuple(clean(each.label) for each in manifest.assertions),
    )


def _action(action: Action) -> ActionView:
    return ActionView(
        action=clean(action.name),
        where=clean(action.where),
        source_type=clean(action.source_type) or None,
        software_agent=_generator(action.agent) if action.agent else None,
        when=clean(action.when) or None,
    )


def _ingredient(ingredient: Ingredient) -> IngredientView:
    return IngredientView(
        title=clean(ingredient.title),
        relationship=clean(ingredient.relationship),
        manifest=clean(ingredient.manifest) or None,
        source_type=clean(ingredient.source_type) or None,
        failures=tuple(_failures((ingredient.validation, ingredient.deltas))),
    )


def _failures(results: Iterable[Validation | None]) -> dict[str, None]:
    return dict.fromkeys(
        clean(status.code) for result in results if result for status in result.failure
    )


def _status(status: Status) -> StatusView:
    return StatusView(
        code=clean(status.code), url=clean(status.url), explanation=clean(status.explanation)
    )


def _agents(agents: Iterable[SoftwareAgent]) -> str:
    return clean(", ".join(f"{each.name} {each.version}".strip() for each in agents))


def _signer(signature: Signature | None) -> str:
    return clean(signature.name) if signature else ""


def _time(signature: Signature | None) -> datetime | None:
    time = signature.time if signature else None
    return time.replace(tzinfo=UTC) if time and time.tzinfo is None else time
