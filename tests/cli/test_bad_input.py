"""Bad input gets one clear line, the right exit code, an untouched original and no leftovers."""

import ctypes
import datetime as dt
import json
import os
import shutil
import socket
import stat
import subprocess
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

GENERATED = ("--source-type", "trainedAlgorithmicMedia")


def state(path):
    return path.read_bytes(), path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode)


def results(ran):
    return {each["path"]: each for each in ran.json()["results"]}


def reasons(result):
    return "; ".join(each["reason"] for each in result["failures"])


# Files that are not what they should be.


def test_files_that_cannot_be_read_are_results(run, tmp_path, media):
    delivery = tmp_path / "delivery"
    media("png", delivery, "whole.png")
    (delivery / "zero.png").touch()
    for kind in ("png", "jpg", "mov", "mkv", "wav", "tiff", "mxf", "pdf"):
        path = media(kind, delivery, f"cut.{kind}")
        os.truncate(path, path.stat().st_size // 2)
    shutil.copy(delivery / "whole.png", delivery / "actually.mov")
    (delivery / "text.exr").write_bytes(b"\0 this is no picture")
    os.mkfifo(delivery / "pipe.mov")
    os.mkfifo(delivery / "pipe.json")
    os.mkfifo(delivery / "whole.png.c2pa")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(delivery, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{here}/socket.wav")
        os.close(here)
        ran = run("scan", delivery, "-o", "json")
    assert ran.code == 4
    assert ran.err == ""
    found = results(ran)
    assert found["whole.png"]["verdict"] == "pass"
    assert reasons(found["zero.png"]) == "empty file: zero bytes"
    for path, result in found.items():
        if path.startswith("cut."):
            assert result["coverage"] in {"partly_read", "unreadable"}, path
            assert result["verdict"] == "undetermined"
    assert found["actually.mov"]["media_type"] == "image/png"
    assert found["actually.mov"]["name_contradicts"]
    assert found["text.exr"]["coverage"] == "not_supported"
    for name in ("pipe.mov", "pipe.json", "whole.png.c2pa"):
        assert reasons(found[name]) == "a pipe, not a file"
    assert reasons(found["socket.wav"]) == "a socket, not a file"


def test_links(run, tmp_path, media):
    delivery = tmp_path / "delivery"
    inside = media("png", delivery / "stills")
    outside = media("png", tmp_path / "elsewhere")
    (delivery / "inside.png").symlink_to(inside)
    (delivery / "outside.png").symlink_to(outside)
    (delivery / "dangling.png").symlink_to("gone.png")
    (delivery / "a").symlink_to("b")
    (delivery / "b").symlink_to("a")
    (delivery / "stills" / "again").symlink_to(delivery)
    ran = run("scan", delivery, "-o", "json")
    found = results(ran)
    assert ran.code == 4
    assert found["inside.png"]["coverage"] == found["stills/still.png"]["coverage"] == "read"
    assert reasons(found["outside.png"]) == "a link that leaves the delivery"
    assert reasons(found["dangling.png"]) == "a link that loops or points nowhere"
    assert reasons(found["a"]) == reasons(found["b"]) == "a link that loops or points nowhere"
    assert "a folder already entered" in reasons(found["stills/again"])
    assert reasons(results(run("scan", delivery / "dangling.png", "--json"))["dangling.png"]) == (
        "a link that points nowhere"
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.touch(), "not stamped: empty file: zero bytes"),
        (lambda path: path.mkdir(), "not stamped: there is no sequence in it"),
        (os.mkfifo, "not stamped: a pipe, not a file"),
        (lambda path: path.symlink_to("gone.png"), "not stamped: a link that points nowhere"),
        (lambda path: path.symlink_to(path.name), "not stamped: "),
        (lambda _: None, "not stamped: no such file"),
    ],
    ids=["zero", "folder", "pipe", "dangling", "loop", "missing"],
)
def test_what_is_no_file_is_not_stamped(run, house, make, words):
    path = house / "in.png"
    make(path)
    ran = run("stamp", path, *GENERATED, cwd=house)
    assert ran.code == 1
    assert ran.lines[0].startswith(f"{path}: {words}")
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert [each.name for each in house.iterdir() if each.name.startswith("in.")] == (
        [] if "no such" in words else ["in.png"]
    )


