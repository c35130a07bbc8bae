"""What a report tells of a disclosed use: enough for awards bodies, insurers and cue sheets.

A report leaves the house, so it tells no prompt and no name in clear: of a talent it gives the
salted form where the record has it, and else what is done and by which consent.
"""

from pydantic import BaseModel, ConfigDict

from provenance.model.disclosure import Disclosure, Input, Talent
from provenance.model.tool import Tool
from provenance.model.values import Values, clean
from provenance.model.veiling import VEIL


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class NoticeView(_View):
    """A declared notice to the audience."""

    where: str
    """Where the audience meets it."""
    text: str = ""
    """What it says, or what kind it is of."""
    start_tc: str = ""
    """Timecode at which it begins; "" outside the picture."""
    destinations: tuple[str, ...] = ()
    """Versions that carry it; empty: all."""


class ToolUseView(_View):
    """A tool that took part."""

    name: str
    """The tool as its vendor calls it."""
    version: str = ""
    """Its version."""
    vendor: str = ""
    """Who offers it."""
    model: str = ""
    """The generative model behind it, with its version."""


class InputUseView(_View):
    """Something that went into a tool; a prompt by its digest alone."""

    kind: str
    """What it is."""
    sha256: str | None = None
    """Its digest; of a prompt a salted one."""
    owner: str = ""
    """Who owns it."""
    rights_basis: str = ""
    """Why it may be used."""
    licence_ref: str = ""
    """The licence or clearance."""
    third_party_ip: bool = False
    """Whether it holds protected material of others."""


class TalentUseView(_View):
    """A performer whose likeness or voice is involved."""

    name: str = ""
    """``salted-sha256:...``; "" where the record has the name in clear, which stays in the
    house."""
    type: str
    """What is done with the likeness or the voice."""
    status: str
    """Whether the performer is alive, deceased or a minor."""
    as_scripted: bool | None = None
    """Whether the performance stays as it was scripted and recorded; null where it is not told."""
    consent_ref: str = ""
    """Id of the consent."""


class UseView(_View):
    """One disclosed use of an asset."""

    disclosure: str
    """Id of the disclosure."""
    title_id: str = ""
    """The production."""
    title: str = ""
    """Name of the production."""
    genai_used: str = ""
    """How much of it is generated."""
    source_type: str = ""
    """Code of the digital source type that is disclosed."""
    category: str = ""
    """What the generated material is for; "" where it is not told."""
    stage: str = ""
    """How far towards the audience it goes; "" where it is not told."""
    genre: str = ""
    """Kind of production; "" where it is not told."""
    department: str = ""
    """Who made it."""
    human_contribution: str = ""
    """What people did to it, in words; "" where it is not told."""
    tools: tuple[ToolUseView, ...] = ()
    """Tools that took part."""
    inputs: tuple[InputUseView, ...] = ()
    """What went into them."""
    talent: tuple[TalentUseView, ...] = ()
    """Performers who are involved."""
    timecodes: tuple[str, ...] = ()
    """Where it stands in the programme."""
    cue_sheet_ref: str = ""
    """The cue sheet that lists it."""
    rights_clearance_ref: str = ""
    """The clearance of its rights."""


def use_values(disclosure: Disclosure) -> Values:
    """What a report tells of one disclosure: the fields of a ``UseView``."""
    return {
        "disclosure": clean(disclosure.id),
        "title_id": clean(disclosure.title_id),
        "title": clean(disclosure.title),
        "genai_used": disclosure.genai_used,
        "source_type": clean(disclosure.digital_source_type),
        "category": disclosure.use_category or "",
        "stage": disclosure.stage or "",
        "genre": disclosure.genre,
        "department": clean(disclosure.department),
        "human_contribution": clean(disclosure.human_contribution),
        "tools": [_tool(each) for each in disclosure.tools],
        "inputs": [_input(each) for each in disclosure.inputs],
        "talent": [_talent(each) for each in disclosure.talent],
        "timecodes": [clean(each) for each in disclosure.timecodes],
        "cue_sheet_ref": clean(disclosure.cue_sheet_ref),
        "rights_clearance_ref": clean(disclosure.rights_clearance_ref),
    }


def _tool(tool: Tool) -> Values:
    return {
        "name": clean(tool.name),
        "version": clean(tool.version),
        "vendor": clean(tool.vendor),
        "model": clean(f"{tool.model} {tool.model_version}".strip()),
    }


def _input(given: Input) -> Values:
    return {
        "kind": given.kind,
        "sha256": given.sha256,
        "owner": clean(given.owner),
        "rights_basis": clean(given.rights_basis),
        "licence_ref": clean(given.licence_ref),
        "third_party_ip": given.third_party_ip,
    }


def _talent(talent: Talent) -> Values:
    return {
        "name": clean(talent.name) if talent.name.startswith(VEIL) else "",
        "type": talent.type,
        "status": talent.status,
        "as_scripted": talent.as_scripted,
        "consent_ref": clean(talent.consent_ref),
    }
