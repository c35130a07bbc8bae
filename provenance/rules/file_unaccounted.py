"""Rule ``file-unaccounted``."""

from collections.abc import Iterator

from provenance.model.asset import Family
from provenance.model.evidence import Declared, Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.standing import approvals_of_these_bytes, disclosure_standing

_MEDIA = frozenset({Family.IMAGE, Family.AUDIO, Family.VIDEO, Family.DOCUMENT})


@rule(Severity.WARNING)
def file_unaccounted(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """Somebody says of every media file whether generative AI was used.

    The file says nothing of its making, and no disclosure, no register and no approval of these
    very bytes speaks of it.
    Silence is not "no AI": most generators leave no trace, and most tools strip what there was.
    "No generative AI was used" is a disclosure as well, and clears it.

    Why:
        Only what is accounted for can be told from what was forgotten.

    Source:
        House rule.

    Fix:
        Stamp what was generated. For the rest, record that nothing was: ``provenance stamp FILE
        --source-type digitalCapture``, or whatever it is.

    Fails:
        coverage = "read"

    Passes:
        [[disclosures]]
        genai_used = "none"
        digital_source_type = "digitalCapture"
    """
    if not evidence.readable or evidence.asset.family not in _MEDIA:
        return
    if evidence.declaration.declared is not Declared.SILENT or evidence.entries:
        return
    if approvals_of_these_bytes(evidence):
        return
    if not disclosure_standing(evidence, policy).counting:
        yield Problem("says nothing of its making, and nobody speaks of it")