def test_a_link_stays_a_link(run, house, media):
    real = media("png", house / "store")
    before = state(real)
    (house / "shot.png").symlink_to(real)
    ran = run("stamp", "shot.png", *GENERATED, cwd=house)
    assert ran.code == 1
    assert ran.lines[0] == "shot.png: not stamped: it is a link"
    assert str(real) in ran.err
    assert (house / "shot.png").is_symlink()
    assert state(real) == before
    assert run("stamp", "shot.png", *GENERATED, "--output", "copy.png", cwd=house).code == 0


def test_a_cut_file_gets_a_sidecar_at_most(run, house, media):
    path = media("png", house)
    os.truncate(path, path.stat().st_size // 2)
    before = state(path)
    ran = run("stamp", path, *GENERATED, cwd=house)
    assert state(path) == before
    assert ran.code == 0
    assert "manifest sidecar" in ran.err


# Names.

NAMES = (
    b"a\nb.png",
    b"\x1b[31mred\x1b]0;title\x07.png",
    "harm\u202egnp.exe.png".encode(),
    b"\xff\xfe\x80.png",
    b"--help.png",
    b"n" * 251 + b".png",
    b"n." + b"e" * 253,
    b" . .png",
)


@pytest.fixture
def oddly_named(house, media):
    """Pictures of odd names in a folder of the production, by their names."""
    return {os.fsdecode(each): media("png", house / "out", os.fsdecode(each)) for each in NAMES}


def test_any_name(run, house, oddly_named):
    folder = house / "out"
    ran = run("stamp", "--json", *GENERATED, "--", *oddly_named, cwd=folder)
    assert ran.code == 0, ran.err
    assert [each["manifest"] for each in ran.json()["stamped"]] == ["embedded"] * len(NAMES)
    words = run("stamp", *GENERATED, "--", *oddly_named, cwd=folder)
    assert [line.startswith("stamped ") for line in words.lines] == [True] * len(NAMES) + [False]
    document, text, page = (run("scan", folder, "-o", kind) for kind in ("json", "text", "html"))
    assert document.code == text.code == page.code == 1  # nobody approved
    for shown in (words.err, text.out, page.out, text.err, document.out):
        assert not set("\x1b\u202e\x07\udcff") & set(shown)
    found = document.json()["results"]
    assert [each["integrity"] for each in found] == ["valid"] * len(NAMES)
    listed = run("register", "list", "--json", cwd=house).json()["entries"]
    assert all(each["path"].startswith("out/") for each in listed)


def test_any_name_with_a_sidecar(run, house, oddly_named):
    folder = house / "out"
    before = {name: state(path) for name, path in oddly_named.items()}
    short = [name for name in oddly_named if len(os.fsencode(name)) <= 250]
    ran = run("stamp", "--sidecar", *GENERATED, "--", *oddly_named, cwd=folder)
    assert {name: state(path) for name, path in oddly_named.items()} == before
    assert ran.code == 1
    assert ran.err.count("File name too long") == len(NAMES) - len(short) == 2
    assert ran.err.count("Shorten the file's name") == 2
    beside = {each.name for each in folder.iterdir()}
    assert beside == {
        *oddly_named,
        *(f"{name}.c2pa" for name in short),
        *(f"{name}.xmp" for name in short),
    }
    document = run("scan", folder, "-o", "json").json()["results"]
    assert len(document) == len(NAMES)
    states = [(each["integrity"], bool(each["manifest"])) for each in document]
    assert states.count(("valid", True)) == len(short)
    assert states.count(("no_manifest", False)) == 2


def test_a_path_that_cannot_be(run):
    assert run("scan", "n" * 300, "--json").code == 4
    listed = run("scan", "--files-from", "-", "--json", stdin=b"a\0b.png\n")
    assert reasons(listed.json()["results"][0]) == "no file can have such a name"


def test_a_sidecar_of_rubbish(run, tmp_path, media):
    path = media("mov", tmp_path / "in")
    with path.with_name("shot.mov.c2pa").open("wb") as file:
        file.write(b"\0\0\0\x20jumb" + os.urandom(1 << 20))
        file.truncate(100 << 20)
    path.with_name("shot.mov.xmp").write_bytes(b"<x:xmpmeta " + b"<a>" * 100_000)
    ran = run("scan", tmp_path / "in", "-o", "json")
    assert ran.code == 1
    (result,) = ran.json()["results"]
    assert result["integrity"] == "unreadable"
    assert "manifest-invalid" in {each["rule"] for each in result["findings"]}
    assert {each["reader"] for each in result["failures"]} == {"c2pa", "xmp"}


# Records and settings: file, line and key.


def test_a_broken_disclosure(run, house, media):
    path = media("png", house)
    before = state(path)
    record = house / "told.json"
    for text, words in (
        ("", "told.json:1: "),
        ('{\n "schema": "provenance.disclosure/1",\n "tools": "X"\n}', "told.json:3: tools: "),
        ('{"schema": "provenance.disclosure/1",\n\n "stgae": "final"}', "told.json:3: stgae: "),
        ('{"schema": "provenance.approval/1"}', "told.json:1: schema: "),
        ("[" * 100_000, "told.json:1: "),
    ):
        record.write_text(text)
        ran = run("stamp", path, "--disclosure", "told.json", *GENERATED, cwd=house)
        assert (ran.code, len(ran.lines)) == (2, 1), ran.err
        assert ran.lines[0].startswith(f"error: {words}")
    record.unlink()
    ran = run("stamp", path, "--disclosure", "told.json", *GENERATED, cwd=house)
    assert ran.lines == ["error: told.json: cannot be read: No such file or directory"]
    assert state(path) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[production\n", "provenance.toml:1: not valid TOML"),
        ("[scan]\npolicy = 3\n", "provenance.toml:2: scan.policy: "),
        ("\n[scan]\nstge = 'final'\n", "provenance.toml:3: scan.stge: unknown key"),
        ("[sacn]\n", "provenance.toml:1: sacn: unknown key"),
        ("[[tools]]\nname = 'X'\n\nvendro = 'Y'\n", "provenance.toml:4: tools[0].vendro: "),
        ("[disclosure]\nstage = 'never'\n", "provenance.toml:2: disclosure.stage: "),
        ("[disclosure]\nstgae = 'final'\n", "provenance.toml:2: disclosure.stgae: unknown key"),
        ("a = 1\n\n\xff", "provenance.toml:3: not UTF-8"),
        ("x = " + "[" * 10_000, "provenance.toml"),
    ],
)
def test_a_broken_configuration(run, tmp_path, text, words):
    (tmp_path / "provenance.toml").write_bytes(text.encode("latin-1"))
    ran = run("scan", "delivery")
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
    assert not ran.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "mine.toml"),
        ("[rules]\n", "it has no rules"),
        ('extends = "netflix"\n\n[rules]\nundisclozed = "off"\n', "mine.toml:4: rules.undisclozed"),
        ('extends = "netflix"\nfail_on = "never"\n', "mine.toml:2: fail_on"),
        ('extends = "mine.toml"\n', "it goes in a circle"),
        ("[rules\n", "mine.toml:1: not valid TOML"),
    ],
)
def test_a_broken_policy(run, tmp_path, text, words):
    (tmp_path / "mine.toml").write_text(text)
    ran = run("scan", ".", "--policy", "mine.toml")
    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
    assert not ran.out


