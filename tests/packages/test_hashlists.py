"""Hash lists: ASC MHL with its history, classic MHL, plain checksums."""

import hashlib
import zlib

import pytest
import xxhash

from provenance import understand
from provenance.model.package import ListedHash
from provenance.packages import hashing
from provenance.packages.checksums import entries
from provenance.packages.hashing import c4_of

from .conftest import codes, dpx, edit, only, words


def mhl(folder, *rows, name="A001.mhl"):
    body = "".join(rows)
    (folder / name).write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="1.1">{body}</hashlist>\n'
    )
    return folder / name


def row(path, data, **hashes):
    values = "".join(f"<{name}>{value}</{name}>" for name, value in hashes.items())
    return f"<hash><file>{path}</file><size>{len(data)}</size>{values}</hash>"


def card(made):
    return made("card_A001") / "card_A001"


def test_a_history(made):
    package = only(card(made), "mhl", verify=True)
    assert (package.name, package.path, package.count) == ("card_A001", "ascmhl", 3)
    assert package.standard == "ASC MHL 2.0, by Sample maker 1.0"
    assert not package.problems
    assert {h.state.value for each in package.members for h in each.hashes} == {"matches"}


def test_changed_missing_and_unlisted(made):
    folder = card(made)
    (folder / "A001.ale").write_bytes(b"x" * len((folder / "A001.ale").read_bytes()))
    (folder / "Clips" / "A001C001.mxf").unlink()
    (folder / "Clips" / "A001C003.mxf").write_bytes(b"new")
    (folder / ".DS_Store").write_bytes(b"")
    package = only(folder, "mhl")
    wrong = {("missing", "Clips/A001C001.mxf"), ("unlisted", "Clips/A001C003.mxf")}
    assert codes(package) == wrong
    assert codes(only(folder, "mhl", verify=True)) == wrong | {("hash", "A001.ale")}


def generation(folder, number, body, *, chained=True):
    name = f"{number:04d}_A001_2026-11-03_094100Z.mhl"
    path = folder / "ascmhl" / name
    path.write_text(
        f'<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0"><hashes>{body}</hashes></hashlist>'
    )
    if chained:
        c4 = c4_of(hashlib.sha512(path.read_bytes()).digest())
        link = f'<hashlist sequencenr="{number}"><path>{name}</path><c4>{c4}</c4></hashlist>'
        edit(
            folder / "ascmhl" / "ascmhl_chain.xml",
            ("</ascmhldirectory>", f"{link}</ascmhldirectory>"),
        )
    return f"ascmhl/{name}"


def test_the_newest_generation_counts(made):
    folder = card(made)
    data = b"edited later"
    (folder / "A001.ale").write_bytes(data)
    md5 = hashlib.md5(data).hexdigest()
    body = f'<hash><path size="{len(data)}">A001.ale</path><md5 action="failed">{md5}</md5></hash>'
    generation(folder, 2, body)
    package = only(folder, "mhl", verify=True)
    assert codes(package) == {("hash", "A001.ale")}
    assert "was found changed by whoever wrote the list" in words(package)


def test_a_renamed_file_is_not_missing(made):
    folder = card(made)
    (folder / "A001.ale").rename(folder / "reel.ale")
    generation(folder, 2, "<hash><path>reel.ale</path><previousPath>A001.ale</previousPath></hash>")
    assert not only(folder, "mhl").problems


def test_a_chain_that_does_not_hold(made):
    folder = card(made)
    name = generation(folder, 2, "", chained=False)
    assert codes(only(folder, "mhl")) == {("broken chain", name)}
    (folder / name).unlink()
    first = next((folder / "ascmhl").glob("0001*"))
    first.write_bytes(first.read_bytes() + b"\n")
    package = only(folder, "mhl")
    assert codes(package) == {("broken chain", f"ascmhl/{first.name}")}
    assert "its C4 id differs" in words(package)
    first.unlink()
    assert codes(only(folder, "mhl")) >= {("broken chain", f"ascmhl/{first.name}")}


def test_without_a_chain(made):
    folder = card(made)
    (folder / "ascmhl" / "ascmhl_chain.xml").unlink()
    package = only(folder, "mhl")
    assert codes(package) == {("broken chain", "ascmhl/ascmhl_chain.xml")}
    assert package.count == 3


