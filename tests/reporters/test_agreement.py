"""Text, JSON, CSV and HTML tell the same story of any report."""

import csv
import io
import json
import re

import lxml.html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.model.finding import Severity, Verdict
from provenance.model.report import DeliveryFindingView, FindingView, SignalView, alone, count
from provenance.reporters import by_name, text

COUNTS = ("files", "failed", "undetermined", "warned", "passed", "unreadable", "waived")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FORGED = "\n  blocking  forged [0123456789abcdef]\n"
FINDING = re.compile(r"  (?:blocking|overridable|warning|info|off)  .*?\[(\w{16})\]")
hidden = st.sampled_from(["\n", "\r\n", "\x1b[2K", "\u202e", FORGED])
texts = st.one_of(words, st.builds("".join, st.lists(st.one_of(words, hidden), max_size=3)))
signals = st.builds(
    SignalView,
    reader=texts,
    where=texts,
    value=texts,
    strength=st.sampled_from(["hint", "stated", "matched", "proven"]),
)
told = {
    "id": st.text("0123456789abcdef", min_size=16, max_size=16),
    "rule": st.sampled_from(["undisclosed", "manifest-missing"]),
    "severity": st.sampled_from(list(Severity)),
    "message": texts,
    "advice": texts,
    "signals": st.lists(st.integers(0, 3), max_size=2).map(tuple),
    "undetermined": st.booleans(),
    "waived_by": st.one_of(st.none(), texts),
}
findings = st.builds(FindingView, **told)
of_the_whole = st.builds(DeliveryFindingView, **told, path=texts)


@st.composite
def parts(draw):
    """Path, verdict and the rest of one result."""
    return (
        draw(texts),
        draw(st.sampled_from(list(Verdict))),
        {
            "findings": tuple(draw(st.lists(findings, max_size=3))),
            "signals": tuple(draw(st.lists(signals, max_size=2))),
            "coverage": draw(st.sampled_from(["read", "partly_read", "unreadable", "missing"])),
            "media_type": draw(texts),
        },
    )


def from_json(document):
    read = json.loads(document)
    found = [each["id"] for result in read["results"] for each in result["findings"]]
    found += [each["id"] for each in read["findings"]]
    return read["verdict"], read["counts"], sorted(found)


def from_csv(document):
    rows = list(csv.DictReader(io.StringIO(document.removeprefix("\ufeff"), newline="")))
    of_files = {row["path"]: row["verdict"] for row in rows if row["about"] == "file"}
    return sorted(row["finding_id"] for row in rows), of_files


def from_html(document):
    page = lxml.html.document_fromstring(document)
    (verdict,) = page.xpath("//body/@data-verdict")
    counts = {name: int(page.xpath(f"//*[@data-count='{name}']/@data-value")[0]) for name in COUNTS}
    shown = {
        name: int(page.xpath(f"//*[@data-count='{name}']")[0].text_content().replace(",", ""))
        for name in COUNTS
    }
    assert counts == shown
    return verdict, counts, sorted(page.xpath("//@data-finding"))


def from_text(document):
    lines = document.splitlines()
    found = [match[1] for line in lines if (match := FINDING.match(line))]
    (said,) = [line for line in lines if re.match(r"[\d,]+ files?: ", line)]
    said = re.sub(r", [\d,]+ of them with notes", "", said)
    numbers = {"unreadable": 0, "waived": 0}
    for number, word in re.findall(r"(\d[\d,]*) (?:findings? )?(\w+)", said):
        numbers[word.replace("file", "files").replace("filess", "files")] = int(number)
    (verdict,) = [
        match[1].lower()
        for line in lines
        if (match := re.match(r"(PASS|FAIL|WARN|UNDETERMINED):(?: |$)", line))
    ]
    return verdict, numbers, sorted(found)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    st.lists(parts(), max_size=5),
    st.lists(of_the_whole, max_size=3).map(tuple),
    st.tuples(st.sampled_from(list(Verdict)), texts),
)
def test_renderers_agree(report_of, result_of, made, whole, ends):
    verdict, sentence = ends
    results = [result_of(path, ended, **more) for path, ended, more in made]
    counts = count(alone(results), whole)
    report = report_of(results, verdict=verdict, sentence=sentence, findings=whole, counts=counts)
    ids = [finding.id for result in results for finding in result.findings]
    ids = sorted([*ids, *(finding.id for finding in whole)])
    expected = (verdict.value, report.counts.model_dump(), ids)

    assert from_json(by_name("json").render(report, {})) == expected
    assert from_html(by_name("html").render(report, {})) == expected
    assert from_text(text.render(report, verbose=True, width=200)) == expected
    rows, _ = from_csv(by_name("csv").render(report, {}))
    assert rows == ids


def test_text_without_passes_hides_nothing_else(delivery):
    shown = from_text(text.render(delivery, width=200))
    ids = sorted(
        finding.id
        for result in delivery.results
        if result.verdict is not Verdict.PASS
        for finding in result.findings
    )
    ids = sorted([*ids, *(finding.id for finding in delivery.findings)])
    assert shown == ("fail", delivery.counts.model_dump(), ids)


def test_verdicts_of_files_agree(delivery):
    expected = {result.path: result.verdict.value for result in delivery.results}
    _, by_path = from_csv(by_name("csv").render(delivery, {}))
    assert by_path.items() <= expected.items()
    page = lxml.html.document_fromstring(by_name("html").render(delivery, {}))
    shown = {
        row.xpath("string(.//*[contains(@class,'path')])"): row.get("data-result")
        for row in page.xpath("//*[@data-result]")
    }
    assert shown == expected
    lines = text.render(delivery, verbose=True, width=200).splitlines()
    told = dict(
        reversed(line.split("  ", 1))
        for line in lines
        if re.match(r"(PASS|FAIL|WARN|UNDETERMINED)  ", line)
    )
    assert {path: word.lower() for path, word in told.items()} == expected
