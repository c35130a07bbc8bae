"""write: the evidence on one asset -> its part of the JSON document, a row.

Rows of files that say the same differ in few fields: what stands between these is written once for
each format, each tool and each declaration, and kept.
"""

from functools import cache, lru_cache
from typing import Final

from provenance.jsontext import escape_json, frame, indented, quoted
from provenance.model.asset import Asset, Family
from provenance.model.evidence import (
    UNASKED,
    Coverage,
    Declaration,
    Declared,
    Evidence,
    Integrity,
    Strength,
    firmly_ai,
)
from provenance.model.manifest import (
    Action,
    Assertion,
    Manifest,
    ManifestStore,
    Shared,
    Signature,
    SoftwareAgent,
    StoreLocation,
    Validation,
)
from provenance.model.values import (
    Values,
    ai_values,
    asset_values,
    clean,
    failure_values,
    manifest_values,
    signal_values,
    unrecorded_values,
)

_GAP: Final = "\0"
"""Stands for a field while what stands around it is written."""
_MARGIN: Final = "    "
_INNER: Final = "      "


def asset_json(evidence: Evidence) -> str:
    """One asset of the document, without the margin of its first line."""
    if _says_nothing(evidence):
        return silent_json(evidence.asset)
    if evidence.disclosures or evidence.entries or evidence.approvals:
        from provenance.viewing import asset_fields  # noqa: PLC0415 - records need models

        return escape_json(indented(asset_fields(evidence), _MARGIN))
    # Without records, their states are one of two sets of words.
    states = _states(firm=firmly_ai(evidence))
    asset = evidence.asset
    usual = asset.facts is None and not evidence.package and evidence.trust == UNASKED
    if usual and evidence.members is None:
        row = _row(asset.format, asset.family, asset.media_type)
        store = evidence.store
        return escape_json(
            row
            % (
                quoted(clean(asset.path)),
                quoted(asset.name_contradicts) if asset.name_contradicts else "null",
                asset.size,
                quoted(asset.digest) if asset.digest else "null",
                quoted(evidence.coverage),
                indented(failure_values(evidence), _INNER) if evidence.failures else "[]",
                quoted(evidence.integrity),
                _ai(evidence.declaration),
                _manifest_json(store) if store else "null",
                indented([signal_values(each) for each in evidence.signals], _INNER),
                *states.values(),
                indented([clean(each) for each in evidence.sidecars], _INNER),
            )
        )
    values = asset_values(evidence, states, states, states)
    texts = [
        states[name] if name in states else indented(value, _INNER)
        for name, value in values.items()
    ]
    return escape_json(frame(tuple(values), _MARGIN) % tuple(texts))


def silent_json(asset: Asset) -> str:
    """Most files of a tree: of all that say nothing in one format, four fields differ."""
    start, promise, size, digest, end = _silent(asset.format, asset.family, asset.media_type)
    return (
        f"{start}{escape_json(quoted(clean(asset.path)))}"
        f"{promise}{quoted(asset.name_contradicts) if asset.name_contradicts else 'null'}"
        f"{size}{asset.size}"
        f"{digest}{quoted(asset.digest) if asset.digest else 'null'}{end}"
    )


def _says_nothing(evidence: Evidence) -> bool:
    """Whether nothing is known of a file but what it is."""
    return not (
        evidence.signals
        or evidence.store
        or evidence.failures
        or evidence.integrity is not Integrity.NO_MANIFEST
        or evidence.coverage is not Coverage.READ
        or (evidence.trust is not UNASKED and evidence.trust != UNASKED)
        or evidence.asset.facts
        or evidence.sidecars
        or evidence.disclosures
        or evidence.entries
        or evidence.approvals
    )


@cache
def _silent(format_: str, family: Family, media_type: str) -> list[str]:
    """What stands before, between and behind the own fields of a file that says nothing."""
    silent = Evidence(Asset("", format_, family, media_type, 0))
    values = asset_values(silent, *unrecorded_values(silent))
    own = ("path", "name_contradicts", "size", "digest")
    texts = ["\0" if name in own else indented(value, _INNER) for name, value in values.items()]
    return (frame(tuple(values), _MARGIN) % tuple(texts)).split("\0")


_OWN: Final = (
    *("path", "name_contradicts", "size", "digest", "coverage", "failures", "integrity", "ai"),
    *("manifest", "signals", "disclosure", "approval", "label", "sidecars"),
)
"""Fields in which assets of one format differ that are of no sequence and have no facts."""


@cache
def _row(format_: str, family: Family, media_type: str) -> str:
    """An asset with ``%s`` for each of its own fields, in their order."""
    silent = Evidence(Asset("", format_, family, media_type, 0))
    values = asset_values(silent, *unrecorded_values(silent))
    told = [indented(each, _INNER).replace("%", "%%") for each in values.values()]
    texts = ["%s" if name in _OWN else text for name, text in zip(values, told, strict=True)]
    return frame(tuple(values), _MARGIN) % tuple(texts)


def _manifest_json(store: ManifestStore) -> str:
    """The manifest store as JSON: of what one tool writes into many files, two fields differ."""
    manifest = store.active
    if (
        len(store.manifests) == 1
        and isinstance(manifest.assertions, Shared)
        and isinstance(manifest.actions, Shared)
        and not manifest.ingredients
        and manifest.label == store.active_label
    ):
        parts = _manifest_parts(
            (store.location, store.where, store.validation),
            (manifest.claim_generators, manifest.signature),
            manifest.actions,
            manifest.assertions,
        )
        if len(parts) == _OWN_OF_MANIFEST + 1:
            label, title = quoted(clean(manifest.label)), quoted(clean(manifest.title))
            return f"{parts[0]}{label}{parts[1]}{label}{parts[2]}{label}{parts[3]}{title}{parts[4]}"
    return indented(manifest_values(store), _INNER)


_OWN_OF_MANIFEST: Final = 4
"""The label, three times, and the title."""


@lru_cache(maxsize=256)
def _manifest_parts(
    place: tuple[StoreLocation, str, Validation],
    makers: tuple[tuple[SoftwareAgent, ...], Signature | None],
    actions: Shared[Action],
    assertions: Shared[Assertion],
) -> list[str]:
    """What stands before, between and behind the own fields of a manifest without ingredients."""
    manifest = Manifest(
        _GAP,
        _GAP,
        claim_generators=makers[0],
        signature=makers[1],
        actions=actions,
        assertions=assertions,
    )
    location, where, validation = place
    store = ManifestStore(_GAP, location, where, (manifest,), validation)
    return indented(manifest_values(store), _INNER).split(quoted(_GAP))


@lru_cache(maxsize=256)
def _ai(declaration: Declaration) -> str:
    """Kept: a tree has few generators."""
    return indented(ai_values(declaration), _INNER)


@cache
def _states(*, firm: bool) -> Values:
    """The states of an asset without records as JSON, by field; ``firm`` as ``firmly_ai`` says."""
    told = Declaration(Declared.GENERATED, Strength.STATED) if firm else Declaration()
    nothing = Asset("", "", Family.OTHER, "", 0)
    states = unrecorded_values(Evidence(nothing, declaration=told))
    return {
        name: indented(value, _INNER)
        for name, value in zip(("disclosure", "approval", "label"), states, strict=True)
    }
