"""One delivery as it really looks, read from the saved report, and reports that mean harm."""

import pathlib
import struct
import zlib

import pytest

from provenance.model.manifest_views import (
    ActionView,
    GeneratorView,
    IngredientView,
    ManifestNodeView,
    ManifestView,
    StatusView,
)
from provenance.model.report import (
    AiView,
    DeliveryFindingView,
    EvidenceDocument,
    FailureView,
    FindingView,
    PolicyView,
    RecordState,
    Report,
    Result,
    SignalView,
    ToolView,
    WaiverView,
    alone,
    count,
)

GOLDEN = pathlib.Path(__file__).parents[1] / "golden"
ATTACKS = (
    "<script>alert(1)</script>",
    "line one\nFAIL  forged.png\r\n\ttab",
    "\x1b[31mred\x1b[0m \x1b]8;;http://example.com\x07link \x9b2J",
    "invoice\u202egnp.exe \u2066\u200b\ufeff\U000e0041",
    "\"><img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} &amp; '",
    '=HYPERLINK("http://example.com")',
    "x" * 10_000,
    "全角テスト" * 40 + " é e\u0301",
)
"""After the strings of github.com/contentauth/c2pa-attacks: what a manifest's field may hold."""


def saved_report():
    """The hand-made delivery under tests/golden."""
    return Report.model_validate_json((GOLDEN / "report.json").read_bytes())


def make_result(path, verdict="pass", **more):
    """One result; what is not given is a plain file in which nothing was found."""
    known = {
        "format": "png",
        "family": "image",
        "media_type": "image/png",
        "size": 2_101_233,
        "digest": "sha256:" + "3b" * 32,
        "coverage": "read",
        "integrity": "no_manifest",
        "trust": "not_asked",
        "ai": AiView(declaration="silent"),
        "manifest": None,
        "disclosure": RecordState(state="none"),
        "approval": RecordState(state="not_needed"),
    }
    return Result(path=path, verdict=verdict, **(known | more))


def make_report(results, **more):
    """A report on these results, in all else the saved one."""
    known = {"counts": count(alone(results)), "results": tuple(results)}
    return saved_report().model_copy(update=known | more)


def attacked(number, attack):
    """A result in which every text that comes from outside is the attack."""
    tool = GeneratorView(name=attack, version=attack)
    action = ActionView(action=attack, source_type=attack, when=attack, software_agent=tool)
    ingredient = IngredientView(
        title=attack, relationship=attack, source_type=attack, failures=(attack,)
    )
    node = ManifestNodeView(
        label=attack,
        path=(attack,),
        title=attack,
        claim_generator=attack,
        signer=attack,
        actions=(action,),
        ingredients=(ingredient,),
    )
    status = StatusView(code=attack, url=attack, explanation=attack)
    manifest = ManifestView(
        active=attack,
        location="sidecar",
        where=attack,
        claim_generator=attack,
        signer=attack,
        manifests=(node,),
        status={"failure": (status,), attack: (status,)},
    )
    finding = FindingView(
        id=f"{number:016x}",
        rule=attack,
        severity="blocking",
        message=attack,
        advice=attack,
        signals=(0, 99),
        waived_by=attack if number % 2 else None,
        notes=(attack,),
    )
    return make_result(
        f"{number}{attack}",
        ("fail", "warn", "pass")[number % 3],
        media_type=attack,
        format=attack,
        digest=attack,
        manifest=manifest,
        trust="trusted",
        trust_list=attack,
        name_contradicts=attack,
        sidecars=(attack,),
        ai=AiView(
            declaration="generated",
            strength="hint",
            source_types=(attack,),
            generators=(tool,),
            contradicting=(0, 99),
        ),
        signals=(SignalView(reader=attack, where=attack, value=attack, strength="hint"),),
        disclosure=RecordState(state=attack, records=(attack,), reasons=(attack,)),
        approval=RecordState(state=attack, records=(attack,), reasons=(attack,)),
        failures=(FailureView(reader=attack, reason=attack),),
        facts={"video_codec": attack, "tags": [[attack, attack]]},
        findings=(finding,),
    )


@pytest.fixture(scope="session")
def delivery():
    return saved_report()


@pytest.fixture(scope="session")
def hostile():
    bad = "\n\x1b[31m<b>\u202e"
    return make_report(
        [attacked(number, attack) for number, attack in enumerate(ATTACKS)],
        sentence=bad,
        next_steps=(bad,),
        roots=(bad,),
        trust_lists=(bad,),
        limits=bad,
        effort=bad,
        problems=(bad,),
        findings=(
            DeliveryFindingView(
                id="f" * 16, rule=bad, severity="blocking", message=bad, advice=bad, path=bad
            ),
        ),
        waivers=(
            WaiverView(
                id=bad, rule=bad, reason=bad, owner=bad, expires=bad, signer=bad, source=bad
            ),
        ),
        policy=PolicyView(name=bad, version=bad, digest=bad, title=bad, source=bad),
        tool=ToolView(name=bad, version=bad, engines={bad: bad}),
    )


@pytest.fixture(scope="session")
def delivery_evidence():
    return EvidenceDocument.model_validate_json((GOLDEN / "evidence.json").read_bytes())


@pytest.fixture(scope="session")
def hostile_evidence(delivery_evidence, hostile):
    assets = tuple(each.model_dump(exclude={"verdict", "findings"}) for each in hostile.results)
    document = delivery_evidence.model_dump(by_alias=True) | {"assets": assets}
    return EvidenceDocument.model_validate(document)


@pytest.fixture(scope="session")
def report_of():
    return make_report


@pytest.fixture(scope="session")
def result_of():
    return make_result


@pytest.fixture(scope="session")
def attacks():
    return ATTACKS


@pytest.fixture(scope="session")
def picture():
    """PNG bytes of 96 by 54 pixels with a slow gradient."""
    width, height = 96, 54
    rows = b"".join(
        b"\0" + b"".join(bytes((60 + v, 80 + v, 110 + v)) for v in range(y // 2, y // 2 + width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@pytest.fixture(scope="session")
def thumbnails(delivery, picture):
    return {each.path: picture for each in delivery.results if each.family == "image"}
