"""init: what it writes, for whose eyes, and that it overwrites nothing."""

import shutil
import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256


def test_writes_configuration_register_and_identity(run, tmp_path):
    ran = run("init", "show", "--title", "Harbour Lights")
    assert ran.code == 0, ran.err
    home = tmp_path / "show"
    identity = home / ".provenance" / "identity"
    assert 'title = "Harbour Lights"' in (home / "provenance.toml").read_text()
    assert (home / ".provenance" / "register.db").is_file()
    assert stat.S_IMODE((identity / "key.pem").stat().st_mode) == 0o600
    assert stat.S_IMODE((home / ".provenance").stat().st_mode) == 0o700
    assert (home / ".provenance" / ".gitignore").read_text().endswith("*\n")
    # Stdout is the certificate to hand out, for a script; it holds no key.
    assert ran.out == "show/.provenance/identity/ca.pem\n"
    handed_out = (identity / "ca.pem").read_text()
    assert "PRIVATE" not in handed_out
    assert x509.load_pem_x509_certificate(handed_out.encode()).subject


def test_the_key_is_never_said_or_shown(run, house, stamp, media):
    picture = media("png", house)
    key = (house / ".provenance" / "identity" / "key.pem").read_text()
    secret = key.splitlines()[1]
    everything = [stamp(picture), run("scan", ".", "-o", "json", cwd=house)]
    everything += [run("doctor", "--json", cwd=house), run("scan", ".", "-o", "html", cwd=house)]
    for ran in everything:
        assert secret not in ran.out + ran.err
    assert secret.encode() not in picture.read_bytes()


@pytest.mark.parametrize("there", ["provenance.toml", ".provenance"])
def test_overwrites_nothing(run, house, there):
    before = {path: path.read_bytes() for path in house.rglob("*") if path.is_file()}
    if there == ".provenance":
        (house / "provenance.toml").unlink()
        del before[house / "provenance.toml"]
    ran = run("init", house, "--title", "Another")
    assert ran.code == 2
    assert ran.lines == [
        f"error: {house / there}: this folder is a production already; nothing was changed"
    ]
    assert {path: path.read_bytes() for path in house.rglob("*") if path.is_file()} == before


def test_the_folders_name_is_the_title(run, tmp_path):
    (tmp_path / "harbour").mkdir()
    assert run("init", cwd=tmp_path / "harbour").code == 0
    assert 'title = "harbour"' in (tmp_path / "harbour" / "provenance.toml").read_text()


@pytest.mark.parametrize("title", ['a "quoted" \\ title', "tab\tand\nline", "\x7f\x1b[31m", "日本"])
def test_any_title_makes_a_configuration_that_can_be_read(run, tmp_path, title):
    assert run("init", "show", "--title", title).code == 0
    ran = run("doctor", cwd=tmp_path / "show")
    assert ran.code == 0, ran.out
    assert "BAD" not in ran.out


def test_a_folder_that_cannot_be_made(run, tmp_path):
    (tmp_path / "file").write_text("x")
    ran = run("init", "file/show")
    assert ran.code == 2
    assert "cannot be made" in ran.lines[0]
    assert len(ran.lines) == 1


HAND_WRITTEN = '[production]\ntitle = "Harbour Lights"\nvendor = "Editorial"\n'


def test_the_fingerprint_that_policies_name_is_told_wherever_one_looks(run, tmp_path, media):
    said = run("init", "show", "--title", "Harbour Lights").err
    chain = (tmp_path / "show" / ".provenance" / "identity" / "chain.pem").read_bytes()
    fingerprint = "sha256:" + x509.load_pem_x509_certificates(chain)[0].fingerprint(SHA256()).hex()
    assert f"fingerprint    {fingerprint}\n" in said
    show = tmp_path / "show"
    assert fingerprint in run("doctor", cwd=show).out
    picture = media("png", show)
    stamped = ("--source-type", "trainedAlgorithmicMedia", "--tool", "X", "--tool-version", "3")
    assert run("stamp", picture, *stamped, cwd=show).code == 0
    assert f"certificate     {fingerprint}\n" in run("read", picture, cwd=show).out
    (asset,) = run("read", picture, "--json", cwd=show).json()["assets"]
    assert asset["manifest"]["signer_fingerprint"] == fingerprint
    assert run("approve", picture, "--by", "A", "--reference", "R", cwd=show).code == 0
    assert fingerprint in run("approvals", cwd=show).out
    (held,) = run("approvals", "--json", cwd=show).json()["approvals"]
    assert held["fingerprint"] == fingerprint


def test_a_configuration_written_by_hand_is_completed_and_not_touched(run, tmp_path, media):
    (tmp_path / "provenance.toml").write_text(HAND_WRITTEN)
    picture = media("png", tmp_path)
    stamp = ("stamp", picture, "--source-type", "trainedAlgorithmicMedia", "--tool", "X")
    before = run(*stamp)
    assert (before.code, len(before.lines)) == (2, 1)
    ran = run("init")
    assert ran.code == 0, ran.err
    assert ran.out == ".provenance/identity/ca.pem\n"
    assert (tmp_path / "provenance.toml").read_text() == HAND_WRITTEN
    assert stat.S_IMODE((tmp_path / ".provenance").stat().st_mode) == 0o700
    assert (tmp_path / ".provenance" / ".gitignore").read_text().endswith("*\n")
    chain = (tmp_path / ".provenance" / "identity" / "chain.pem").read_bytes()
    assert "Editorial signing" in x509.load_pem_x509_certificates(chain)[0].subject.rfc4514_string()
    # What it tells to write is all that is missing; once written, there is nothing left to say.
    told = [line.strip() for line in ran.err.splitlines() if line.startswith("    ")]
    again = run("init")
    assert [line.strip() for line in again.err.splitlines() if line.startswith("    ")] == told
    (tmp_path / "provenance.toml").write_text(HAND_WRITTEN + "\n".join(told) + "\n")
    assert run(*stamp).code == 0
    (asset,) = run("read", picture, "--json").json()["assets"]
    assert asset["trust"] == "trusted"
    ran = run("init")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "a production already; nothing was changed" in ran.err


def test_a_clone_gets_its_own_identity_and_register(run, house):
    shutil.rmtree(house / ".provenance")
    before = (house / "provenance.toml").read_bytes()
    ran = run("init", cwd=house)
    assert ran.code == 0, ran.err
    assert "Write this" not in ran.err
    assert (house / "provenance.toml").read_bytes() == before
    assert "BAD" not in run("doctor", cwd=house).out


@pytest.mark.parametrize(
    "signing",
    [
        'chain = "our/chain.pem"\nkey = "our/key.pem"',
        'chain = "our/chain.pem"\ncallback = "our_kms:sign"\nalgorithm = "es256"',
    ],
)
def test_ones_own_identity_is_left_alone(run, tmp_path, signing):
    (tmp_path / "provenance.toml").write_text(f"{HAND_WRITTEN}[signing]\n{signing}\n")
    ran = run("init")
    assert ran.code == 0, ran.err
    assert (tmp_path / ".provenance" / "register.db").is_file()
    assert not (tmp_path / ".provenance" / "identity").exists()
    assert ran.out == ""


def test_a_broken_configuration_is_told_and_nothing_is_added(run, tmp_path):
    (tmp_path / "provenance.toml").write_text("[bogus]\n")
    ran = run("init")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "provenance.toml:1: bogus: unknown key" in ran.err
    assert not (tmp_path / ".provenance").exists()
