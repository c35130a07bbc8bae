"""The assessment: what came of a triage, as a document and as a message."""

from collections.abc import Iterator
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from provenance.model.disclosure import Disclosure, Principles
from provenance.model.planned import PlannedUse
from provenance.model.record import Moment
from provenance.model.report import ToolView
from provenance.standings.cataloguing import told_name
from provenance.triage.ways import NETFLIX, Ask, Ground, Way

ASSESSMENT_SCHEMA: Final = "provenance.assessment/1"

TITLES: Final = {
    Way.NOTIFY: "notify",
    Way.ESCALATE: "escalate",
    Way.WRITTEN_APPROVAL: "written approval first",
}
SENTENCES: Final = {
    Way.NOTIFY: "Tell the contact; work may begin.",
    Way.ESCALATE: "Tell the contact and wait for guidance: a written approval may be needed.",
    Way.WRITTEN_APPROVAL: "Work begins when the written approval is there.",
}
ASKS: Final = {
    Ask.LEGAL_REVIEW: "a legal review",
    Ask.CONSENT: "the consent of the performer, or of who speaks for them",
    Ask.RIGHTS_CLEARANCE: "a rights clearance",
    Ask.LICENCE: "a licence for the training material",
    Ask.UNION_NOTICE: "notice to the union",
    Ask.SECURED_TOOL: "an enterprise-secured tool instead of the one planned",
    Ask.HUMAN_CONTRIBUTION: "human work on what stays in, and a word on it",
    Ask.AUDIENCE_NOTICE: "a plan of how the audience will know",
    Ask.INCIDENTAL_WAIVER: "or, instead of the approval, a waiver as incidental",
}
"""What is to be got, in words."""


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class AssessedUnder(_View):
    """The policy whose tool catalogue and exceptions counted."""

    name: str
    version: str
    digest: str


class ReasonView(_View):
    """Why it goes this way."""

    way: Way
    """The way that this reason asks for."""
    text: str
    ground: Ground
    """What it rests on: a row of the use case matrix, a principle, an area that is always
    approved, the final deliverable, the tool catalogue, a union's terms, or an open question."""
    key: str
    """Which row, principle, area or field."""
    source: str
    """Whose rule it is, of when, and where in it."""
    asks: tuple[Ask, ...] = ()
    unsure: bool = False
    """Whether nobody answered, and that is the reason; ``text`` is then the question."""

    @property
    def place(self) -> str:
        """The source without the name of the guidance, which is said once."""
        return self.source.removeprefix(f"{NETFLIX}, ")


class Assessment(_View):
    """Which way a planned use goes, and the record to keep."""

    schema_: Literal["provenance.assessment/1"] = Field(ASSESSMENT_SCHEMA, alias="schema")
    tool: ToolView
    generated_at: Moment
    policy: AssessedUnder
    way: Way
    sentence: str
    """What to do, in a sentence."""
    reasons: tuple[ReasonView, ...]
    """Heaviest first."""
    asks: tuple[Ask, ...] = ()
    """What is to be got first, besides the contact's word."""
    open_questions: tuple[str, ...] = ()
    """Fields of the plan that nobody answered; each counted as unsure."""
    principles: Principles
    """The five answers, once stage and tools were looked at."""
    plan: PlannedUse
    """What was planned, as it was told."""
    disclosure: Disclosure
    """What is to be stamped into what comes out."""
    message: str = ""
    """For the contact, to paste."""


def message_of(assessment: Assessment) -> str:
    """A short message for the contact: what is planned, which way it goes and why."""
    return "\n".join(_message(assessment)) + "\n"


def _message(found: Assessment) -> Iterator[str]:
    plan = found.plan
    title = plan.title or "our production"
    number = f" ({plan.title_id})" if plan.title_id else ""
    yield f"Subject: Planned use of generative AI, {title}{number}"
    yield ""
    yield f"Dear {plan.contact}," if plan.contact else "To whom it concerns,"
    yield ""
    yield f"we plan to use generative AI for {title}{number}:"
    yield ""
    for name, value in (
        ("What", plan.what),
        ("For", (plan.use_category or "not decided").replace("_", " ")),
        ("Stage", plan.stage or "not decided"),
        ("Tools", "; ".join(_tools(plan)) or "not decided"),
        ("People do", plan.human_contribution),
        ("Performers", "; ".join(_talent(plan))),
        ("Principles", _principles(found.principles)),
    ):
        if value:
            yield f"  {name + ':':<12}{value}"
    yield ""
    yield f"By our triage ({NETFLIX}): {TITLES[found.way]}."
    sure = [each for each in found.reasons if not each.unsure]
    yield from (f"  - {each.text} ({each.place})" for each in sure)
    unsure = [each.text for each in found.reasons if each.unsure]
    if unsure:
        yield ""
        yield "Not clear yet:"
        yield from (f"  - {each}" for each in unsure)
    if found.asks:
        yield ""
        yield "We will also need: " + "; ".join(ASKS[each] for each in found.asks) + "."
    yield ""
    yield {
        Way.NOTIFY: "We begin unless we hear from you.",
        Way.ESCALATE: "Please tell us how to proceed; we wait for your answer.",
        Way.WRITTEN_APPROVAL: "Please let us have your written approval; we wait for it.",
    }[found.way]
    if plan.author:
        yield ""
        yield plan.author


def _tools(plan: PlannedUse) -> Iterator[str]:
    for tool in plan.tools:
        environment = tool.environment.replace("_", " ").replace("unknown", "")
        more = [tool.model, tool.vendor, environment]
        yield ", ".join([told_name(tool), *(each for each in more if each)])


def _talent(plan: PlannedUse) -> Iterator[str]:
    for each in plan.talent:
        consent = f", consent {each.consent_ref}" if each.consent_ref else ""
        yield f"{each.name} ({each.type.replace('_', ' ')}{consent})"


def _principles(answers: Principles) -> str:
    return ", ".join(f"{name[1]} {getattr(answers, name)}" for name in type(answers).model_fields)
