"""init: what it writes, for whose eyes, and that it overwrites nothing."""

import stat

import pytest
from cryptography import x509


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
