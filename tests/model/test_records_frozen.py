"""Version 1 of the records is frozen: these files are read and written alike for ever.

`tests/golden/records` holds one record of each kind with every field filled in. A field that goes
away, changes its name, its type or its words fails here, and needs a new version of the schema. A
field that is new is added to the file.
"""

import json
from pathlib import Path

import jsonschema
import pytest

from provenance.model.approval import Approval, Waiver
from provenance.model.bundle import Bundle, Import
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.hashlist import HashList
from provenance.model.label import Labelling
from provenance.model.record import Value
from provenance.model.seal import Seal, SignOff

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "records"
SCHEMAS = ROOT / "docs" / "reference" / "schemas"
KINDS = {
    "approval-1": Approval,
    "bundle-1": Bundle,
    "consent-1": Consent,
    "disclosure-1": Disclosure,
    "hashlist-1": HashList,
    "import-1": Import,
    "label-1": Labelling,
    "seal-1": Seal,
    "signoff-1": SignOff,
    "waiver-1": Waiver,
}
IN_REGISTERS_ONLY = {"import-1", "signoff-1"}
LISTS = {"hashlist-1", "seal-1"}
"""Their members are plain, since there may be half a million."""


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def text(kind):
    return (GOLDEN / f"{kind}.json").read_text("utf-8")


def parts(value):
    """Every part of a record, the record itself first."""
    yield value
    for name in type(value).model_fields:
        held = getattr(value, name)
        for each in held if isinstance(held, tuple) else (held,):
            if isinstance(each, Value):
                yield from parts(each)


def objects(tree):
    """Every JSON object in a tree."""
    if isinstance(tree, dict):
        yield tree
        tree = list(tree.values())
    for each in tree if isinstance(tree, list) else ():
        yield from objects(each)


def test_every_kind_is_frozen():
    assert {each.stem for each in GOLDEN.glob("*.json")} == set(KINDS)


def test_it_is_read_and_written_alike(kind, text):
    record = KINDS[kind].from_json(text)
    assert not record.unknown_keys()
    assert json.loads(text)["schema"] == f"provenance.{kind.replace('-', '/')}"
    assert record.to_json() == text


def test_every_field_is_there_and_says_something(kind, text):
    told, usual = {}, {}
    for part in parts(KINDS[kind].from_json(text)):
        for name, field in type(part).model_fields.items():
            place = f"{type(part).__name__}.{name}"
            usual[place] = None if field.is_required() else field.get_default()
            if part.model_dump()[name] != usual[place]:
                told[place] = True
    unsaid = set(usual) - set(told)
    assert {each for each in unsaid if not each.endswith(".schema_")} == set()


def test_the_published_schema_admits_it(kind, text):
    path = SCHEMAS / f"{kind}.json"
    if kind in IN_REGISTERS_ONLY:
        assert not path.exists()
        return
    jsonschema.Draft202012Validator(json.loads(path.read_text())).validate(json.loads(text))


def test_what_a_later_version_adds_anywhere_survives(kind, text):
    tree = json.loads(text)
    plain = tree.pop("members") if kind in LISTS else []
    for number, each in enumerate(list(objects(tree))):
        each["later"] = {"number": number, "of": [None, True, "ü"]}
    tree |= {"members": plain} if kind in LISTS else {}
    record = KINDS[kind].from_json(json.dumps(tree))
    assert json.loads(record.to_json()) == tree
    assert len(record.unknown_keys()) == sum(1 for _ in parts(record))
