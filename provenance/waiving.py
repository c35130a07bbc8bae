"""waive: a named person lets a rule's findings pass, for a reason and for a time, signed."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from provenance import rules
from provenance.errors import RecordError
from provenance.gathering import Gatherer
from provenance.manifests.signer import Signer
from provenance.model.approval import Waiver
from provenance.recording import malformed, write
from provenance.register import Register
from provenance.standings.completeness import is_told
from provenance.standings.wanting import BACKGROUND
from provenance.targeting import name_targets, patterns_among


@dataclass(frozen=True, slots=True)
class Waived:
    """A waiver that was written.

    Attributes:
        record: The waiver.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
    """

    record: Waiver
    path: Path


def waive(
    rule: str,
    targets: Iterable[Path | str] = (),
    *,
    reason: str,
    owner: str,
    expires: date,
    title_id: str = "",
    incidental: bool = False,
    author: str = "",
    folder: Path | str,
    signer: Signer,
    register: Register | None = None,
) -> Waived:
    """Let a rule's findings pass, and sign that.

    It counts where its signer did not make what it waives, and for a blocking finding where the
    policy lets the signer waive the rule (``waives`` of an approver).

    Args:
        rule: Whose findings pass.
        targets: Files, digests, or shell patterns on paths within the delivery. A file is named
            by its digest, so that the waiver ends when the file changes. Without any, everything
            of the title.
        reason: Why.
        owner: Who answers for it.
        expires: Last day on which it holds.
        title_id: The production; needed where no digest is named.
        incidental: Whether it is for incidental elements in the background, and no others.
        author: Who records it.
        folder: Where the record is written; made if missing.
        signer: Whose signature. An unsigned waiver never counts, so none is written.
        register: Where a copy is recorded.

    Raises:
        RecordError: No rule has this name, it would speak of nothing, a reason or an owner is
            missing, or a target is neither a file nor a digest.
        SigningError: It could not be signed; nothing is left behind.
    """
    known = [each.name for each in rules.load()]
    if rule not in known:
        close = difflib.get_close_matches(rule, known, n=1)
        meant = f"; did you mean {close[0]!r}?" if close else ""
        raise RecordError(
            f"waiver: no rule is called {rule!r}{meant}", hint="`provenance rules` lists them."
        )
    if incidental and rule != BACKGROUND:
        raise RecordError(
            f"waiver: {rule} has no incidental findings",
            hint=f"Only {BACKGROUND} has; leave --incidental out.",
        )
    for name, told in (("reason", reason), ("owner", owner)):
        if not is_told(told):
            raise RecordError(f"waiver: {name}: {told!r} says nothing", hint="Say it in words.")
    files, patterns = patterns_among(targets)
    with Gatherer(facts=False) as gatherer:
        digests, _ = name_targets(files, gatherer, "waived")
        if not (digests or title_id):
            raise RecordError(
                "a waiver needs a scope: it would hold for every production",
                hint="Name files or digests, or the title.",
            )
        try:
            record = Waiver(
                rule=rule,
                patterns=patterns,
                digests=digests,
                title_id=title_id,
                kind="incidental" if incidental else "",
                reason=reason,
                owner=owner,
                expires=expires,
                author=author or owner,
            )
        except ValidationError as error:
            raise malformed(error, "waiver") from error
        return Waived(record, write(record, Path(folder), signer, register, gatherer.engine))
