"""The page: one file, readable without script, network, colour or sight."""

import itertools
import re

import lxml.html
import pytest

from provenance.model.report import AiView, RecordState
from provenance.reporters import html


def page_of(report, thumbnails=None):
    return lxml.html.document_fromstring(html.render(report, thumbnails))


def test_nothing_is_fetched_and_nothing_runs(delivery, thumbnails):
    shown = html.render(delivery, thumbnails)
    page = lxml.html.document_fromstring(shown)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert not page.xpath("//script|//link|//iframe")
    assert "url(" not in shown
    assert "@import" not in shown


def test_structure(delivery):
    page = page_of(delivery)
    assert page.get("lang") == "en"
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//main")) == 1
    levels = [int(each.tag[1]) for each in page.xpath("//h1|//h2|//h3|//h4")]
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    for table in page.xpath("//table[not(@role='presentation')]"):
        assert table.xpath("./thead//th[@scope='col']")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//@href")} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert all(image.get("alt") is not None for image in page.xpath("//img"))


def test_every_printed_page_carries_verdict_and_limits(delivery):
    page = page_of(delivery)
    (head,) = page.xpath("//table[@class='sheet']/thead")
    (foot,) = page.xpath("//table[@class='sheet']/tfoot")
    assert "Fail" in head.text_content()
    assert delivery.limits in foot.text_content()


def test_what_was_applied(delivery):
    shown = page_of(delivery).text_content()
    for told in (
        delivery.policy.name,
        delivery.policy.version,
        delivery.policy.digest,
        delivery.trust_lists[0],
        "c2pa-rs 0.91.3",
        "2026-11-20 16:42 UTC",
        "w-2026-014",
        *delivery.next_steps,
    ):
        assert told in shown


def test_thumbnails_are_ours_or_left_out(delivery, picture):
    (first, *_) = [each.path for each in delivery.results if each.verdict == "fail"]
    assert page_of(delivery, {first: picture}).xpath("//img")
    for wrong in (b"", b"GIF89a", b"<svg onload=alert(1)>", picture + bytes(html.MAX_THUMBNAIL)):
        assert not page_of(delivery, {first: wrong}).xpath("//img")


def test_passes_with_declared_generation_stand_apart(report_of, result_of):
    declared = AiView(declaration="composite", strength="proven")
    kept = RecordState(state="approved", records=("r1",))
    report = report_of([result_of("a.png", ai=declared, approval=kept), result_of("b.png")])
    page = page_of(report)
    assert "a.png" in page.xpath("//section[@aria-labelledby='passed-ai']")[0].text_content()
    assert "b.png" in page.xpath("//section[@aria-labelledby='passed']")[0].text_content()
    assert not page.xpath("//article")


def test_an_empty_scan_is_a_whole_page(report_of):
    page = page_of(report_of([], roots=(), waivers=(), next_steps=(), trust_lists=()))
    assert page.xpath("//h1")[0].text_content() == "Delivery"
    assert not page.xpath("//article|//*[@class='bar']")


@pytest.mark.parametrize(("verdict", "limit"), [("pass", 500), ("fail", 5000)])
def test_size_for_each_file(delivery, report_of, verdict, limit):
    """A thousand files stay under 5 MB, and five thousand passes under 2.5 MB."""
    failing = next(each for each in delivery.results if each.path.endswith("crowd_master.mov"))
    passing = next(each for each in delivery.results if each.path.endswith(".dpx"))
    sample = failing if verdict == "fail" else passing
    many = [sample.model_copy(update={"path": f"{n}/{sample.path}"}) for n in range(120)]
    few = len(html.render(report_of(many[:20])).encode())
    assert (len(html.render(report_of(many)).encode()) - few) / 100 < limit


def luminance(colour):
    """Relative luminance of "#rrggbb" or "#rgb" (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_in_both_schemes(delivery):
    """WCAG 2.2, 1.4.3: at least 4.5 to 1 for every colour of text on every ground it stands on."""
    schemes = re.findall(r":root\{(.*?)\}", html.render(delivery), re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]+)", scheme))
        grounds = {
            name: ("page", f"{name}-wash") for name in ("fail", "undetermined", "warn", "pass")
        }
        washes = tuple(name for name in colours if name.endswith("wash"))
        grounds |= {"ink": ("page", *washes), "soft": ("page", *washes), "link": ("page",)}
        for text, below in grounds.items():
            for ground in below:
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
