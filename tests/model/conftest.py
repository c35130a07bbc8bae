"""Planned uses for the tables of the Netflix guidance, and the way out of each.

The guidance: Netflix, Using Generative AI in Content Production, August 2025.
A plan is harmless but for what its row says.
"""

from provenance.model.disclosure import Principles
from provenance.model.planned import Concerns, PlannedUse
from provenance.model.policy import Policy
from provenance.triage.deciding import Outcome, triage

POLICY = Policy.model_validate({"name": "netflix", "version": "2025.08", "rules": {"x": {}}})
TOOL = {"name": "Image tool", "version": "3", "environment": "enterprise_secured"}
SECURED = {**TOOL, **dict.fromkeys(("stores_inputs", "stores_outputs"), "no")}
SECURED |= dict.fromkeys(("trains_on_inputs", "trains_on_outputs"), "no")
OPEN_TOOL = {"name": "Image tool", "version": "3", "environment": "vendor_secured"}
HARMLESS = {
    "what": "a street at night",
    "use_category": "visual_effect",
    "stage": "turnover",
    "story_relevance": "none",
    "tools": [SECURED],
    "principles": dict.fromkeys(Principles.model_fields, "yes"),
    "concerns": dict.fromkeys(Concerns.model_fields, "no"),
}
NOTIFY, ESCALATE, APPROVAL = "notify", "escalate", "written_approval"
ONE = "Talent One"


def plan(**changed: object) -> PlannedUse:
    tree = {**HARMLESS, **changed}
    for part in ("principles", "concerns"):
        tree[part] = {**HARMLESS[part], **changed.get(part, {})}
    return PlannedUse.model_validate(tree)


def out(policy: Policy = POLICY, **changed: object) -> Outcome:
    return triage(plan(**changed), policy)


def way(**changed: object) -> str:
    return out(**changed).way.value
