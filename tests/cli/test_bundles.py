"""A register travels: exported and signed at the editor's, verified and taken in at the post
house, which then judges by it."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def post(run, tmp_path):
    """The post house: another production, another identity, the same title."""
    folder = tmp_path / "post"
    ran = run("init", folder, "--title", "Harbour Lights", "--title-id", "T-1")
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def exported(run, stamp, media, house):
    """A register with one stamped asset and one approval, as a bundle."""
    picture = media("png", house, "matte.png")
    stamp(picture)
    approved = run("approve", picture, "--by", "Counsel", "--reference", "letter 12", cwd=house)
    assert approved.code == 0, approved.err
    ran = run("register", "export", "show.bundle.json", cwd=house)
    assert ran.code == 0, ran.err
    assert "1 assets, 1 approvals" in ran.err
    return house / "show.bundle.json"


def take_in(run, post, bundle, *more):
    return run("register", "import", bundle, *more, cwd=post)


def test_what_was_exported_is_known_at_the_other_end(run, house, post, exported, ca):
    ran = take_in(run, post, exported, "--trust", ca, "--json")
    assert ran.code == 0, ran.err
    told = ran.json()
    assert told["bundle"]["title_id"] == "T-1"
    assert (told["new"]["entries"], told["new"]["approvals"], told["known"]) == (1, 1, 0)
    listed = run("register", "list", "--json", cwd=post).json()["entries"]
    assert [each["path"] for each in listed] == ["matte.png"]
    assert run("register", "verify", cwd=post).code == 0
    delivery = post / "delivery"
    delivery.mkdir()
    shutil.copy(house / "matte.png", delivery)
    report = run("scan", delivery, "--trust", ca, "-o", "json", cwd=post).json()
    (result,) = report["results"]
    assert result["disclosure"]["state"] == "complete" or result["disclosure"]["records"]
    assert result["approval"]["state"] in {"approved", "not_needed"}


def test_a_second_import_changes_nothing(run, post, exported, ca):
    take_in(run, post, exported, "--trust", ca)
    before = run("register", "verify", "--json", cwd=post).json()["head"]
    ran = take_in(run, post, exported, "--trust", ca, "--json")
    assert ran.code == 0
    assert ran.json()["known"] == 2
    assert not any(ran.json()["new"].values())
    assert run("register", "verify", "--json", cwd=post).json()["head"] == before


def test_its_own_bundle_tells_a_register_nothing_new(run, house, exported):
    ran = take_in(run, house, exported, "--json")
    assert ran.code == 0, ran.err
    assert not any(ran.json()["new"].values())


def test_what_comes_back_from_the_other_end_is_nothing_new(run, house, post, exported, ca):
    consent = ("--talent", "Jane Doe", "--type", "voice", "--signed", "2026-10-01", "--by", "Ada")
    assert run("consent", "add", *consent, cwd=house).code == 0
    label = ("label", "matte.png", "--where", "end_credits", "--text", "made with AI", "--by", "Al")
    assert run(*label, cwd=house).code == 0
    assert run("register", "export", exported, "--overwrite", cwd=house).code == 0
    assert take_in(run, post, exported, "--trust", ca).code == 0
    assert run("register", "export", "back.json", cwd=post).code == 0
    theirs = post / ".provenance" / "identity" / "ca.pem"
    ran = take_in(run, house, post / "back.json", "--trust", theirs, "--json")
    assert ran.code == 0, ran.err
    assert not any(ran.json()["new"].values())
    assert ran.json()["known"] == 4


def test_no_prompt_and_no_name_leaves_the_house(run, house, media, tmp_path):
    picture = media("png", house, "a.png")
    told = tmp_path / "told.json"
    told.write_text(
        json.dumps(
            {
                "schema": "provenance.disclosure/1",
                "author": "Ada Editor",
                "digital_source_type": "trainedAlgorithmicMedia",
                "tools": [{"name": "X", "version": "3"}],
                "inputs": [{"kind": "prompt", "text": "the lighthouse burns"}],
                "talent": [{"name": "Talent One", "type": "voice"}],
                "notice": {"reference": "M-1", "at": "2026-11-01T00:00:00Z", "to": "Bo Buyer"},
            }
        )
    )
    assert run("stamp", picture, "--disclosure", told, cwd=house).code == 0
    consent = ("consent", "add", "--talent", "Talent One", "--type", "voice", "--by", "Ada Editor")
    assert run(*consent, "--signed", "2026-10-01", "--note", "Eve", cwd=house).code == 0
    config = house / "provenance.toml"
    config.write_text(config.read_text().replace("# author =", 'author = "Ada Editor" #'))
    label = run("label", picture, "--where", "opening", "--text", "with AI", "--json", cwd=house)
    assert label.json()["author"].startswith("salted-sha256:")
    assert run("register", "export", "out.json", cwd=house).code == 0
    text = (house / "out.json").read_text()
    assert "salted-sha256:" in text
    secrets = ("lighthouse", "Talent One", "Ada Editor", "Bo Buyer", "Eve")
    leaving = [text, label.out, picture.read_bytes().decode("latin-1")]
    assert [each for each in secrets if any(each in one for one in leaving)] == []


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("edit", "changed after it was signed"),
        ("unsign", "it is unsigned"),
        ("stranger", "stands on no list"),
        ("other title", "it is of the title T-1, and this production is T-2"),
        ("missing", "cannot be read"),
    ],
)
def test_a_bundle_that_is_not_to_be_believed_is_refused(run, post, exported, damage, why):
    more = ["--trust", exported.parent / ".provenance" / "identity" / "ca.pem"]
    if damage == "edit":
        exported.write_text(exported.read_text().replace("matte.png", "other.png"))
    elif damage == "unsign":
        exported.with_name("show.bundle.json.c2pa").unlink()
    elif damage == "stranger":
        more = []
    elif damage == "other title":
        config = post / "provenance.toml"
        config.write_text(config.read_text().replace('"T-1"', '"T-2"'))
    else:
        exported.unlink()
    before = run("register", "verify", "--json", cwd=post).json()["head"]
    ran = take_in(run, post, exported, *more)
    assert ran.code == 2
    assert why in ran.lines[0]
    assert run("register", "verify", "--json", cwd=post).json()["head"] == before


def test_another_title_is_taken_in_where_that_is_said(run, post, exported, ca):
    config = post / "provenance.toml"
    config.write_text(config.read_text().replace('"T-1"', '"T-2"'))
    assert take_in(run, post, exported, "--trust", ca, "--other-title").code == 0


def test_a_file_that_is_there_is_kept(run, house, exported):
    before = exported.read_bytes()
    ran = run("register", "export", exported, cwd=house)
    assert ran.code == 2
    assert "there is a file already" in ran.err
    assert exported.read_bytes() == before
    assert run("register", "export", exported, "--overwrite", cwd=house).code == 0


@pytest.mark.usefixtures("exported")
def test_a_register_that_was_edited_is_not_exported(run, house):
    with closing(sqlite3.connect(house / ".provenance" / "register.db")) as connection, connection:
        connection.execute("UPDATE entries SET path = 'forged.png'")
    ran = run("register", "export", "again.json", cwd=house)
    assert ran.code == 2
    assert "not what was written" in ran.err
    assert not (house / "again.json").exists()


def test_an_old_register_is_upgraded_by_a_command(run, house):
    place = house / ".provenance" / "register.db"
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("DROP TABLE records")
        connection.execute("DROP TABLE alembic_version")
        connection.execute("UPDATE head SET schema_version = 1")
    ran = run("register", "list", cwd=house)
    assert ran.code == 2
    assert "provenance register upgrade" in ran.err
    ran = run("register", "upgrade", cwd=house)
    assert (ran.code, "upgraded: schema 1 to 2" in ran.err) == (0, True)
    assert "nothing to do" in run("register", "upgrade", cwd=house).err
    assert run("register", "verify", cwd=house).code == 0
