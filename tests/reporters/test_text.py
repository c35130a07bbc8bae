"""The terminal report and the evidence text: order, width, colour, the tree."""

import re

import pytest

from provenance.errors import ConfigError
from provenance.model.finding import Severity, Verdict
from provenance.model.manifest_views import (
    IngredientView,
    ManifestNodeView,
    ManifestView,
    StatusView,
)
from provenance.model.report import FindingView, SignalView
from provenance.reporters import (
    BUILTIN,
    by_extension,
    by_name,
    html,
    load,
    render_evidence,
    text,
)
from provenance.reporters.layout import cells, wrap
from provenance.reporters.tree import MAX_DEPTH, MAX_LINES, tree
from provenance.reporters.words import noted, shorten_types, size_words, technical_words

SGR = re.compile(r"\x1b\[[0-9;]*m")


def order_of(shown):
    return re.findall(r"^(FAIL|UNDETERMINED|WARN|PASS)  ", shown, re.MULTILINE)


def test_failures_first_and_passes_only_counted(delivery):
    assert order_of(text.render(delivery)) == [
        *["FAIL"] * 2,
        *["UNDETERMINED"] * 2,
        "WARN",
    ]
    verbose = order_of(text.render(delivery, verbose=True))
    assert verbose[-14:] == ["PASS"] * 14
    assert len(verbose) == 19


def test_verdict_next_steps_and_limits_close_the_report(delivery):
    shown = text.render(delivery, width=200)
    places = [
        shown.index(part)
        for part in (
            *delivery.problems,
            "19 files:",
            "FAIL: 2 of 19 files failed",
            *delivery.next_steps,
            "Limits: Absence",
        )
    ]
    assert places == sorted(places)


def test_colour_adds_nothing_but_colour(delivery, delivery_evidence):
    assert SGR.sub("", text.render(delivery, colour=True)) == text.render(delivery)
    assert "\x1b" not in text.render(delivery)
    coloured = render_evidence(delivery_evidence, colour=True)
    assert SGR.sub("", coloured) == render_evidence(delivery_evidence)


@pytest.mark.parametrize("width", [40, 72, 100])
def test_lines_fit(delivery, width):
    shown = text.render(delivery, width=width, verbose=True)
    unbroken = (
        line for line in shown.splitlines() if not re.match(r"([A-Z]+  |  \w+  \S+ \[)", line)
    )
    assert max(map(cells, unbroken)) <= width


def test_wrap_counts_cells():
    assert wrap("全角 テスト", 4) == ["全角", "テス", "ト"]
    assert wrap("", 10) == [""]
    assert wrap("a b\u00a0c", 3) == ["a", "b c"]


def chain(length):
    """A store in which each manifest is the ingredient of the one before."""
    nodes = []
    path = ()
    for number in range(length):
        label = f"urn:c2pa:{number}"
        path = (*path[-20:], label)
        below = IngredientView(title=f"t{number}", manifest=f"urn:c2pa:{number + 1}")
        nodes.append(ManifestNodeView(label=label, path=path, ingredients=(below,)))
    return ManifestView(
        active="urn:c2pa:0",
        location="embedded",
        manifests=tuple(nodes),
        status={"failure": (StatusView(code="claim.missing"),) * 500},
    )


def test_a_deep_chain_is_cut_and_counted():
    drawn = tree(chain(3000))
    assert len(drawn.branches) == MAX_LINES
    assert drawn.left_out == 3001 - MAX_LINES
    assert max(branch.depth for branch in drawn.branches) == MAX_DEPTH
    assert all(len(branch.rails) == max(branch.depth - 1, 0) for branch in drawn.branches)


def test_the_tree_is_drawn_as_it_branches(delivery_evidence):
    leaf = IngredientView(title="leaf", relationship="inputTo")
    inner = IngredientView(title="inner", relationship="componentOf", manifest="b")
    last = IngredientView(title="last", relationship="parentOf", manifest="c")
    store = ManifestView(
        active="a",
        location="sidecar",
        manifests=(
            ManifestNodeView(label="a", path=("a",), title="top", ingredients=(leaf, inner, last)),
            ManifestNodeView(label="b", path=("a", "b"), ingredients=(leaf,)),
            ManifestNodeView(label="c", path=("a", "c")),
            ManifestNodeView(label="z", path=("z",), referenced=False),
        ),
    )
    asset = delivery_evidence.assets[0].model_copy(update={"manifest": store})
    shown = render_evidence(delivery_evidence.model_copy(update={"assets": (asset,)}))
    drawn = shown[shown.index("    top") : shown.index("  signals")].splitlines()
    assert drawn == [
        "    top  a",
        "    ├─ inputTo leaf  (brings no manifest)",
        "    ├─ componentOf inner  b",
        "    │  └─ inputTo leaf  (brings no manifest)",
        "    └─ parentOf last  c",
        "    z  (not referenced)",
    ]


