"""The reference is as the code says, whole, and its schemas judge real documents rightly."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from pydantic import BaseModel

from provenance.model.approval import Approval
from provenance.model.disclosure import Disclosure
from provenance.model.finding import Verdict
from provenance.model.report import EvidenceDocument, PolicyView, Report, ToolView
from provenance.model.vocabulary import Stage

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def records(load):
    return load("makers.records")


def test_the_page_and_the_schemas_are_as_the_code_says(records):
    for name, text in records.records().items():
        written = (DOCS / "reference" / name).read_text("utf-8")
        assert written == text, f"{name} is stale: run `python docs/make_reference.py`"


def test_the_check_finds_what_is_stale_and_what_is_left_over(load, tmp_path, capsys):
    script = load("make_reference")
    assert script.main([], reference=tmp_path) == 0
    assert script.main(["--check"], reference=tmp_path) == 0
    page = tmp_path / "records.md"
    page.write_text(page.read_text() + "by hand\n")
    (tmp_path / "schemas" / "gone-1.json").write_text("{}")
    capsys.readouterr()
    assert script.main(["--check"], reference=tmp_path) == 1
    told = capsys.readouterr().err
    assert "records.md" in told
    assert "gone-1.json" in told
    assert "disclosure-1.json" not in told
    assert script.main([], reference=tmp_path) == 0
    assert script.main(["--check"], reference=tmp_path) == 0
    assert not (tmp_path / "schemas" / "gone-1.json").exists()


def test_every_field_has_a_meaning_and_no_meaning_is_left_over(records, load):
    meanings = load("makers.meanings")
    fields, words = set(), set()
    for model, _ in records.RECORDS:
        for part in [model, *records._parts(model)]:
            if hasattr(part, "model_fields"):
                texts = records._field_texts(part)
                assert set(part.model_fields) == set(texts), part.__name__
                for each in part.__mro__[: part.__mro__.index(BaseModel)]:
                    untold = set(texts) - set(records.attribute_texts(each))
                    fields |= {f"{each.__name__}.{key}" for key in untold}
            else:
                words |= {f"{part.__name__}.{member.value}" for member in part}
    assert set(meanings.FIELDS) <= fields
    assert set(meanings.WORDS) <= words


def test_every_link_on_the_page_leads_somewhere(records):
    page = records.records()["records.md"]
    headings = {line.lstrip("# ").lower() for line in page.splitlines() if line.startswith("#")}
    anchors = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert anchors
    assert anchors <= headings
    for file in re.findall(r"\]\((schemas/[^)]+)\)", page):
        assert file in records.records()


def validator(records, model):
    schema = records.schema_of(model)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_examples_on_the_page_are_valid_and_read_back(records, load):
    examples = load("makers.examples").EXAMPLES
    page = records.records()["records.md"]
    shown = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", page, re.DOTALL)]
    assert len(shown) == len(examples) > 3
    for text, (model, example) in zip(shown, examples.items(), strict=True):
        validator(records, model).validate(text)
        assert model.from_json(json.dumps(text)) == example


def test_what_records_write_is_valid(records, load):
    for model, example in load("makers.examples").EXAMPLES.items():
        validator(records, model).validate(json.loads(example.to_json()))
    validator(records, Disclosure).validate(json.loads(Disclosure().to_json()))


def test_what_is_wrong_is_refused_by_the_schema_too(records, load):
    approval = json.loads(load("makers.examples").EXAMPLES[Approval].to_json())
    judge = validator(records, Approval)
    for broken in (
        approval | {"decision": "perhaps"},
        approval | {"scope": {"digests": ["sha256:xyz"]}},
        approval | {"schema": "provenance.approval/2"},
        {key: value for key, value in approval.items() if key != "reference"},
    ):
        assert not judge.is_valid(broken)


def test_documents_as_written_are_valid(records):
    tool = ToolView(name="media-provenance", version="0.1.0", engines={"c2pa": "0.91"})
    when = datetime(2026, 11, 22, tzinfo=UTC)
    report = Report(
        tool=tool,
        generated_at=when,
        verdict=Verdict.PASS,
        sentence="No file.",
        policy=PolicyView(name="house", version="1", digest="sha256:" + "0" * 64),
        stage=Stage.FINAL,
    )
    validator(records, Report).validate(json.loads(report.to_json()))
    evidence = EvidenceDocument(tool=tool, generated_at=when)
    validator(records, EvidenceDocument).validate(
        json.loads(evidence.model_dump_json(by_alias=True))
    )
