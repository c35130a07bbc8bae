"""Rule ``training-unlicensed``."""

from collections.abc import Iterator

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import Answer, UseCategory
from provenance.rules.base import rule
from provenance.standings.clearing import rights_cleared
from provenance.standings.completeness import is_told
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def training_unlicensed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A model was trained on material that is owned or licensed.

    Where a model was trained or fine-tuned for the use, or the use is training on material that is
    not owned, the disclosure says that the rights are cleared and names the licence; a clearance
    that the disclosure or an approval in force refers to does as well. Not cleared is a finding,
    not told is undetermined. What the vendor of a tool trained its own model on is not asked here.

    Why:
        A model that learned a performer or a painter gives them out again. An approval of the
        result is no licence for the training.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: unowned training data;
        training or fine-tuning on artists' or performers' material without clearance.

    Fix:
        License the material and name the licence (``training.rights_cleared = "yes"`` and
        ``training.licence_ref``), or make it again with a model that was not trained on it.

    Fails:
        [[disclosures]]
        training = { dataset_ref = "scrapbook 4", rights_cleared = "no" }

    Passes:
        [[disclosures]]
        training = { dataset_ref = "set photos", rights_cleared = "yes", licence_ref = "L-12" }
    """
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        if not uses_ai(record):
            continue
        flaw, unsure = _flaw(record)
        denied = record.training is not None and record.training.rights_cleared is Answer.NO
        if flaw and (denied or not rights_cleared(evidence, policy, held)):
            yield Problem(
                flaw,
                undetermined=unsure,
                key=record.id,
                at_most=Severity.OVERRIDABLE if unsure else Severity.BLOCKING,
            )


def _flaw(record: Disclosure) -> tuple[str, bool]:
    """What the training lacks, and whether that is only not told."""
    training = record.training
    if training is None or not training.fine_tuned:
        if record.use_category is UseCategory.UNOWNED_TRAINING:
            return "disclosed as training on material that is not owned, without a licence", False
        return "", False
    if training.rights_cleared is Answer.NO:
        return "a model was trained on material whose rights are not cleared", False
    if training.rights_cleared is Answer.UNSURE:
        return "a model was trained, and whether the rights are cleared is not told", True
    if not is_told(training.licence_ref):
        return "a model was trained on material said to be cleared, and no licence is named", True
    return "", False