# Certificates.


def reissued(identity, **changes):
    """The leaf of an identity with other dates or another key, signed by nobody we know."""
    chain = x509.load_pem_x509_certificates((identity / "chain.pem").read_bytes())
    leaf, key = chain[0], ec.generate_private_key(ec.SECP256R1())
    own = serialization.load_pem_private_key((identity / "key.pem").read_bytes(), None)
    builder = x509.CertificateBuilder(
        issuer_name=leaf.issuer,
        subject_name=leaf.subject,
        public_key=changes.get("public_key", own.public_key()),
        serial_number=x509.random_serial_number(),
        not_valid_before=changes.get("before", leaf.not_valid_before_utc),
        not_valid_after=changes.get("after", leaf.not_valid_after_utc),
    )
    for extension in leaf.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    made = builder.sign(key, hashes.SHA256())
    pem = [each.public_bytes(serialization.Encoding.PEM) for each in (made, *chain[1:])]
    (identity / "chain.pem").write_bytes(b"".join(pem))


def test_an_identity_that_cannot_sign(run, house, media):
    path = media("png", house)
    before = state(path)
    identity = house / ".provenance" / "identity"
    kept = {each: each.read_bytes() for each in identity.iterdir()}
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)

    def expired():
        reissued(identity, before=now - 10 * day, after=now - day)

    def foreign():
        reissued(identity, public_key=ec.generate_private_key(ec.SECP256R1()).public_key())

    cases = [
        (expired, "expired"),
        (foreign, "key"),
        ((identity / "key.pem").unlink, "key.pem"),
        ((identity / "chain.pem").unlink, "chain.pem"),
        (lambda: (identity / "key.pem").write_text("rubbish"), "key.pem"),
    ]
    for spoil, words in cases:
        for each, content in kept.items():
            each.write_bytes(content)
        spoil()
        ran = run("stamp", path, path.with_name("other.png"), *GENERATED, cwd=house)
        assert ran.code == 2, ran.err
        assert words in ran.lines[0]
        assert len(ran.lines) == 1
        assert state(path) == before
        assert not list(house.glob("*.c2pa"))


