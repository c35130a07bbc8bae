"""Silent files that are alike are judged as one, and come to what each comes to by itself."""

import copy
import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import judging, likening
from provenance.judging import judge, result
from provenance.likening import likeness, watched
from provenance.model.asset import Asset, Facts, Family
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import Stage
from provenance.opening import load_policy
from provenance.policies.loading import profiles
from provenance.rules.base import rule
from provenance.rules.examples import cast

POLICY = Policy.model_validate(
    {"name": "test", "rules": {"looking": {}}, "as_of": date(2026, 11, 22)}
)
PLAIN = Asset("a/b.png", "png", Family.IMAGE, "image/png", 7)
APPROVED = cast("[[approvals]]")[0]

ASSETS = st.builds(
    Asset,
    path=st.sampled_from(
        ["a.png", "temp/b.png", "placeholder_01.wav", "x/IMG_0001.jpg", "midjourney.png", "ü/c.mov"]
    ),
    format=st.just("png"),
    family=st.sampled_from([Family.IMAGE, Family.VIDEO, Family.OTHER]),
    media_type=st.just("image/png"),
    size=st.integers(0, 9),
    digest=st.sampled_from([None, "sha256:" + "0" * 64, "sha256:" + "1" * 64]),
    name_contradicts=st.sampled_from(["", "jpeg"]),
    facts=st.sampled_from([None, Facts(width=4096)]),
)
GENERATED = cast('[[signals]]\nsource_type = "trainedAlgorithmicMedia"')[0]
CAPTURED = cast('[[signals]]\nsource_type = "digitalCapture"')[0]
FILES = st.lists(
    st.builds(
        dataclasses.replace,
        st.sampled_from([Evidence(PLAIN), GENERATED, CAPTURED]),
        asset=ASSETS,
        approvals=st.sampled_from([(), APPROVED.approvals]),
    ),
    max_size=30,
)


@given(
    files=FILES,
    name=st.sampled_from(sorted(profiles())),
    stage=st.sampled_from([Stage.FINAL, Stage.TEMP]),
)
def test_every_profile_finds_what_it_finds_one_by_one(files, name, stage):
    policy = load_policy(name, stage=stage)
    together = [result(each, policy) for each in files]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likening, "likeness", lambda _: None)
        alone = [result(each, policy) for each in files]
    assert alone == together
    for one, other in zip(alone, together, strict=True):
        assert one.model_dump_json() == other.model_dump_json()


LOOKS = (
    lambda asset: asset.path,
    lambda asset: asset.size,
    lambda asset: asset.digest,
    lambda asset: asset.facts,
    hash,
    lambda asset: asset == PLAIN,
    lambda asset: asset == PLAIN,
    lambda asset: {asset: 1}.get(PLAIN),
    lambda asset: dataclasses.replace(asset, format="x").path,
    lambda asset: dataclasses.asdict(asset)["path"],
    lambda asset: copy.copy(asset).path,
    repr,
    lambda asset: getattr(asset, "pa" + "th"),
)


@pytest.mark.parametrize("look", LOOKS)
def test_a_rule_that_looks_at_the_file_is_asked_of_each(look, monkeypatch):
    @rule(Severity.WARNING)
    def looking(evidence, _policy):
        """It looks."""
        yield Problem(f"seen {look(evidence.asset)}")

    assets = [
        PLAIN,
        dataclasses.replace(PLAIN, path="c.png"),
        dataclasses.replace(PLAIN, size=8, digest="sha256:" + "0" * 64),
        dataclasses.replace(PLAIN, facts=Facts(width=1)),
        PLAIN,
    ]
    rules = [looking]
    told = [judge(Evidence(asset), POLICY, rules)[0].message for asset in assets]
    monkeypatch.setattr(likening, "likeness", lambda _: None)
    assert told == [judge(Evidence(asset), POLICY, rules)[0].message for asset in assets]


