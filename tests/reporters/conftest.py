"""Reports made by hand: one delivery as it really looks, and one that means harm."""

import struct
import zlib
from datetime import UTC, datetime

import pytest

from provenance.model.report import (
    ActionView,
    AiView,
    EvidenceDocument,
    FailureView,
    FindingView,
    GeneratorView,
    IngredientView,
    ManifestNodeView,
    ManifestView,
    PolicyView,
    RecordState,
    Report,
    Result,
    SignalView,
    StatusView,
    ToolView,
    WaiverView,
    count,
)

MOMENT = datetime(2026, 11, 20, 16, 42, 7, tzinfo=UTC)
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED = f"{IPTC}trainedAlgorithmicMedia"
MODEL = GeneratorView(name="Lumen Stills", version="3.2")
TOOL = ToolView(
    name="media-provenance",
    version="0.1.0",
    engines={"c2pa-python": "0.38.1", "c2pa-rs": "0.91.3"},
)
POLICY = PolicyView(
    name="netflix",
    version="2026.1",
    digest="sha256:" + "4f" * 32,
    title="Generated content in deliverables for Netflix",
    source="Netflix, Using Generative AI in Content Production, August 2025",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "line one\nFAIL  forged.png\r\n\ttab",
    "\x1b[31mred\x1b[0m \x1b]8;;http://example.com\x07link \x9b2J",
    "invoice\u202egnp.exe \u2066\u200b\ufeff\U000e0041",
    "\"><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} &amp; '",
    '=HYPERLINK("http://example.com")',
    "x" * 10_000,
    "全角テスト" * 40 + " é e\u0301",
)