def test_a_time_stamping_authority_that_is_dead(run, house, media):
    path = media("png", house)
    before = state(path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = house / "provenance.toml"
    line = f'tsa = "http://127.0.0.1:{port}/tsa"'
    config.write_text(config.read_text().replace('# tsa = "http://timestamp.example.com"', line))
    ran = run("stamp", path, *GENERATED, cwd=house)
    assert ran.code == 1
    assert f"127.0.0.1:{port}" in ran.lines[0]
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert state(path) == before


def test_a_private_key_is_no_certificate_to_trust(run, house, tmp_path):
    ran = run("scan", tmp_path, "--trust", house / ".provenance" / "identity" / "key.pem")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "key.pem" in ran.lines[0]
    assert "PRIVATE KEY-----" not in ran.err


# Disks and permissions.


@pytest.fixture
def small_disk(tmp_path):
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:  # noqa: PLW1510
        pytest.skip("mounting is not permitted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_a_full_disk(run, house, media, small_disk, kind):
    path = media(kind, small_disk)
    with suppress(OSError), (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 4096)
    before = state(path)
    ran = run("stamp", path, *GENERATED, cwd=house)
    assert ran.code == 1
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert "cannot be written" in ran.lines[0]
    assert "Free space" in ran.err
    assert state(path) == before
    assert sorted(each.name for each in small_disk.iterdir()) == ["filler", path.name]
    ran = run("scan", path, "-o", f"json={small_disk}/r.json")
    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "report r.json: cannot be written: No space left on device" in ran.err
    assert not (small_disk / "r.json").exists()


def test_a_limit_on_the_size_of_files(launch, house, media):
    path = media("png", house, "big.png")
    path.write_bytes(path.read_bytes() + b"\0" * (1 << 20))
    before = state(path)

    def limited():
        import resource  # noqa: PLC0415 - runs in the child

        resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, 256 << 10))

    ran = launch("stamp", "big.png", *GENERATED, cwd=house, preexec_fn=limited)
    assert ran.code in {0, 1}
    assert state(path) == before
    if ran.code == 1:
        assert "cannot be written" in ran.lines[0]


def test_stdout_that_is_full(launch, tmp_path, media):
    media("png", tmp_path / "in")
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = launch("scan", "in", "--json", stdout=full)
    assert (ran.code, ran.lines) == (
        2,
        ["error: output cannot be written: No space left on device"],
    )


