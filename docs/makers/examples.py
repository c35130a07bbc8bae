"""One example of each record, as the reference shows it."""

from datetime import UTC, date, datetime

from pydantic import BaseModel

from provenance.model.approval import (
    Approval,
    Approver,
    Condition,
    Decision,
    Scope,
    ToolRule,
    Waiver,
)
from provenance.model.consent import Consent
from provenance.model.disclosure import Deployment, Disclosure, Environment, Input, Principles, Tool
from provenance.model.label import Label, Labelling
from provenance.model.record import Record
from provenance.model.vocabulary import Answer, Stage, UseCategory

_WHEN = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
_DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLES: dict[type[BaseModel], Record] = {
    Disclosure: Disclosure(
        id="019aab6e-7a00-7c1e-8a52-3f0f2d9f6a01",
        created_at=_WHEN,
        author="VFX editorial",
        title_id="TITLE-1",
        digital_source_type="trainedAlgorithmicMedia",
        use_category=UseCategory.BACKGROUND_ELEMENT,
        stage=Stage.FINAL,
        human_contribution="Composited, graded and retouched by hand.",
        tools=(
            Tool(
                name="Image tool",
                version="3",
                vendor="Vendor",
                deployment=Deployment.SAAS,
                environment=Environment.ENTERPRISE_SECURED,
                stores_inputs=Answer.NO,
                stores_outputs=Answer.NO,
                trains_on_inputs=Answer.NO,
                trains_on_outputs=Answer.NO,
            ),
        ),
        inputs=(Input(kind="prompt", text="an empty street at night", owner="Production"),),
        principles=Principles(
            p1_no_replication=Answer.YES,
            p2_no_store_train=Answer.YES,
            p3_enterprise_env=Answer.YES,
            p4_temporary=Answer.NO,
            p5_no_replacement=Answer.YES,
        ),
    ),
    Approval: Approval(
        id="019aab6e-7a00-7c1e-8a52-3f0f2d9f6a02",
        created_at=_WHEN,
        author="Production counsel",
        decision=Decision.APPROVED_WITH_CONDITIONS,
        approver=Approver(name="Production counsel", organisation="Studio"),
        reference="letter of 2026-11-20",
        scope=Scope(
            title_id="TITLE-1",
            digests=(_DIGEST,),
            categories=(UseCategory.BACKGROUND_ELEMENT,),
            stages=(Stage.FINAL,),
            tools=(ToolRule(name="Image tool", versions=">=3,<4"),),
        ),
        conditions=(Condition(id="1", text="Named in the end credits."),),
        granted_at=_WHEN,
        expires=date(2027, 11, 22),
    ),
    Waiver: Waiver(
        id="019aab6e-7a00-7c1e-8a52-3f0f2d9f6a03",
        created_at=_WHEN,
        author="Post supervisor",
        rule="manifest-missing",
        patterns=("archive/*",),
        reason="Archive material of 1974.",
        owner="Post supervisor",
        expires=date(2026, 12, 31),
    ),
    Consent: Consent(
        id="019aab6e-7a00-7c1e-8a52-3f0f2d9f6a04",
        created_at=_WHEN,
        author="Production counsel",
        talent="Talent One",
        represented_by="union",
        union="SAG-AFTRA",
        use_description="Two lines of the radio play in episode 3.",
        types=("voice",),
        title_id="TITLE-1",
        signed_separately=True,
        signed_at=_WHEN,
        term_end=date(2028, 12, 31),
        territories=("EU", "US"),
        document_sha256=_DIGEST,
    ),
    Labelling: Labelling(
        id="019aab6e-7a00-7c1e-8a52-3f0f2d9f6a05",
        created_at=_WHEN,
        author="Post supervisor",
        labels=(
            Label(
                where="end_credits",
                text="Parts of this film were made with the help of AI.",
                start_tc="01:31:20:00",
                destinations=("cinema",),
                evidence_sha256=_DIGEST,
            ),
        ),
        scope=Scope(title_id="TITLE-1"),
    ),
}
