"""Rule ``temp-in-final``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import DELIVERED_STAGES, TEMPORARY_STAGES
from provenance.rules.base import rule, shown
from provenance.standings.claims import told_in
from provenance.standings.standing import disclosure_standing


@rule(Severity.BLOCKING, kind="contract")
def temp_in_final(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """What was made for a temporary use is not in a final delivery.

    A disclosure says ideation or temp, and the delivery is final or marketing. A disclosure that
    does not count is believed here: it is against the interest of who wrote it. Where only an
    ingredient was made as temporary, that is told as a warning at most: it may have been replaced
    or approved on the way. What only served as an input to a tool is left out.

    Why:
        Temporary use is what makes much generated material harmless, and a temp track or a
        placeholder that stays in is the classic accident.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025, principle 4.

    Fix:
        Replace the file. If it is meant to stay, disclose it for the stage final with a
        disclosure that supersedes the old one, and get the approval that this needs.

    Fails:
        stage = "final"

        [[disclosures]]
        stage = "temp"

    Passes:
        stage = "turnover"

        [[disclosures]]
        stage = "temp"
    """
    if policy.stage not in DELIVERED_STAGES:
        return
    standing = disclosure_standing(evidence, policy)
    for held in standing.counting or standing.void:
        if held.record.stage in TEMPORARY_STAGES:
            yield Problem(
                f"disclosed for the stage {held.record.stage}, delivered as {policy.stage}",
                key=held.record.id,
            )
    records = [held.record for held in (*standing.counting, *standing.void)]
    known = {each.id for each in records} | {each.supersedes for each in records}
    inputs: set[str] = set()
    for node in evidence.store.walk() if evidence.store else ():
        if node.via is not None and node.via.relationship == "inputTo":
            inputs.add(node.manifest.label)
        told = told_in(node.manifest)
        if node.via is None or not told or str(told.get("id")) in known:
            continue
        if not inputs.isdisjoint(node.path):
            continue  # what a tool was shown is not in the picture
        stage = str(told.get("stage"))
        if stage in TEMPORARY_STAGES:
            name = shown(node.via.title or node.manifest.title or node.manifest.label)
            yield Problem(
                f"ingredient {name} was disclosed for the stage {stage}",
                key=f"ingredient {node.manifest.label}",
                at_most=Severity.WARNING,
            )
