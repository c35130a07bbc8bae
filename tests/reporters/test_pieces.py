"""The JSON of a report whose results were never made is that of the report, to the byte."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import likening
from provenance.judging import build_report, draft_report
from provenance.model.asset import Asset, Facts, Family
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.picture import Picture
from provenance.model.policy import Policy
from provenance.model.report import Report, ToolView
from provenance.model.rows import own_values
from provenance.model.values import asset_values
from provenance.opening import load_policy
from provenance.policies.loading import profiles
from provenance.reporters.json import pieces, render
from provenance.rules.base import rule
from provenance.rules.examples import cast

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOOL = ToolView(name="n", version="%s", engines={"e": "1"})
GENERATED = cast('[[signals]]\nsource_type = "trainedAlgorithmicMedia"')[0]
PLAIN = Evidence(Asset("a.png", "png", Family.IMAGE, "image/png", 1))
PATHS = ["a.png", "ü/b.png", "100%s.png", "temp/x.png", 'q"\\.png', "\x9b\x7f.png", "\udcff.png"]

FILES = st.lists(
    st.builds(
        lambda one, path, **own: dataclasses.replace(
            one, asset=dataclasses.replace(one.asset, path=path, **own)
        ),
        st.sampled_from([PLAIN, GENERATED]),
        st.sampled_from(PATHS) | st.text(min_size=1),
        size=st.integers(0, 1 << 50),
        digest=st.sampled_from([None, "sha256:" + "0" * 64]),
        facts=st.sampled_from([None, None, Facts(width=4096, tags=(("%s", "ü"),))]),
        name_contradicts=st.sampled_from(["", "jpeg"]),
    ),
    max_size=20,
)


def drafted(files, policy, **more):
    return draft_report(files, policy, tool=TOOL, generated_at=AT, roots=["%s\n"], **more)


@given(files=FILES, name=st.sampled_from(sorted(profiles())))
def test_it_is_the_json_of_the_report(files, name):
    policy = load_policy(name)
    draft = drafted(files, policy)
    written = "".join(pieces(draft))
    assert written == render(draft.report)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likening, "likeness", lambda _: None)
        alone = build_report(files, policy, tool=TOOL, generated_at=AT, roots=["%s\n"])
    assert written == render(alone)
    assert draft.report == alone
    assert draft.head.counts.files == len(files)


@rule(Severity.WARNING)
def many(_evidence, _policy):
    """It finds several things, some of them alike."""
    yield from (Problem("100%s", key="%s"), Problem("one"), Problem("one"), Problem("\x9b"))


@rule(Severity.BLOCKING)
def looking(evidence, _policy):
    """It looks at each, and minds one."""
    if evidence.asset.size == 7:
        yield Problem("seven")


@pytest.mark.parametrize("waived", [False, True])
def test_several_findings_each_with_its_own_id(waived):
    waiver = {"id": "w", "rule": "many", "reason": "r", "owner": "o", "expires": "2030-01-01"}
    policy = Policy.model_validate(
        {
            "name": "test",
            "rules": {"many": {}, "looking": {}},
            "as_of": date(2026, 11, 22),
            "waivers": [{**waiver, "patterns": ["f3.png"]}] if waived else [],
        }
    )
    files = [
        Evidence(dataclasses.replace(PLAIN.asset, path=f"f{number}.png", size=number))
        for number in range(12)
    ]
    draft = drafted(files, policy, rules=[many, looking])
    assert "".join(pieces(draft)) == render(draft.report)
    ids = [finding.id for each in draft.report.results for finding in each.findings]
    assert len(set(ids)) == len(ids) == 12 * 4 + 1
    assert draft.head.counts == build_counts(draft.report)
    assert draft.head.counts.waived == (4 if waived else 0)


DIFFERENT = {
    "path": "other.png",
    "size": 2,
    "digest": "sha256:" + "1" * 64,
    "facts": Facts(width=1),
    "hashes": (("md5", "0" * 32),),
    "picture": Picture("exr", 1, 1),
}


@pytest.mark.parametrize("name", sorted(likening._DIFFERS))
def test_a_field_in_which_like_files_differ_is_each_row_s_own(name):
    asset = dataclasses.replace(PLAIN.asset, **{name: DIFFERENT[name]})
    one, other = (asset_values(Evidence(each), {}, {}, {}) for each in (PLAIN.asset, asset))
    told = {each for each in one if one[each] != other[each]}
    assert told <= own_values(asset).keys()
    assert told == {name} & one.keys()
    policy = load_policy("netflix")
    alike = [Evidence(dataclasses.replace(PLAIN.asset, path=f"{each}.png")) for each in range(4)]
    draft = drafted([*alike, Evidence(asset)], policy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likening, "likeness", lambda _: None)
        alone = build_report([*alike, Evidence(asset)], policy, tool=TOOL, generated_at=AT)
    assert draft.rows[-1].asset is asset
    assert "".join(pieces(draft)) == render(alone.model_copy(update={"roots": draft.head.roots}))


def build_counts(report):
    """The counts of a report whose results stand for themselves."""
    by_verdict = [each.verdict.value for each in report.results]
    return report.counts.model_copy(
        update={
            "files": len(by_verdict),
            "passed": by_verdict.count("pass"),
            "failed": by_verdict.count("fail"),
            "warned": by_verdict.count("warn"),
            "undetermined": by_verdict.count("undetermined"),
        }
    )


def test_a_report_of_nothing_has_no_results():
    draft = drafted([], load_policy("netflix"))
    assert "".join(pieces(draft)) == render(draft.report)


def test_models_are_made_once_and_only_where_they_are_asked_for():
    files = [
        Evidence(dataclasses.replace(PLAIN.asset, path=f"f{number}.png")) for number in range(9)
    ]
    draft = drafted(files, load_policy("netflix"))
    assert len({id(row.sample) for row in draft.rows}) < len(files)
    "".join(pieces(draft))
    assert "report" not in vars(draft)
    assert draft.report is draft.report
    assert Report.model_validate_json(draft.report.to_json()) == draft.report
