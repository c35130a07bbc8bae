"""Packages in a report: one asset with members, and the worst that comes of its files."""

import pytest

from provenance import scan
from provenance.model.delivered_views import MAX_MEMBERS, package_rows
from provenance.model.package import Member, Package, PackageKind, Presence, Role
from provenance.model.report import AiView, RecordState, Result, alone
from provenance.reporters.packages_told import packages_told


def result(path, verdict="pass", ai="silent", disclosure="none", approval="not_needed", **more):
    known = {
        "format": "mxf",
        "family": "video",
        "media_type": "application/mxf",
        "size": 1,
        "digest": None,
        "coverage": "read",
        "integrity": "no_manifest",
        "trust": "not_asked",
        "manifest": None,
    }
    return Result(
        path=path,
        verdict=verdict,
        ai=AiView(declaration=ai),
        disclosure=RecordState(state=disclosure),
        approval=RecordState(state=approval),
        **(known | more),
    )


def package(*members, kind=PackageKind.IMP):
    return Package(kind=kind, name="imp", path="imp", members=members, count=len(members))


def row(results, *members, kind=PackageKind.IMP):
    (found,) = package_rows([package(*members, kind=kind)], alone(results))
    return found


HERE = Member("imp/a.mxf", Role.IMAGE)
OTHER = Member("imp/b.mxf", Role.AUDIO)


def test_members_are_named_with_what_became_of_each():
    away = Member("", Role.TEXT, Presence.ELSEWHERE, id="u", found_in="imp_fr")
    found = row([result("imp/a.mxf", "warn")], HERE, OTHER, away)
    assert [(each.path, each.role, each.presence, each.verdict) for each in found.members] == [
        ("imp/a.mxf", "image", "here", "warn"),
        ("imp/b.mxf", "audio", "here", None),
        (None, "text", "elsewhere", None),
    ]
    assert found.members[2].found_in == "imp_fr"


def test_the_worst_of_its_files_stands_for_all():
    results = [
        result("imp/a.mxf", "warn", "generated", "incomplete", "conditions_open"),
        result("imp/b.mxf", "fail", "silent", coverage="partly_read"),
        result("elsewhere.mxf", "fail", "composite", "contradicted", "missing"),
    ]
    found = row(results, HERE, OTHER)
    assert (found.verdict, found.coverage) == ("fail", "partly_read")
    assert (found.ai, found.disclosure) == ("generated", "incomplete")
    assert found.approval == "conditions_open"


def test_a_generated_file_without_disclosure_outweighs_one_that_is_complete():
    results = [
        result("imp/a.mxf", ai="generated", disclosure="complete", approval="approved"),
        result("imp/b.mxf", ai="composite", approval="missing"),
    ]
    found = row(results, HERE, OTHER)
    assert (found.disclosure, found.approval) == ("none", "missing")


def test_files_of_which_nothing_is_asked_do_not_hide_a_disclosure():
    found = row(
        [result("imp/a.mxf", ai="generated", disclosure="complete"), result("imp/b.mxf")],
        HERE,
        OTHER,
    )
    assert found.disclosure == "complete"


@pytest.mark.parametrize("presence", [Presence.MISSING, Presence.REFUSED])
def test_a_package_with_a_lost_member_never_passes(presence):
    lost = Member("imp/b.mxf", presence=presence)
    found = row([result("imp/a.mxf")], HERE, lost)
    assert (found.verdict, found.coverage) == ("undetermined", "missing")
    found = row([], lost)
    assert (found.verdict, found.coverage, found.ai) == ("undetermined", "missing", None)
    found = row([result("imp/a.mxf", "fail")], HERE, lost)
    assert found.verdict == "fail"


def test_what_another_package_holds_is_not_lost():
    away = Member("", presence=Presence.ELSEWHERE, id="u")
    assert row([result("imp/a.mxf")], HERE, away).verdict == "pass"


def test_a_state_that_nobody_knows_is_the_worst():
    results = [result("imp/a.mxf", approval="approved"), result("imp/b.mxf", approval="new_word")]
    assert row(results, HERE, OTHER).approval == "new_word"


def test_hash_lists_name_no_members_and_have_no_standing():
    found = row([result("imp/a.mxf", "fail")], HERE, kind=PackageKind.CHECKSUMS)
    assert (found.members, found.verdict, found.count) == ((), None, 1)


def test_no_more_members_are_named_than_a_page_holds():
    every = [Member(f"imp/{number}.mxf") for number in range(MAX_MEMBERS + 5)]
    found = row([], *every)
    assert (len(found.members), found.count) == (MAX_MEMBERS, MAX_MEMBERS + 5)


def test_a_report_tells_packages_but_whole_sequences(made):
    report = scan(made("imp", "imp_fr", "shots"), "house")
    assert {each.kind for each in report.packages} == {"imp", "sequence"}
    french, english = packages_told(report)[::-1]
    assert (french.kind, french.path, french.title) == ("imp", "imp_fr", "Harbour Lights (FR)")
    assert (english.path, english.title) == ("imp", "Harbour Lights")
    assert english.facts
    (playing,) = [text for label, text in english.lines if label == "plays:"]
    assert playing.startswith("Harbour Lights, 1 frame at 24 fps, 0:00:00.041, id ")
    assert dict(french.lines)["files:"] == "6 files, 1 elsewhere, 5 here"


def test_a_report_tells_what_is_wrong_with_a_sequence(made):
    folder = made("shots")
    (folder / "shots" / "hl_010_v002" / "hl_010_v002.1004.exr").unlink()
    (told,) = packages_told(scan(folder, "house"))
    assert (told.kind, told.path) == ("sequence", "shots/hl_010_v002/hl_010_v002.%04d.exr")
    assert dict(told.lines) == {
        "files:": "9 files",
        "gap:": "1 frame missing in 1001-1010x1 (gap 1004)",
    }


def test_problems_of_a_package_are_told(made):
    folder = made("imp")
    (folder / "imp" / "stray.mxf").write_bytes(b"x")
    (told,) = packages_told(scan(folder, "house"))
    assert ("unlisted:", "imp/stray.mxf: lies in the package, and no list of it names it") in (
        told.lines
    )


def test_rates_that_somebody_edited_break_no_page(made):
    report = scan(made("imp"), "house")
    (one,) = report.packages
    broken = [{**one.compositions[0], "edit_rate": rate} for rate in ("1/0", "x", 7, None)]
    edited = report.model_copy(
        update={"packages": (one.model_copy(update={"compositions": tuple(broken)}),)}
    )
    labels = [label for label, _ in packages_told(edited)[0].lines]
    assert labels.count("plays:") == 4
