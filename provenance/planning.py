"""plan: what a stamp would do to one file, and why. Reads a little, writes nothing."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from provenance import formats
from provenance.errors import StampError
from provenance.formats import Format
from provenance.formats.essence import can_compare, is_signed_pdf
from provenance.formats.writing import can_embed_xmp
from provenance.manifests.definition import IngredientFile
from provenance.model.asset import Digest
from provenance.model.disclosure import Disclosure, Subject
from provenance.model.evidence import Coverage, Evidence, Integrity
from provenance.model.manifest import StoreLocation
from provenance.model.record import new_id, now
from provenance.model.values import clean
from provenance.model.vocabulary import SOURCE_TYPES

WAV_EMBED_LIMIT: Final = (4 << 30) - (64 << 20)
"""Bytes of a WAV above which embedding fails near the format's 4 GiB (measured with
c2pa-python 0.38.1); a margin of 64 MiB is left for the manifest store and XMP."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a stamp would do to one file.

    Attributes:
        path: The file.
        target: Where the stamped file will lie; equal to ``path`` unless another was asked for.
        format: What the content shows; None for an unknown one.
        manifest: Where the manifest store goes.
        xmp: Where the XMP goes.
        reasons: Why one of them goes into a sidecar.
        keeps_parent: Whether an existing manifest store becomes the parent.
        disclosure: What will be stated, for this file.
        parent: The file that it was derived from, where one was named.
    """

    path: Path
    target: Path
    format: Format | None
    manifest: Literal["embedded", "sidecar"]
    xmp: Literal["embedded", "sidecar"]
    reasons: tuple[str, ...]
    keeps_parent: bool
    disclosure: Disclosure
    parent: Path | None = None


def plan_stamp(
    path: Path,
    evidence: Evidence,
    disclosure: Disclosure,
    *,
    parent: IngredientFile | None = None,
    sidecar: bool = False,
    output: Path | None = None,
) -> Plan:
    """Decide how a file is stamped.

    Args:
        path: The file.
        evidence: What was gathered of it.
        disclosure: What is to be stated; id, time and subject are made anew for this file.
        parent: The file that it was derived from.
        sidecar: Whether a sidecar was asked for.
        output: Where the stamped file goes, or an existing folder; None replaces the file.

    Raises:
        StampError: The file cannot be stamped, the disclosure names no usable source type, or the
            file cannot have this parent.
    """
    _refuse(path, evidence, disclosure)
    sources = disclosure.subject.derived_from
    if parent is not None:
        _refuse_parent(path, evidence, parent, sources)
        sources = (parent.digest,)
    format_ = formats.by_name(evidence.asset.format) if evidence.asset.format else None
    reason = "a sidecar was asked for" if sidecar else _why_sidecar(path, evidence, format_)
    keeps_parent = evidence.store is not None
    xmp: Literal["embedded", "sidecar"] = "sidecar"
    reasons = [reason] if reason else []
    if not reason and format_ is not None and can_embed_xmp(format_):
        xmp = "embedded"
    elif not reason:
        reasons.append(f"XMP is not written into {evidence.asset.format}")
    return Plan(
        path=path,
        target=_target(path, output),
        format=format_,
        manifest="sidecar" if reason else "embedded",
        xmp=xmp,
        reasons=tuple(reasons),
        keeps_parent=keeps_parent,
        disclosure=disclosure.model_copy(
            update={
                "id": new_id(),
                "created_at": now(),
                "subject": Subject(
                    path=clean(path.name),
                    sha256=evidence.asset.digest,
                    bytes=evidence.asset.size,
                    media_type=evidence.asset.media_type,
                    shot_id=disclosure.subject.shot_id,
                    derived_from=sources,
                ),
            }
        ),
        parent=parent.path if parent else None,
    )


def _refuse(path: Path, evidence: Evidence, disclosure: Disclosure) -> None:
    if evidence.coverage in {Coverage.UNREADABLE, Coverage.MISSING}:
        raise StampError(f"{path}: not stamped: {evidence.failures[0].reason}")
    if evidence.integrity is Integrity.UNREADABLE:
        raise StampError(
            f"{path.name}: not stamped: its manifest store cannot be read and would be lost",
            hint="Find the file as its maker signed it, or stamp a copy without the store.",
        )
    refuse_source_type(path.name, disclosure)


def _refuse_parent(
    path: Path, evidence: Evidence, parent: IngredientFile, sources: tuple[Digest, ...]
) -> None:
    """Refuse a parent beside another: C2PA 2.2, section 18.16, allows one."""
    if parent.digest == evidence.asset.digest:
        raise StampError(
            f"{path.name}: not stamped: {parent.path} is the file itself",
            hint="Name the file that this one was made from.",
        )
    if evidence.store is not None:
        raise StampError(
            f"{path.name}: not stamped: its own manifest becomes its parent, and it has one only",
            hint="Leave --parent out, or stamp the derived file as it was before its first stamp.",
        )
    if set(sources) - {parent.digest}:
        raise StampError(
            f"{path.name}: not stamped: its disclosure is derived from other files than the parent",
            hint="Leave out either `derived_from` or --parent.",
        )


def refuse_source_type(name: str, disclosure: Disclosure) -> None:
    """Refuse a disclosure that names no usable source type.

    Raises:
        StampError: With the name of what was to be stamped.
    """
    term = SOURCE_TYPES.get(disclosure.digital_source_type)
    if term is None or term.retired:
        given = disclosure.digital_source_type
        state = "retired" if term else ("unknown" if given else "missing")
        raise StampError(
            f"{name}: not stamped: digital source type {given!r} is {state}",
            hint="Use --source-type with a code such as trainedAlgorithmicMedia "
            "(`provenance formats --source-types` lists them).",
        )


def _why_sidecar(path: Path, evidence: Evidence, format_: Format | None) -> str:
    """Why the manifest store cannot be embedded with the essence provably untouched, or ""."""
    if format_ is None:
        return "the format is unknown"
    if format_.raw:
        return "a camera original is never written into"
    if not format_.engine_type:
        return f"a manifest store cannot be embedded safely in {format_.name}"
    if evidence.store is not None and evidence.store.location is StoreLocation.SIDECAR:
        return "its manifest store already lies in a sidecar"
    if evidence.coverage is not Coverage.READ:
        return f"the file was only partly read: {evidence.failures[0].reason}"
    if format_.name in {"wav", "bwf"} and evidence.asset.size > WAV_EMBED_LIMIT:
        return "embedding fails in a WAV near 4 GiB"
    if format_.name == "pdf" and is_signed_pdf(path):
        return "embedding would break the PDF's own signature"
    if not can_compare(format_):
        return f"the essence of {format_.name} cannot be compared here"
    return ""


def _target(path: Path, output: Path | None) -> Path:
    """Where the stamped file goes.

    Raises:
        StampError: In place of a link, which would turn into a file of its own.
    """
    if output is not None:
        target = output / path.name if output.is_dir() else output
        with suppress(OSError):
            if not target.samefile(path):
                return target
        if not target.exists():
            return target
    if path.is_symlink():
        raise StampError(
            f"{path.name}: not stamped: it is a link",
            hint=f"Stamp the file that it points to: {path.resolve()}",
        )
    return path
