"""What XMP states: source types in every spelling, the IPTC fields, credits, references."""

import pytest

from provenance.errors import DamagedFileError
from provenance.formats.base import BlockKind
from provenance.model.evidence import Declared, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import IPTC_SOURCE_TYPES, AiClass
from provenance.readers import xmp
from provenance.readers.base import Reading
from provenance.readers.remote import names_remote_store
from provenance.standings.declaring import declare

CODE = "trainedAlgorithmicMedia"


def declared(found):
    return declare(tuple(found)).declared


@pytest.mark.parametrize("name", ["DigitalSourceType", "DigitalSourceFileType"])
@pytest.mark.parametrize(
    "value",
    [
        IPTC_SOURCE_TYPES + CODE,
        IPTC_SOURCE_TYPES.replace("http:", "https:") + CODE,
        CODE,
        "TrainedAlgorithmicMedia",
        f"  {CODE}\n",
    ],
)
def test_every_spelling(make, name, value):
    for reading in (
        make.xmp_reading(f"<e:{name}>{value}</e:{name}>"),
        make.xmp_reading("", f'e:{name}="{value}"'),
    ):
        (found,) = xmp.read(reading)
        assert (found.ai, found.strength) == (AiClass.GENERATED, Strength.STATED)
        assert found.source_type.strip() == value.strip()
        assert found.where.startswith(f"PNG iTXt XML:com.adobe.xmp Iptc4xmpExt:{name}")


def test_resource_reference_is_read(make):
    (found,) = xmp.read(
        make.xmp_reading(f'<e:DigitalSourceType rdf:resource="{IPTC_SOURCE_TYPES}{CODE}"/>')
    )
    assert found.ai is AiClass.GENERATED


@pytest.mark.parametrize("value", ["softwareImage", "digitalCapture", "algorithmicMedia", "print"])
def test_other_source_types_are_not_generated(make, value):
    found = xmp.read(make.xmp_reading(f"<e:DigitalSourceType>{value}</e:DigitalSourceType>"))
    assert declared(found) is Declared.NOT_GENERATED


def test_literal_text_of_a_test_image_says_nothing(make):
    text = "CompositeIncludingSyntheticElements"
    found = xmp.read(make.xmp_reading(f"<e:DigitalSourceType>{text}</e:DigitalSourceType>"))
    assert declared(found) is Declared.SILENT


def test_source_type_of_an_ingredient_is_not_the_asset_s(make):
    body = (
        '<e:Items><rdf:Bag><rdf:li rdf:parseType="Resource">'
        f"<e:DigitalSourceType>{CODE}</e:DigitalSourceType></rdf:li></rdf:Bag></e:Items>"
    )
    assert declared(xmp.read(make.xmp_reading(body))) is Declared.SILENT


def test_ai_system_is_the_generator_and_speaks_by_itself(make):
    body = "<e:AISystemUsed>Maker</e:AISystemUsed><e:AISystemVersionUsed>3</e:AISystemVersionUsed>"
    (found,) = xmp.read(make.xmp_reading(body))
    assert found.generator == SoftwareAgent("Maker", "3")
    assert found.ai is AiClass.GENERATED
    for code, ai in (
        ("algorithmicallyEnhanced", AiClass.ENHANCED),
        ("digitalCapture", AiClass.COMPOSITE),
        ("compositeWithTrainedAlgorithmicMedia", AiClass.COMPOSITE),
    ):
        packet = make.xmp_reading(f"{body}<e:DigitalSourceType>{code}</e:DigitalSourceType>")
        assert tuple(xmp.read(packet))[-1].ai is ai


def test_prompt_is_counted_and_never_shown(make):
    secret = "the butler did it"
    body = f"<e:AIPromptInformation>{secret}</e:AIPromptInformation>"
    (found,) = xmp.read(make.xmp_reading(body))
    assert found.value == f"prompt {len(secret)} characters"
    assert found.ai is None


@pytest.mark.parametrize(
    ("credit", "expected"),
    [
        ("Made with Google AI", Declared.GENERATED),
        ("Edited with Google AI", Declared.COMPOSITE),
        ("Photo: Made with Google AI by hand", Declared.SILENT),
        ("A. Person", Declared.SILENT),
    ],
)
def test_credit_lines(make, credit, expected):
    packet = make.xmp_reading(f"<photoshop:Credit>{credit}</photoshop:Credit>")
    assert declared(xmp.read(packet)) is expected
    iim = bytes((0x1C, 2, 110, 0, len(credit))) + credit.encode()
    reading = make.blocks(make.block(BlockKind.IPTC, "", iim, "JPEG APP13"))
    assert declared(xmp.read(reading)) is expected


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ("Draw Things", Declared.GENERATED),
        ("Topaz Photo AI 3.1", Declared.ENHANCED),
        ("Adobe Photoshop 26.0 (Macintosh)", Declared.SILENT),
        ("Draw.io", Declared.SILENT),
    ],
)
def test_creator_tools(make, tool, expected):
    packet = make.xmp_reading(f"<xmp:CreatorTool>{tool}</xmp:CreatorTool>")
    assert declared(xmp.read(packet)) is expected


def test_remote_reference_is_told_and_local_is_not(make):
    remote = make.xmp_reading("", 'dcterms:provenance="https://cai-manifests.adobe.com/x"')
    (found,) = xmp.read(remote)
    assert found.ai is None
    assert names_remote_store(remote.container)
    local = make.xmp_reading("", 'dcterms:provenance="self#jumbf=/c2pa/urn:x"')
    assert tuple(xmp.read(local)) == ()
    assert not names_remote_store(local.container)
    assert not names_remote_store(None)


def test_our_own_packet_is_marked(make):
    body = f"<e:DigitalSourceType>{CODE}</e:DigitalSourceType><our:RecordId>r-1</our:RecordId>"
    found = tuple(xmp.read(make.xmp_reading(body)))
    assert [each.own_stamp for each in found] == [True, True]
    assert found[1].value == "r-1"


def test_sidecar_is_read(make):
    packet = make.xmp(f"<e:DigitalSourceType>{CODE}</e:DigitalSourceType>").encode()
    (found,) = xmp.read(Reading(None, None, (("shot.exr.xmp", packet),)))
    assert found.where == "XMP sidecar shot.exr.xmp Iptc4xmpExt:DigitalSourceType"


def test_broken_packet_is_told_after_the_others_spoke(make):
    good = make.xmp(f"<e:DigitalSourceType>{CODE}</e:DigitalSourceType>")
    reading = make.blocks(
        make.block(BlockKind.XMP, "", b"<broken", "JPEG APP1"),
        make.block(BlockKind.XMP, "", good, "PNG iTXt"),
        make.block(BlockKind.XMP, "", b" \0 ", "PNG iTXt"),
    )
    found = []
    with pytest.raises(DamagedFileError):
        found.extend(xmp.read(reading))
    found = []
    stream = xmp.read(reading)
    found.append(next(stream))
    assert found[0].ai is AiClass.GENERATED


def test_nothing_to_read():
    assert tuple(xmp.read(Reading(None))) == ()