def test_a_time_that_anybody_may_have_set_is_called_so(delivery_evidence):
    def signed(group, code):
        store = ManifestView(
            active="a",
            location="sidecar",
            signer="Ada",
            time="2026-11-22T10:00:00Z",
            status={group: (StatusView(code=code),)},
        )
        asset = delivery_evidence.assets[0].model_copy(update={"manifest": store})
        shown = render_evidence(delivery_evidence.model_copy(update={"assets": (asset,)}))
        (line,) = re.findall(r"  signed by +(.*)", shown)
        return line

    assert signed("success", "timeStamp.trusted") == "Ada, 2026-11-22 10:00 UTC"
    told = "Ada, 2026-11-22 10:00 UTC (by an authority that stands on no list)"
    assert signed("info", "timeStamp.untrusted") == told


def test_words():
    assert size_words(999) == "999 bytes"
    assert size_words(2_101_233) == "2.1 MB"
    assert size_words(5 * 10**15) == "5000.0 TB"
    assert technical_words(None) == ()
    assert technical_words({"width": "x", "channels": "many", "duration": "long"}) == ()
    assert technical_words({"channels": 1, "duration": 2}) == ("2.00 s", "1 channel")


def test_reporters_are_found():
    assert load()[: len(BUILTIN)] == BUILTIN
    assert [reporter.name for reporter in BUILTIN] == [
        "text",
        "json",
        "html",
        "csv",
        "cue-sheet",
        "awards",
    ]
    with pytest.raises(ConfigError, match="no report format is called 'pdf'") as caught:
        by_name("pdf")
    assert "html" in caught.value.advice()


def test_every_verdict_has_a_page(report_of):
    for verdict in Verdict:
        report = report_of([], verdict=verdict)
        for reporter in BUILTIN:
            assert reporter.encode(report)


def test_by_extension(tmp_path):
    assert by_extension(tmp_path / "report.HTML").name == "html"
    assert by_extension(tmp_path / "report.pdf") is None


INFO = FindingView(
    id="0" * 16,
    rule="file-unaccounted",
    severity=Severity.INFO,
    message="nothing said",
    advice="ask",
)
TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def test_passes_with_notes_are_counted(report_of, result_of):
    waived = INFO.model_copy(update={"severity": Severity.BLOCKING, "waived_by": "w"})
    passes = [
        result_of("a.png"),
        result_of("b.png", findings=(INFO, INFO)),
        result_of("c.png", findings=(waived,)),
        result_of("d.png", "warn", findings=(INFO,)),
    ]
    told = report_of(passes)
    assert noted(told) == 1
    assert "3 passed, 1 of them with notes" in text.render(told)
    assert "<dt>passed with notes</dt><dd>1</dd>" in by_name("html").render(told)
    clean = report_of([result_of("a.png")])
    assert "with notes" not in text.render(clean) + by_name("html").render(clean)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (TRAINED, "trainedAlgorithmicMedia"),
        (f"stated: {TRAINED}) and 1 more", "stated: trainedAlgorithmicMedia) and 1 more"),
        ("http://c2pa.org/digitalsourcetype/empty.", "empty."),
        (TRAINED.replace("http:", "https:"), TRAINED.replace("http:", "https:")),
        (TRAINED + "X", TRAINED + "X"),
        (TRAINED + "/2", TRAINED + "/2"),
        (TRAINED.replace("trained", "Trained"), TRAINED.replace("trained", "Trained")),
        ("a plain text", "a plain text"),
    ],
)
def test_known_source_types_are_shown_by_their_code_and_no_others(written, shown):
    assert shorten_types(written) == shown


def test_long_source_types_drown_no_finding_and_json_keeps_them(report_of, result_of):
    signal = SignalView(reader="xmp", where="XMP", value=TRAINED, strength="stated")
    finding = INFO.model_copy(
        update={
            "severity": Severity.BLOCKING,
            "message": f"XMP (stated: {TRAINED})",
            "signals": (0,),
        }
    )
    told = report_of([result_of("a.png", "fail", signals=(signal,), findings=(finding,))])
    shown = text.render(told)
    assert "XMP (stated: trainedAlgorithmicMedia)" in shown
    assert 'xmp, XMP: "trainedAlgorithmicMedia" (stated)' in shown
    assert "cv.iptc.org" not in shown
    assert by_name("json").render(told).count(TRAINED) == 2


def test_a_file_that_is_not_there_has_no_type_and_no_size(report_of, result_of):
    gone = result_of(
        "gone.png", "undetermined", coverage="missing", size=0,
        media_type="application/octet-stream",
    )  # fmt: skip
    pages = [by_name(name).render(report_of([gone])) for name in ("text", "html")]
    assert "\n  missing\n" in pages[0]
    for page in pages:
        assert "octet-stream" not in page
        assert "0 bytes" not in page


@pytest.mark.parametrize("digests", ["needed", "all", "none"])
def test_a_report_without_the_digests_of_all_files_says_so(report_of, digests):
    report = report_of([]).model_copy(update={"digests": digests})
    page = html.render(report)
    assert ("digests: of those files only" in text.render(report)) == (digests == "needed")
    assert ("<dt>Digests</dt><dd>of those files only" in page) == (digests == "needed")