def test_a_history_inside_another_speaks_for_itself(made):
    folder = made("card_A001")
    inner = folder / "card_A001"
    last = next((inner / "ascmhl").glob("0001*"))
    c4 = c4_of(hashlib.sha512(last.read_bytes()).digest())
    (folder / "ascmhl").mkdir()
    (folder / "ascmhl" / "0001.mhl").write_text(
        '<hashlist version="2.0" xmlns="urn:ASC:MHL:v2.0"><references><hashlistreference>'
        f"<path>card_A001/ascmhl/{last.name}</path><c4>{c4}</c4></hashlistreference></references>"
        "</hashlist>"
    )
    own = c4_of(hashlib.sha512((folder / "ascmhl" / "0001.mhl").read_bytes()).digest())
    (folder / "ascmhl" / "ascmhl_chain.xml").write_text(
        '<ascmhldirectory><hashlist sequencenr="1"><path>0001.mhl</path>'
        f"<c4>{own}</c4></hashlist></ascmhldirectory>"
    )
    (folder / "stray.txt").write_text("x")
    outer, nested = (each for each in understand(folder, verify=True) if each.kind == "mhl")
    assert codes(outer) == {("unlisted", "stray.txt")}
    assert not nested.problems
    last.write_bytes(last.read_bytes() + b" ")
    found = understand(folder)
    assert ("broken chain", f"card_A001/ascmhl/{last.name}") in codes(found[0])


def test_a_classic_list_in_every_spelling(delivery):
    data = b"some media"
    xx = xxhash.xxh64(data)
    for number in range(6):
        (delivery / f"c{number}.mov").write_bytes(data)
    mhl(
        delivery,
        row("c0.mov", data, md5=hashlib.md5(data).hexdigest().upper()),
        row("c1.mov", data, sha1=hashlib.sha1(data).hexdigest()),
        row("c2.mov", data, xxhash64be=xx.hexdigest()),
        row("c3.mov", data, xxhash64=xx.digest()[::-1].hex()),
        row("c4.mov", data, xxhash64=xx.hexdigest()),
        row("c5.mov", data, xxhash=xxhash.xxh32(data).intdigest()),
    )
    package = only(delivery, "mhl", verify=True)
    assert not package.problems
    assert [h.state.value for each in package.members for h in each.hashes] == ["matches"] * 6
    (delivery / "c3.mov").write_bytes(b"other bytes")
    assert codes(only(delivery, "mhl", verify=True)) == {("size", "c3.mov"), ("hash", "c3.mov")}


def test_paths_with_backslashes(delivery):
    (delivery / "Clips").mkdir()
    (delivery / "Clips" / "a.mov").write_bytes(b"x")
    mhl(delivery, row("Clips\\a.mov", b"x"))
    package = only(delivery, "mhl")
    assert [each.path for each in package.members] == ["Clips/a.mov"]
    assert not package.problems


def test_listed_twice(delivery):
    (delivery / "a.mov").write_bytes(b"x")
    mhl(delivery, row("a.mov", b"x"), row("./a.mov", b"x"))
    assert codes(only(delivery, "mhl")) == {("duplicate", "a.mov")}


LINES = {
    "md5": ("{md5}  a b.mov", "md5"),
    "star": ("{sha1} *a b.mov", "sha1"),
    "bsd": ("SHA256 (a b.mov) = {sha256}", "sha256"),
    "dot": ("{sha512}  ./a b.mov", "sha512"),
    "xxh64": ("{xxh64}  a b.mov", "xxh64"),
    "xxh3": ("XXH3_{xxh3}  a b.mov", "xxh3"),
    "bsd xxh": ("XXH128 (a b.mov) = {xxh128}", "xxh128"),
    "c4": ("{c4}  a b.mov", "c4"),
}


@pytest.mark.parametrize(("line", "algorithm"), LINES.values(), ids=LINES)
def test_a_plain_list_in_every_spelling(delivery, line, algorithm):
    data = b"some media"
    (delivery / "a b.mov").write_bytes(data)
    values = {name: getattr(hashlib, name)(data).hexdigest() for name in ("md5", "sha1", "sha256")}
    values |= {"sha512": hashlib.sha512(data).hexdigest(), "xxh64": xxhash.xxh64_hexdigest(data)}
    values |= {"xxh3": xxhash.xxh3_64_hexdigest(data), "xxh128": xxhash.xxh3_128_hexdigest(data)}
    values |= {"c4": c4_of(hashlib.sha512(data).digest())}
    (delivery / "checksums.txt").write_text(f"# made by hand\n{line.format(**values)}\r\n\n")
    package = only(delivery, "checksums", verify=True)
    assert not package.problems
    (member,) = package.members
    (stated,) = member.hashes
    assert (stated.algorithm, stated.state.value) == (algorithm, "matches")


