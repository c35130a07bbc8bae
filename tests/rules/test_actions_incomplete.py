import pytest

from provenance.judging import judge
from provenance.model.finding import Severity
from provenance.rules import actions_incomplete
from provenance.rules.examples import cast

MANIFEST = """
[store]
[[store.manifests]]
{head}
assertions = [{{ label = "c2pa.hash.data", data = {{}} }}{more}]
ingredients = [{ingredients}]
actions = [{actions}]
"""
CREATED = '{ name = "c2pa.created", source_type = "digitalCapture" }'
V24 = 'spec_version = "2.4.0"\nall_actions_included = true'
V22 = 'spec_version = "2.2"'
PARENT = '{ relationship = "parentOf" }'


def manifest(actions=CREATED, head=V24, more="", ingredients=""):
    return MANIFEST.format(actions=actions, head=head, more=more, ingredients=ingredients)


def action(name, source_type=""):
    told = f', source_type = "{source_type}"' if source_type else ""
    return f'{{ name = "c2pa.{name}"{told} }}'


def several(*actions):
    return ", ".join(actions)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (manifest(""), "no action is told"),
        (manifest(action("edited", "humanEdits")), "the first action is c2pa.edited"),
        (manifest(action("created")), "c2pa.created (c2pa.actions.v2[0]) has no digital source"),
        (manifest(action("created"), V22), "has no digital source type"),
        (manifest(action("opened")), "names no ingredient"),
        (manifest(several(CREATED, CREATED)), "c2pa.actions.v2[1]) is a second beginning"),
        (manifest(several(CREATED, CREATED), V22), "is a second beginning"),
        (
            manifest(action("opened", "digitalCapture"), ingredients=PARENT),
            "has a digital source type, and may have none",
        ),
        (manifest(several(CREATED, action("cropped"))), "c2pa.cropped (c2pa.actions.v2[1]) has no"),
        (manifest(head='spec_version = "2.4"'), "allActionsIncluded is missing"),
        (
            manifest(more=', { label = "c2pa.actions.v2", data = {}, created = false }'),
            "is not among the created assertions",
        ),
    ],
)
def test_what_is_missing(find, text, fault):
    (problem,) = find(actions_incomplete, text)
    assert fault in problem.message
    assert problem.message.count(";") == 0
    assert problem.at_most is Severity.BLOCKING


@pytest.mark.parametrize(
    "text",
    [
        "",
        manifest(),
        manifest(head=V22),
        manifest(several(action("opened"), action("transcoded")), ingredients=PARENT),
        manifest(several(CREATED, action("placed"), '{ name = "com.example.graded" }')),
        manifest(several(CREATED, action("cropped")), V22),
        manifest(action("opened", "digitalCapture"), V22, ingredients=PARENT),
        manifest("", "claim_version = 1"),
        'integrity = "invalid"\n' + manifest(""),
        # An update manifest binds no bytes and tells no beginning.
        manifest("").replace("c2pa.hash.data", "c2pa.metadata"),
    ],
)
def test_it_stays_silent(find, text):
    assert find(actions_incomplete, text) == []


@pytest.mark.parametrize("head", ["", 'spec_version = "next"', 'spec_version = "2.x"'])
def test_a_claim_that_does_not_say_its_version_is_told_as_information(find, head):
    (problem,) = find(actions_incomplete, manifest(head=head))
    assert "specVersion" in problem.message
    assert problem.at_most is Severity.INFO


def test_many_faults_are_one_finding(find):
    text = manifest(several(CREATED, *[action("cropped")] * 9))
    (problem,) = find(actions_incomplete, text)
    assert problem.message.endswith("and 4 more")


@pytest.mark.parametrize(("stage", "severity"), [("temp", "warning"), ("final", "overridable")])
def test_severity_per_stage(stage, severity):
    (found,) = judge(*cast(f'stage = "{stage}"\n' + manifest(""), {"actions-incomplete": {}}))
    assert found.severity == severity
