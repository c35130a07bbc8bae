"""Rule ``proprietary-input-exposed``."""

from collections.abc import Iterator

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.tool import Environment, Tool
from provenance.model.vocabulary import UseCategory
from provenance.rules.base import by_stage, rule, shown
from provenance.standings.cataloguing import completed, told_name
from provenance.standings.clearing import gap
from provenance.standings.needs import uses_ai
from provenance.standings.standing import disclosure_standing


@rule(Severity.BLOCKING, kind="contract", fixed=True)
def proprietary_input_exposed(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """The buyer's and the production's own material goes into enterprise-secured tools only.

    Scripts, unreleased pictures and other proprietary input went into a tool whose environment is
    another, or is not told, and no approval covers it. What the disclosure leaves open is looked
    up in the policy's tool catalogue; if it stays open, the file is undetermined. Where the policy
    lists ``approval-missing`` or another rule about approvals with at least the same weight, that
    rule tells what is not approved, and this one is silent: one gap is one finding.

    Why:
        Unreleased material that leaves the house is out, whatever the terms say afterwards.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: proprietary material as
        input escalates outside secure enterprise tools; data use that always needs approval.

    Fix:
        Use an enterprise-secured tool and say so (``environment = "enterprise_secured"``), or get
        an approval for what went in.

    Fails:
        [[disclosures]]
        inputs = [{ kind = "script", is_proprietary = true }]
        tools = [{ name = "Painter", version = "3.1", environment = "consumer" }]

    Passes:
        [[disclosures]]
        inputs = [{ kind = "script", is_proprietary = true }]
        tools = [{ name = "Painter", version = "3.1" }]

        [[policy.tools]]
        name = "Painter"
        environment = "enterprise_secured"
    """
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record) or not _is_proprietary(held.record):
            continue
        tools = completed(held.record, policy.tools).tools
        open_ = [each for each in tools if each.environment is not Environment.ENTERPRISE_SECURED]
        if tools and not open_:
            continue
        severity = by_stage(Severity.BLOCKING, fixed=True)
        lacks = gap(evidence, policy, held, "proprietary-input-exposed", severity)
        if not lacks:
            continue
        exposed = [each for each in open_ if each.environment is not Environment.UNKNOWN]
        yield Problem(
            f"{_what(held.record)} went into {_where(exposed or open_)} {lacks}",
            undetermined=not exposed,
            key=held.record.id,
            at_most=Severity.BLOCKING if exposed else Severity.OVERRIDABLE,
        )


def _is_proprietary(record: Disclosure) -> bool:
    return record.use_category is UseCategory.PROPRIETARY_INPUT or any(
        each.is_proprietary for each in record.inputs
    )


def _what(record: Disclosure) -> str:
    kinds = dict.fromkeys(each.kind for each in record.inputs if each.is_proprietary)
    return f"proprietary input ({', '.join(kinds)})" if kinds else "proprietary input"


def _where(tools: list[Tool]) -> str:
    told = {
        Environment.CONSUMER: "a consumer's environment",
        Environment.VENDOR_SECURED: "secured by its vendor only",
    }
    words = (
        f"{shown(told_name(each))} ({told.get(each.environment, 'environment not told')})"
        for each in tools
    )
    return ", ".join(words) or "a tool that is not told"