def test_escaped_names(delivery):
    (delivery / "sums.md5").write_text(f"\\{'0' * 32}  a\\nb\\\\c\n")
    assert [each.path for each in entries(delivery / "sums.md5")] == ["a\nb\\c"]


def test_the_checksum_of_one_file(delivery):
    (delivery / "a.mov").write_bytes(b"x")
    (delivery / "b.mov").write_bytes(b"y")
    (delivery / "a.mov.md5").write_text(hashlib.md5(b"x").hexdigest())
    package = only(delivery, "checksums", verify=True)
    assert [each.path for each in package.members] == ["a.mov"]
    assert not package.problems  # b.mov is none of its business


def test_a_list_of_a_folder_leaves_one_out(delivery):
    for name in ("a", "b", "c"):
        (delivery / f"{name}.mov").write_bytes(b"x")
    (delivery / "c.mov.xmp").write_bytes(b"speaks of another")
    value = hashlib.sha256(b"x").hexdigest()
    (delivery / "SHA256SUMS").write_text(f"{value}  a.mov\n{value}  b.mov\n")
    assert codes(only(delivery, "checksums")) == {("unlisted", "c.mov")}


def test_what_the_name_promises_and_the_text_is_not(delivery):
    (delivery / "a.md5").write_text("this is no checksum\n")
    (delivery / "checksums.txt").write_text("notes on checksums\n")
    package = only(delivery, "checksums")
    assert codes(package) == {("not understood", "a.md5")}
    assert only(delivery, "folder").count == 1


def test_half_a_list_counts_as_far_as_it_was_read(delivery):
    (delivery / "a.mov").write_bytes(b"x")
    (delivery / "s.md5").write_text(f"{hashlib.md5(b'x').hexdigest()}  a.mov\n<html>\n")
    package = only(delivery, "checksums", verify=True)
    assert package.count == 1
    assert package.undetermined
    assert "line 2 is no entry" in words(package)


def test_without_the_library_it_is_not_checked(delivery, monkeypatch):
    (delivery / "a.mov").write_bytes(b"x")
    (delivery / "s.xxh").write_text(f"{xxhash.xxh64_hexdigest(b'x')}  a.mov\n")
    monkeypatch.setattr(hashing, "_xxhash", lambda: None)
    package = only(delivery, "checksums", verify=True)
    assert codes(package) == {("not checked", "")}
    assert "media-provenance[packages]" in words(package)
    assert package.undetermined
    assert not package.faulty


def test_an_algorithm_that_nobody_knows(delivery):
    (delivery / "a.mov").write_bytes(b"x")
    (delivery / "s.md5").write_text("TIGER (a.mov) = 00ff00ff00ff00ff\n")
    assert codes(only(delivery, "checksums", verify=True)) == {("not checked", "")}


def test_one_reading_serves_all_hashes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"media" * 500_000)
    data = path.read_bytes()
    listed = [ListedHash(name, hashlib.new(name, data).hexdigest()) for name in ("md5", "sha256")]
    listed.append(ListedHash("sha1", "0" * 40))
    states = [each.state.value for each in hashing.check(path, listed)]
    assert states == ["matches", "matches", "differs"]
    assert zlib.crc32(data)  # the file is not empty


def test_c4_of_nothing():
    # SMPTE ST 2114: the id of no bytes
    known = (
        "c459dsjfscH38cYeXXYogktxf4Cd9ibshE3BHUo6a58hBXmRQdZrAkZzsWcbWtDg5oQstpDuni4Hirj75GEmTc1sFT"
    )
    assert c4_of(hashlib.sha512(b"").digest()) == known


def test_frames_are_one_sequence_and_listed_too(delivery):
    lines = []
    for number in range(1, 6):
        dpx(delivery, f"a.{number:04d}.dpx")
        data = (delivery / f"a.{number:04d}.dpx").read_bytes()
        lines.append(f"{hashlib.md5(data).hexdigest()}  a.{number:04d}.dpx")
    (delivery / "a.md5").write_text("\n".join(lines))
    found = understand(delivery, verify=True)
    assert [(each.kind.value, each.count) for each in found] == [("sequence", 5), ("checksums", 5)]
    assert not any(each.problems for each in found)