def test_a_rule_that_does_not_look_is_asked_once_and_of_each_kind():
    asked = []

    @rule(Severity.WARNING)
    def looking(evidence, _policy):
        """It counts."""
        asked.append(evidence.asset.format)
        yield Problem(evidence.asset.format)

    rules = [looking]
    found = [
        judge(Evidence(dataclasses.replace(PLAIN, path=f"{n}.x", format=f)), POLICY, rules)[0]
        for n in range(20)
        for f in ("png", "jpeg")
    ]
    assert [each.message for each in found] == ["png", "jpeg"] * 20
    assert len({each.id for each in found}) == 20  # an id is that of its own file
    assert len(asked) == 4  # the first of each kind, and its probe


def test_a_known_kind_is_not_judged_again(monkeypatch):
    @rule(Severity.WARNING)
    def alike(evidence, _policy):
        """It finds the same in each, twice."""
        yield from (Problem(evidence.asset.format), Problem("again"), Problem("more", key="k"))

    @rule(Severity.BLOCKING)
    def looking(evidence, _policy):
        """It finds something in one."""
        if evidence.asset.path == "odd.png":
            yield Problem("odd")

    rules, policy = (
        [alike, looking],
        POLICY.model_copy(update={"rules": {"alike": POLICY.rules["looking"], **POLICY.rules}}),
    )
    files = [
        Evidence(dataclasses.replace(PLAIN, path=f"{number}.png", size=number, facts=facts))
        for number, facts in enumerate([None, None, None, Facts(width=1)])
    ]
    odd = Evidence(dataclasses.replace(PLAIN, path="odd.png"))
    first = [result(each, policy, rules) for each in files]
    with monkeypatch.context() as patch:
        patch.setattr(judging, "judge", None)
        assert [result(each, policy, rules) for each in files] == first
        with pytest.raises(TypeError):
            result(odd, policy, rules)
    found = result(odd, policy, rules)
    monkeypatch.setattr(likening, "likeness", lambda _: None)
    assert [result(each, policy, rules) for each in files] == first
    assert result(odd, policy, rules) == found
    assert found.findings[0].message == "odd"
    assert all(len({each.id for each in one.findings}) == 3 for one in first)


def test_records_are_alike_only_where_they_are_the_same():
    held = APPROVED.approvals
    again = tuple(dataclasses.replace(each) for each in held)
    assert likeness(Evidence(PLAIN, approvals=held)) == likeness(Evidence(PLAIN, approvals=held))
    assert likeness(Evidence(PLAIN, approvals=held)) != likeness(Evidence(PLAIN, approvals=again))
    assert likeness(Evidence(PLAIN, approvals=held)) != likeness(Evidence(PLAIN))


def test_what_says_the_very_same_is_alike():
    said = dataclasses.replace(GENERATED, asset=PLAIN)
    signals = tuple(dataclasses.replace(each) for each in said.signals)
    assert likeness(said) == likeness(dataclasses.replace(said, signals=signals))
    others = (
        Evidence(PLAIN),
        dataclasses.replace(CAPTURED, asset=PLAIN),
        dataclasses.replace(said, signals=(*signals, *signals)),
        Evidence(PLAIN, signals=signals),
        Evidence(PLAIN, declaration=said.declaration),
    )
    assert len({likeness(each) for each in (said, *others)}) == len(others) + 1


@pytest.mark.parametrize(
    "field", [each.name for each in dataclasses.fields(Evidence) if each.name != "asset"]
)
def test_whoever_says_anything_is_judged_by_himself(field):
    if field in (*likening._SPEAKING, *likening._TOLD):
        return
    assert likeness(dataclasses.replace(Evidence(PLAIN), **{field: object()})) is None


def test_a_watched_asset_is_the_asset():
    probe, asked = watched(PLAIN)
    assert isinstance(probe, Asset)
    assert not asked
    assert probe.format == "png"
    assert not asked
    assert probe.path == PLAIN.path
    assert asked == {"path"}
