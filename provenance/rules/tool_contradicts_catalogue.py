"""Rule ``tool-contradicts-catalogue``."""

from collections.abc import Iterable, Iterator
from typing import Final

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import CatalogueTool, Policy
from provenance.model.tool import Environment
from provenance.model.vocabulary import Answer
from provenance.rules.base import rule, shown
from provenance.standings.cataloguing import USES_OF_DATA, Listing, listings, open_ways, told_name
from provenance.standings.needs import uses_ai
from provenance.standings.scoping import covers_stage
from provenance.standings.standing import disclosure_standing

_SHOWN: Final = len("sha256:") + 12


@rule(Severity.BLOCKING)
def tool_contradicts_catalogue(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A tool is used as the policy's tool catalogue clears it, and disclosed as it knows it.

    The catalogue has an entry for the tool, and that entry refuses it (``allowed = false``), is
    for other accounts, deployments, uses or stages, or says otherwise than the disclosure where
    the tool runs and what it does with data. Where the disclosure is the stricter of the two, that
    is a warning at most; so it is where the two rest on terms of another wording
    (``terms_sha256``), for terms change and neither need be wrong. Where it leaves open what the
    entry asks for, the file is undetermined.

    Why:
        The catalogue is what the house found out when it read the terms. A disclosure that says
        otherwise is wrong, or the catalogue is.

    Source:
        House rule.

    Fix:
        Use the tool as the catalogue clears it, or have the catalogue changed. If the disclosure
        is wrong, correct it in one that supersedes it; if the catalogue is, correct its entry. Of
        two wordings of the terms, read the one that the catalogue has not.

    Fails:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1", trains_on_inputs = "no" }]

        [[policy.tools]]
        name = "Painter"
        trains_on_inputs = "yes"

    Passes:
        [[disclosures]]
        tools = [{ name = "Painter", version = "3.1", trains_on_inputs = "no" }]

        [[policy.tools]]
        name = "Painter"
        trains_on_inputs = "no"
    """
    for held in disclosure_standing(evidence, policy).counting:
        if not uses_ai(held.record):
            continue
        for index, listing in enumerate(listings(held.record, policy.tools)):
            if not listing.entries:
                continue
            name, place = shown(told_name(listing.tool)), f"{held.record.id} tools[{index}]"
            for aspect, problem in _problems(listing, held.record, policy, name):
                yield Problem(
                    problem.message,
                    undetermined=problem.undetermined,
                    key=f"{place} {aspect}",
                    at_most=problem.at_most,
                )


def _problems(
    listing: Listing, record: Disclosure, policy: Policy, name: str
) -> Iterator[tuple[str, Problem]]:
    """What the entries object to, by aspect."""
    entries = listing.entries
    refused = [each for each in entries if not each.allowed]
    open_ = dict.fromkeys(way for each in entries for way in open_ways(each, listing.tool))
    if not listing.admitted:
        yield "way", Problem(f"{name} was used {_way(listing)}; the catalogue {_ways(entries)}")
    elif open_:
        untold = " and ".join(open_)
        yield "way", _open(f"the catalogue {_ways(entries)}, and {untold} of {name} is not told")
    elif len(entries) > 1:
        vendors = _list(dict.fromkeys(each.vendor for each in entries))
        yield "way", _open(f"the catalogue has a {name} by each of {vendors}; whose is not told")
    elif refused:
        note = f": {shown(refused[0].note)}" if refused[0].note else ""
        yield "allowed", Problem(f"the catalogue refuses {name}{note}")
    else:
        yield from _uses(entries[0], record, policy, name)
        yield from _facts(entries[0], listing, name)


def _way(listing: Listing) -> str:
    """How the tool was used: its account and deployment, as told."""
    tool = listing.tool
    tier = f"under the account tier {shown(tool.account_tier)}" if tool.account_tier else ""
    place = f"as {tool.deployment}" if any(each.deployments for each in listing.entries) else ""
    return f"{tier} {place}".strip()


def _ways(entries: Iterable[CatalogueTool]) -> str:
    """Which accounts and deployments are cleared, and which are refused."""
    words = []
    for verb, allowed in (("clears", True), ("refuses", False)):
        named = dict.fromkeys(
            word
            for each in entries
            if each.allowed is allowed
            for word in (*each.account_tiers, *each.deployments)
        )
        if named:
            words.append(f"{verb} {_list(named)}")
    return " and ".join(words)


def _uses(
    entry: CatalogueTool, record: Disclosure, policy: Policy, name: str
) -> Iterator[tuple[str, Problem]]:
    category = record.use_category
    if entry.categories and category not in entry.categories:
        cleared = f"the catalogue clears {name} for {_list(entry.categories)}"
        if category is None:
            yield "category", _open(f"{cleared}, and what it was used for is not told")
        else:
            yield "category", Problem(f"{cleared}, and it was used for {category}")
    for stage in dict.fromkeys((policy.stage, record.stage or policy.stage)):
        if not covers_stage(entry.stages, stage):
            message = f"the catalogue clears {name} for {_list(entry.stages)}, not for {stage}"
            yield f"stage {stage}", Problem(message)


def _facts(entry: CatalogueTool, listing: Listing, name: str) -> Iterator[tuple[str, Problem]]:
    tool = listing.tool
    here, there = tool.environment, entry.environment
    if Environment.UNKNOWN not in {here, there} and here is not there:
        order = list(Environment)
        stricter = order.index(here) > order.index(there)
        message = f"the disclosure says {here} of {name}, the catalogue {there}"
        yield "environment", _told(message, stricter=stricter)
    for field, words in USES_OF_DATA.items():
        said, known = getattr(tool, field), getattr(entry, field)
        if Answer.UNSURE not in {said, known} and said is not known:
            message = f"whether {name} {words}: {said}, says the disclosure; {known}, the catalogue"
            yield field, _told(message, stricter=said is Answer.YES)
    read, cleared = tool.terms_sha256, entry.terms_sha256
    if read and cleared and read != cleared:
        yield (
            "terms",
            _told(
                f"the terms of {name} that the disclosure rests on ({_short(read)}) are not those "
                f"that the catalogue does ({_short(cleared)}{_seen(entry)})",
                stricter=True,
            ),
        )


def _short(digest: str) -> str:
    """Enough of a digest to tell two apart."""
    return f"{digest[:_SHOWN]}..."


def _seen(entry: CatalogueTool) -> str:
    return f", seen on {entry.terms_seen:%Y-%m-%d}" if entry.terms_seen else ""


def _told(message: str, *, stricter: bool) -> Problem:
    return Problem(message, at_most=Severity.WARNING if stricter else Severity.BLOCKING)


def _open(message: str) -> Problem:
    return Problem(message, undetermined=True, at_most=Severity.OVERRIDABLE)


def _list(words: Iterable[str]) -> str:
    return shown(", ".join(words))
