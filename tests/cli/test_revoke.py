"""revoke: a second time, by the same signer and by another."""

import json

import pytest

import provenance

DIGEST = "sha256:" + "ab" * 32
ENDS = ("--by", "Ada", "--reference", "T-9")
MADE = {
    "approval": ("approve", DIGEST, "--by", "Ada", "--reference", "LETTER-1"),
    "waiver": (
        "waive", "background-unapproved", DIGEST, "--incidental", "--reason", "far wall",
        "--owner", "Ada", "--expires", "2099-12-31",
    ),
}  # fmt: skip


def ending(house):
    found = (json.loads(each.read_text()) for each in house.rglob("*.approval.json"))
    return sorted(each["id"] for each in found if each.get("revokes"))


@pytest.fixture(params=MADE)
def made(request, run, house):
    """A decision that was made, by its path."""
    ran = run(*MADE[request.param], cwd=house)
    assert ran.code == 0, ran.err
    (path,) = (house / "approvals").glob(f"*.{request.param}.json")
    return path


@pytest.fixture
def revoke(run, house, made):
    def ended(*more, cwd=house):
        ran = run("revoke", made, *ENDS, *more, cwd=cwd)
        assert ran.code == 0, ran.err
        return ran

    return ended


def test_the_same_signer_ends_it_once(revoke, house):
    first = revoke("--json").json()
    ran = revoke()
    assert "already revoked on " in ran.err
    assert "by Ada (T-9), nothing was written: approvals/" in ran.err
    again = revoke("--json")
    assert again.json() == first
    assert "already revoked" in again.err
    assert ending(house) == [first["id"]]


def test_an_unsigned_one_is_there_once_too(revoke, house):
    revoke("--unsigned")
    assert "already revoked" in revoke("--unsigned").err
    assert len(ending(house)) == 1
    assert "it was revoked before" in revoke().err  # signed, it counts where that one does not
    assert len(ending(house)) == 2


def test_a_record_for_another_folder_is_written_and_told(revoke, house):
    revoke()
    ran = revoke("--folder", house / "out")
    assert "it was revoked before, on " in ran.err
    assert len(ending(house)) == 2


@pytest.mark.parametrize("how", ["another signer", "edited", "signature gone"])
def test_one_that_may_not_count_stops_nobody(revoke, house, tmp_path, how):
    folder = house / "approvals"
    provenance.init(tmp_path / "other", title="Harbour Lights", title_id="T-1")
    own = ("--config", tmp_path / "other" / "provenance.toml", "--folder", folder)
    revoke(*(own if how == "another signer" else ()))
    (first,) = (each for each in folder.glob("*.approval.json") if '"T-9"' in each.read_text())
    if how == "edited":
        first.write_text(
            first.read_text().replace('"note": ""', '"note": "x"').replace("Ada", "Al")
        )
    elif how == "signature gone":
        first.with_name(f"{first.name}.c2pa").unlink()
    ran = revoke()
    assert "it was revoked before" in ran.err
    assert len(ending(house)) == 2
    assert "already revoked" in revoke().err