def png(width=96, height=54, colour=(60, 80, 110)):
    """A picture of one colour with a lighter band."""
    rows = b"".join(
        b"\0" + b"".join(bytes(min(255, c + (x + y) // 2) for c in colour) for x in range(width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    packed = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


def signal(where, value, strength="stated", **more):
    """One observation."""
    return SignalView(
        where=where, value=value, strength=strength, reader=more.pop("reader", "xmp"), **more
    )


def finding(number, rule, severity, message, advice, /, signals=(), **more):  # noqa: PLR0917
    """One finding with an id as the judge makes them."""
    return FindingView(
        id=f"{rule}:{number:012x}",
        rule=rule,
        severity=severity,
        message=message,
        advice=advice,
        signals=signals,
        **more,
    )


def result(path, verdict="pass", **more):
    """One result; what is not given is a plain file in which nothing was found."""
    known = {
        "format": "png",
        "family": "image",
        "media_type": "image/png",
        "size": 2_101_233,
        "digest": "sha256:" + f"{sum(path.encode()):04x}" * 16,
        "coverage": "read",
        "integrity": "no_manifest",
        "trust": "not_asked",
        "ai": AiView(declaration="silent"),
        "manifest": None,
        "disclosure": RecordState(state="none"),
        "approval": RecordState(state="not_needed"),
    }
    return Result(path=path, verdict=verdict, **(known | more))


def store(*nodes, location="embedded", where="PNG caBX", failure=(), **more):
    """A manifest store of these manifests."""
    active = nodes[0]
    return ManifestView(
        active=active.label,
        location=location,
        where=where,
        claim_generator=active.claim_generator,
        signer=active.signer,
        time=active.time,
        manifests=nodes,
        status={"success": (StatusView(code="claimSignature.validated"),), "failure": failure},
        **more,
    )


def node(label, *above, **more):
    """One manifest of a tree."""
    known = {"claim_generator": "Harbour Stamp 1.4", "signer": "Harbour Pictures", "time": MOMENT}
    return ManifestNodeView(label=label, path=(*above, label), **(known | more))


GENERATED = AiView(
    declaration="generated",
    strength="proven",
    source_types=(TRAINED,),
    generators=(MODEL,),
    signals=(0,),
)
CREATED = ActionView(
    action="c2pa.created",
    where="c2pa.actions.v2[0]",
    source_type=TRAINED,
    software_agent=MODEL,
    when="2026-11-03T09:12:00Z",
)
PROVEN = signal(
    "c2pa urn:c2pa:5d0c1e c2pa.actions.v2[0]",
    TRAINED,
    "proven",
    reader="c2pa",
    source_type=TRAINED,
    generator=MODEL,
)


def undisclosed():
    """Generated, signed by the maker's tool, and nobody was told."""
    return result(
        "ep101/vfx/bg_plate_0012.png",
        "fail",
        integrity="valid",
        trust="untrusted",
        ai=GENERATED,
        manifest=store(node("urn:c2pa:5d0c1e", title="bg_plate_0012.png", actions=(CREATED,))),
        signals=(
            PROVEN,
            signal("PNG iTXt XML:com.adobe.xmp, Iptc4xmpExt:DigitalSourceType", TRAINED),
        ),
        approval=RecordState(state="missing"),
        facts={"width": 3840, "height": 2160, "colour": "RGB", "tags": []},
        findings=(
            finding(
                1,
                "undisclosed",
                "blocking",
                "Generated by Lumen Stills 3.2 according to its signed manifest, but no "
                "disclosure speaks of it.",
                "Ask the maker for a disclosure, or stamp the file: provenance stamp FILE "
                "--source-type trainedAlgorithmicMedia.",
                (0, 1),
            ),
            finding(
                2,
                "approval-missing",
                "blocking",
                "Generated content in a final deliverable needs a written approval; none "
                "covers this file.",
                "Ask the approver named in the policy: provenance approve FILE.",
                (0,),
            ),
            finding(
                3,
                "signer-untrusted",
                "warning",
                "The signer, Harbour Pictures, stands on none of the trusted lists.",
                "Name the signer's public certificate with --trust, if you know it to be theirs.",
            ),
        ),
    )


def laundered():
    """A camera is claimed; an ingredient says otherwise, and the bytes changed."""
    capture = f"{IPTC}digitalCapture"
    inner = node("urn:c2pa:a11ce0", "urn:c2pa:77f0aa", title="sky.png", actions=(CREATED,))
    return result(
        "ep101/vfx/crowd_master.mov",
        "fail",
        format="mov",
        family="video",
        media_type="video/quicktime",
        size=48_311_220_114,
        integrity="invalid",
        trust="trusted",
        trust_list="studio",
        digest="sha256:" + "9c" * 32,
        ai=AiView(
            declaration="composite",
            strength="proven",
            source_types=(capture, TRAINED),
            generators=(MODEL,),
            signals=(1,),
            contradicting=(0,),
        ),
        manifest=store(
            node(
                "urn:c2pa:77f0aa",
                title="crowd_master.mov",
                actions=(ActionView(action="c2pa.created", source_type=capture),),
                ingredients=(
                    IngredientView(
                        title="sky.png",
                        relationship="componentOf",
                        manifest="urn:c2pa:a11ce0",
                        source_type=TRAINED,
                        failures=("assertion.dataHash.mismatch",),
                    ),
                    IngredientView(title="plate_A003C012.mxf", relationship="parentOf"),
                ),
            ),
            inner,
            where="MOV uuid",
            failure=(
                StatusView(
                    code="assertion.bmffHash.mismatch",
                    explanation="the bytes are not those that were signed",
                ),
            ),
        ),
        signals=(
            signal(
                "c2pa urn:c2pa:77f0aa c2pa.actions.v2[0]",
                capture,
                "proven",
                reader="c2pa",
                source_type=capture,
            ),
            signal(
                "c2pa urn:c2pa:a11ce0 c2pa.actions.v2[0]",
                TRAINED,
                "proven",
                reader="c2pa",
                source_type=TRAINED,
                generator=MODEL,
                in_ingredient=True,
            ),
        ),
        disclosure=RecordState(state="contradicted", reasons=("says captured, holds generated",)),
        approval=RecordState(state="out_of_scope", records=("0190-approval-17",)),
        facts={
            "width": 4096,
            "height": 1716,
            "frame_rate": "23.976",
            "duration": 62.5,
            "timecode": "01:00:00:00",
            "video_codec": "ProRes",
            "channels": 2,
            "sample_rate": 48000,
            "tags": [["title", "Crowd"]],
        },
        findings=(
            finding(
                4,
                "ingredient-laundered",
                "blocking",
                "The active manifest claims a camera capture, but its ingredient sky.png is "
                "generated media.",
                "Ask for a version whose actions name the generated ingredient.",
                (0, 1),
            ),
            finding(
                5,
                "manifest-invalid",
                "blocking",
                "The bytes are not those that were signed (assertion.bmffHash.mismatch).",
                "Ask for the file again; it was changed after signing.",
            ),
            finding(
                6,
                "approval-out-of-scope",
                "overridable",
                "Approval 0190-approval-17 covers background elements, not crowds.",
                "Ask for an approval with this category.",
                waived_by="w-2026-014",
            ),
        ),
    )


def stated(path, verdict, **more):
    """Only unsigned metadata says it is generated."""
    parameters = signal(
        "PNG tEXt parameters",
        "a lighthouse at dusk, Steps: 30, Sampler: Euler a, Model: sdxl",
        "hint",
        reader="generator-text",
        generator=GeneratorView(name="Stable Diffusion"),
    )
    declared = AiView(
        declaration="generated",
        strength="hint",
        signals=(0,),
        generators=(GeneratorView(name="Stable Diffusion"),),
    )
    return result(path, verdict, ai=declared, signals=(parameters,), **more)


def results():
    """A small delivery, by path."""
    made = (
        undisclosed(),
        laundered(),
        result(
            "ep101/audio/atmos_bed.wav",
            "undetermined",
            format="wav",
            family="audio",
            media_type="audio/wav",
            coverage="partly_read",
            size=612_004_992,
            digest=None,
            failures=(FailureView(reader="id3", reason="chunk at byte 612004120 ends early"),),
            findings=(
                finding(
                    7,
                    "unreadable",
                    "blocking",
                    "Part of the file could not be read.",
                    "Ask for the file again.",
                    undetermined=True,
                ),
            ),
        ),
        result(
            "ep101/docs/turnover.pdf",
            "undetermined",
            format="",
            family="other",
            media_type="application/octet-stream",
            coverage="unreadable",
            size=0,
            name_contradicts="pdf",
            failures=(FailureView(reader="formats", reason="the file is empty"),),
            findings=(
                finding(
                    8,
                    "unreadable",
                    "blocking",
                    "The file holds no bytes.",
                    "Ask for the file again.",
                    undetermined=True,
                ),
            ),
        ),
        stated(
            "ep101/art/lighthouse_ref.png",
            "warn",
            approval=RecordState(state="missing"),
            findings=(
                finding(
                    9,
                    "temp-in-final",
                    "warning",
                    "The name says it is a reference, the folder says it is final.",
                    "Remove it, or disclose it as final.",
                    (0,),
                ),
            ),
        ),
        stated(
            "ep101/art/title_card.png",
            "pass",
            integrity="valid",
            trust="trusted",
            trust_list="studio",
            disclosure=RecordState(state="complete", records=("0190-d-3",)),
            approval=RecordState(state="approved", records=("0190-approval-18",)),
            findings=(
                finding(
                    10,
                    "manifest-missing",
                    "warning",
                    "No manifest store.",
                    "Stamp it.",
                    waived_by="w-2026-014",
                ),
            ),
        ),
        result(
            "ep101/cut/ep101_master.mxf",
            "pass",
            format="mxf",
            family="video",
            media_type="application/mxf",
            size=91_220_004_112,
            findings=(finding(11, "manifest-missing", "info", "No manifest store.", "Stamp it."),),
        ),
        *(
            result(
                f"ep101/plates/A003C0{number:02}.dpx",
                "pass",
                format="dpx",
                media_type="image/x-dpx",
                size=12_746_752,
            )
            for number in range(12, 24)
        ),
    )
    return tuple(sorted(made, key=lambda each: each.path))


def report(every, verdict="fail", **more):
    """A report on these results."""
    known = {
        "tool": TOOL,
        "generated_at": MOMENT,
        "policy": POLICY,
        "stage": "final",
        "roots": ("EP101_DELIVERY_v03",),
        "trust_lists": ("studio (2 certificates)",),
        "counts": count(every),
        "results": tuple(every),
        "sentence": "2 of 19 files have blocking findings; 2 could not be judged.",
        "next_steps": (
            "Ask the makers for the missing disclosures, then scan again.",
            "Replace the 2 files that could not be read.",
        ),
        "waivers": (
            WaiverView(
                id="w-2026-014",
                rule="approval-out-of-scope",
                owner="Head of Post",
                reason="approved by telephone, letter follows",
                expires="2026-12-01",
            ),
        ),
    }
    return Report(verdict=verdict, **(known | more))


def hostile_report():
    """Every text that comes from outside is an attack."""
    made = []
    for number, attack in enumerate(HOSTILE):
        manifest = store(
            node(
                attack,
                title=attack,
                claim_generator=attack,
                signer=attack,
                actions=(
                    ActionView(
                        action=attack,
                        source_type=attack,
                        when=attack,
                        software_agent=GeneratorView(name=attack, version=attack),
                    ),
                ),
                ingredients=(IngredientView(title=attack, relationship=attack),),
            ),
            where=attack,
            failure=(StatusView(code=attack, url=attack, explanation=attack),),
        )
        made.append(
            result(
                f"{number}{attack}",
                "fail",
                media_type=attack,
                format=attack,
                manifest=manifest,
                trust="trusted",
                trust_list=attack,
                name_contradicts=attack,
                sidecars=(attack,),
                ai=AiView(
                    declaration="generated",
                    strength="hint",
                    source_types=(attack,),
                    generators=(GeneratorView(name=attack, version=attack),),
                    contradicting=(0,),
                ),
                signals=(signal(attack, attack, "hint", reader=attack),),
                disclosure=RecordState(state=attack, records=(attack,), reasons=(attack,)),
                approval=RecordState(state=attack, records=(attack,), reasons=(attack,)),
                failures=(FailureView(reader=attack, reason=attack),),
                facts={"video_codec": attack, "tags": [[attack, attack]]},
                findings=(
                    finding(number, attack, "blocking", attack, attack, (0, 99), waived_by=attack),
                ),
            )
        )
    bad = "\n\x1b[31m<b>\u202e"
    return report(
        made,
        sentence=bad,
        next_steps=(bad,),
        roots=(bad,),
        trust_lists=(bad,),
        limits=bad,
        waivers=(WaiverView(id=bad, rule=bad, reason=bad, owner=bad, expires=bad),),
        policy=PolicyView(name=bad, version=bad, digest=bad, title=bad, source=bad),
        tool=ToolView(name=bad, version=bad, engines={bad: bad}),
    )


def evidence(every):
    """What ``read`` knows of these files."""
    return EvidenceDocument(
        tool=TOOL,
        generated_at=MOMENT,
        assets=tuple(each.model_dump(exclude={"verdict", "findings"}) for each in every),
    )


@pytest.fixture(scope="session")
def delivery():
    return report(results())


@pytest.fixture(scope="session")
def hostile():
    return hostile_report()


@pytest.fixture(scope="session")
def delivery_evidence():
    return evidence(results())


@pytest.fixture(scope="session")
def hostile_evidence():
    return evidence(hostile_report().results)


@pytest.fixture(scope="session")
def make_report():
    return report


@pytest.fixture(scope="session")
def make_result():
    return result


@pytest.fixture(scope="session")
def thumbnails():
    return {each.path: png() for each in results() if each.family == "image"}


@pytest.fixture(scope="session")
def attacks():
    return HOSTILE
