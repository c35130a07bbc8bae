"""The XMP that a stamp writes: the packet that is there, with our properties set."""

from provenance import formats
from provenance.errors import UnsupportedFormatError
from provenance.formats import Format
from provenance.formats.writing import old_packets
from provenance.formats.xmp import ai_properties, set_properties
from provenance.formats.xmp_merging import merged
from provenance.formats.xmp_sidecar import read_packet, xmp_sidecar_name
from provenance.model.vocabulary import SOURCE_TYPES
from provenance.planning import Plan


def packet(plan: Plan, *, prompt: bool) -> bytes:
    """A complete packet for a planned stamp; foreign properties are kept.

    Args:
        plan: What is being stamped, and whether its XMP goes into the file or beside it.
        prompt: Whether the first prompt is written in clear.

    Raises:
        DamagedFileError: A packet that is there cannot be parsed.
        UnsupportedFormatError: The file's layout cannot take XMP.
    """
    told = plan.disclosure
    tool = told.tools[0] if told.tools else None
    prompts = [each.text for each in told.inputs if each.kind == "prompt" and each.text]
    values = ai_properties(
        SOURCE_TYPES[told.digital_source_type].uri,
        system=tool.name if tool else "",
        version=tool.version if tool else "",
        prompt=prompts[0] if prompt and prompts else "",
        record_id=told.id,
    )
    return set_properties(_existing(plan), values)


def known_format(plan: Plan) -> Format:
    """The format of a file that is embedded in.

    Raises:
        UnsupportedFormatError: The content matches no known format.
    """
    if plan.format is None:
        raise UnsupportedFormatError(f"{plan.path.name}: an unknown format cannot be embedded in")
    return plan.format


def _existing(plan: Plan) -> bytes | None:
    if plan.xmp == "sidecar":
        place = xmp_sidecar_name(plan.path)
        return read_packet(place) if place.is_file() else None
    format_ = known_format(plan)
    with formats.open_source(plan.path) as source:
        return merged(old_packets(source, formats.walk(source, format_)))