DAC_OVERRIDE, DAC_READ_SEARCH, CAPBSET_DROP = 1, 2, 24  # linux/capability.h, linux/prctl.h


@pytest.fixture
def bound(launch, tmp_path):
    """Runs the command without root's right to ignore permissions."""

    def give_up():
        library = ctypes.CDLL(None)
        for capability in (DAC_OVERRIDE, DAC_READ_SEARCH):
            library.prctl(CAPBSET_DROP, capability, 0, 0, 0)

    closed = tmp_path / "closed"
    closed.touch(0o000)
    options = {"preexec_fn": give_up} if os.geteuid() == 0 else {}
    try:
        tried = subprocess.run(["cat", closed], capture_output=True, check=False, **options)
    except OSError:
        tried = None
    if tried is None or not tried.returncode:
        pytest.skip("permissions cannot be tried here")
    closed.unlink()
    return lambda *arguments, **more: launch(*arguments, **more, **options)


def test_files_that_may_not_be_read(bound, tmp_path, media):
    delivery = tmp_path / "delivery"
    media("png", delivery, "open.png")
    media("png", delivery, "closed.png").chmod(0o000)
    media("png", delivery / "folder", "in.png")
    (delivery / "folder").chmod(0o000)
    ran = bound("scan", "delivery", "--json")
    (delivery / "folder").chmod(0o755)
    assert ran.code == 4, ran.err
    found = results(ran)
    assert found["open.png"]["verdict"] == "pass"
    assert "Permission denied" in reasons(found["closed.png"])
    assert "folder cannot be listed: Permission denied" in reasons(found["folder"])


def test_a_folder_that_may_not_be_written(bound, house, media, tmp_path):
    path = media("png", tmp_path / "locked")
    (tmp_path / "locked").chmod(0o555)
    before = state(path)
    ran = bound("stamp", path, *GENERATED, cwd=house)
    assert ran.code == 1, ran.err
    assert "cannot be written: Permission denied" in ran.lines[0]
    assert "--output" in ran.err
    assert state(path) == before
    (tmp_path / "locked").chmod(0o755)


def test_a_scan_needs_no_permission_to_write(bound, house, media, tmp_path):
    path = media("png", tmp_path / "locked")
    for each, mode in ((path.parent, 0o555), (house / ".provenance", 0o555)):
        each.chmod(mode)
    (house / ".provenance" / "register.db").chmod(0o444)
    ran = bound("scan", path.parent, "--json", cwd=house)
    stamped = bound("stamp", path, *GENERATED, "--output", tmp_path / "copy.png", cwd=house)
    path.parent.chmod(0o755)
    (house / ".provenance").chmod(0o755)
    assert ran.code == 0, ran.err
    assert (stamped.code, len(stamped.lines)) == (2, 1)
    assert "cannot be written, and a stamp belongs in it" in stamped.lines[0]


def test_a_register_that_is_damaged_stops_before_the_first_file(run, house, media):
    path = media("png", house)
    before = state(path)
    register = house / ".provenance" / "register.db"
    register.write_bytes(b"no database at all, certainly" * 100)
    for arguments in (("stamp", path, *GENERATED), ("scan", path), ("read", path)):
        ran = run(*arguments, cwd=house)
        assert (ran.code, len(ran.lines)) == (2, 1), ran.err
        assert "register" in ran.lines[0]
    assert state(path) == before


def test_approvals_that_cannot_be_read_are_told(run, house, tmp_path, media):
    media("png", tmp_path / "in")
    folder = house / "approvals"
    folder.mkdir()
    (folder / "a.approval.json").write_text(json.dumps({"schema": "provenance.approval/1"}))
    os.mkfifo(folder / "b.approval.json")
    (folder / "c.approval.json").write_bytes(b"\xff\xfe")
    (folder / "d.json").write_text('{"somebody": "else\'s"}')
    ran = run("scan", tmp_path / "in", "--approvals", folder, "--json")
    assert len(ran.json()["problems"]) == 2
    assert ran.json()["verdict"] == "warn"
