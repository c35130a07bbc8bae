"""Rule ``time-stamp-missing``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.claims import claims_ai


@rule(Severity.WARNING, kind="standard")
def time_stamp_missing(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """A manifest that declares generated content carries a time-stamp.

    The active manifest is valid and says that content was generated, and no time-stamp of an
    authority (RFC 3161) was found with its signature. The time that an action or a record names
    is the maker's own word and does not count. At fast effort nothing is validated, so whether
    there is one is undetermined.

    Why:
        Without it nobody can show when the mark was made, and it ends with the certificate:
        a signature whose time is not known counts for nothing once the certificate has expired.

    Source:
        EU Code of Practice on marking and labelling, 10 June 2026, section 1, measure 1.1.1 (read
        in secondary sources); C2PA specification 2.2 (1 May 2025), section 10.3.2.5.

    Fix:
        Name a time-stamping authority under ``[signing] tsa`` in provenance.toml and stamp the
        file again. It is the one thing for which a network connection is opened.

    Fails:
        [store]

        [[store.manifests]]
        signature = { organisation = "Editorial" }
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]

    Passes:
        [store]

        [[store.manifests]]
        signature = { organisation = "Editorial", time = 2026-11-01T12:00:00Z }
        actions = [{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }]
    """
    store = evidence.store
    if store is None or not claims_ai(store.active):
        return
    signature = store.active.signature
    if signature is not None and signature.time is not None:
        return
    if evidence.integrity is Integrity.NOT_CHECKED:
        yield Problem(
            "whether the mark carries a time-stamp was not checked",
            advice="Scan with --effort normal, which validates it.",
            undetermined=True,
            key="unchecked",
        )
    elif evidence.integrity is Integrity.VALID:
        yield Problem("the mark declares generated content, and carries no time-stamp", key="none")
