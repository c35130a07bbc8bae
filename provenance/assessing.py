"""assess: which way a planned use goes, before work starts, and the record to keep."""

from pathlib import Path
from typing import Any

from provenance.config import Production
from provenance.model.disclosure import Disclosure
from provenance.model.planned import PlannedUse
from provenance.model.policy import Policy
from provenance.model.record import now
from provenance.model.tool import Tool
from provenance.opening import load_policy, tool_view
from provenance.tomlrecords import read_toml
from provenance.triage.assessment import (
    SENTENCES,
    AssessedUnder,
    Assessment,
    ReasonView,
    message_of,
)
from provenance.triage.deciding import triage

__all__ = ["assess", "complete_plan", "read_plan"]

_OF_EACH_FILE = {"id", "created_at", "subject"}
"""What a stamp makes anew for each file; a disclosure that is written ahead leaves it out."""


def assess(
    plan: PlannedUse | Path | str,
    policy: Policy | str | Path = "netflix",
    *,
    production: Production | None = None,
) -> Assessment:
    """Which way a planned use goes: notify, escalate, or written approval first.

    Args:
        plan: What is planned, or the TOML file that tells it. Unanswered counts as unsure.
        policy: Its tool catalogue counts, and the exceptions that it admits.
        production: Completes title, author, tools and the defaults of disclosures.

    Raises:
        RecordError: The plan cannot be read; with file, line and key.
        PolicyError: The policy cannot be used.
    """
    told = plan if isinstance(plan, PlannedUse) else read_plan(Path(plan))
    applied = load_policy(policy)
    whole = complete_plan(told, production) if production else told
    found = triage(whole, applied)
    assessment = Assessment(
        tool=tool_view(None),
        generated_at=now(),
        policy=AssessedUnder(name=applied.name, version=applied.version, digest=applied.digest),
        way=found.way,
        sentence=SENTENCES[found.way],
        reasons=tuple(
            ReasonView(
                way=each.way,
                text=each.text,
                ground=each.ground,
                key=each.key,
                source=each.source,
                asks=each.asks,
                unsure=each.unsure,
            )
            for each in found.reasons
        ),
        asks=found.asks,
        open_questions=found.open_questions,
        principles=found.principles,
        plan=whole,
        disclosure=found.disclosure,
    )
    return assessment.model_copy(update={"message": message_of(assessment)})


def read_plan(path: Path) -> PlannedUse:
    """A plan from a TOML file.

    Raises:
        RecordError: It cannot be read, or a key is wrong or unknown; with file, line and key.
    """
    return read_toml(path, PlannedUse)


def complete_plan(plan: PlannedUse, production: Production) -> PlannedUse:
    """A plan with what the production knows and the plan leaves out."""
    about = production.about
    known: dict[str, Any] = {
        name: value for name, value in about.model_dump().items() if name in PlannedUse.model_fields
    }
    defaults = PlannedUse.model_validate(
        {
            name: value
            for name, value in production.disclosure.items()
            if name in set(PlannedUse.model_fields) & set(Disclosure.model_fields)
        }
    )
    known |= {name: getattr(defaults, name) for name in defaults.model_fields_set}
    missing = {
        name: value
        for name, value in known.items()
        if value and name not in plan.model_fields_set - {"schema_"}
    }
    if plan.tools:
        missing["tools"] = tuple(_tool(each, production) for each in plan.tools)
    return plan.model_copy(update=missing)


def _tool(tool: Tool, production: Production) -> Tool:
    """A tool as the configuration knows it, under what the plan says of it."""
    known = production.tools.get(tool.name.casefold())
    if known is None:
        return tool
    told = {name: getattr(tool, name) for name in tool.model_fields_set}
    return known.model_copy(update={name: value for name, value in told.items() if value})


def stampable(disclosure: Disclosure) -> dict[str, Any]:
    """A disclosure as a file that ``stamp --disclosure`` takes, for every file that comes out."""
    tree = disclosure.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told = {name: value for name, value in tree.items() if name not in _OF_EACH_FILE}
    return {"schema": disclosure.schema_, **told}
