"""A signing callback: found where Python looks; what goes wrong is told of one's own file."""

import hashlib

import pytest

CALLS = """
def junk(message):
    return b"not a signature"


def broken(message):
    raise OSError("the HSM is away")


def text(message):
    return "abc"
"""


@pytest.fixture
def callback(house, monkeypatch, tmp_path):
    """Names a function of a module beside provenance.toml; importable only where asked for."""

    def configure(name, *, importable=True):
        module = "kms_" + hashlib.sha256(str(tmp_path).encode()).hexdigest()[:8]
        (house / f"{module}.py").write_text(CALLS)
        config = house / "provenance.toml"
        kept = [line for line in config.read_text().splitlines() if not line.startswith("key =")]
        chain = next(index for index, line in enumerate(kept) if line.startswith("chain ="))
        kept.insert(chain + 1, f'callback = "{module}:{name}"\nalgorithm = "es256"')
        config.write_text("\n".join(kept) + "\n")
        if importable:
            monkeypatch.syspath_prepend(house)
        return module

    return configure


def test_the_folder_of_the_configuration_is_not_searched_and_the_way_is_told(
    run, house, stamp, media, callback
):
    module = callback("junk", importable=False)
    picture = media("png", house)
    before = picture.read_bytes()
    ran = stamp(picture, code=2)
    (line,) = ran.lines
    assert line.startswith(f"error: signing callback '{module}:junk' does not load: ")
    assert line.endswith(f"No module named '{module}'")
    assert f"export PYTHONPATH={house}" in ran.err
    assert f"export PYTHONPATH={house}" in run("doctor", cwd=house).out
    assert picture.read_bytes() == before


@pytest.mark.parametrize("kind", ["png", "tiff", "jpg", "exr"])
@pytest.mark.parametrize(
    "wrong",
    [
        ("junk", "the signature could not be made: "),
        ("broken", "the signing callback failed: OSError: the HSM is away"),
        ("text", "the signing callback gave str, not bytes"),
    ],
)
def test_what_it_does_wrong_is_told_of_the_users_file(house, stamp, media, callback, wrong, kind):  # noqa: PLR0917
    name, words = wrong
    callback(name)
    picture = media(kind, house)
    before = picture.read_bytes()
    ran = stamp(picture, code=1)
    assert ran.err.startswith(f"{picture}: {words}"), ran.err
    assert ".provenance-" not in ran.err
    assert picture.read_bytes() == before


def test_an_approval_is_named_as_it_would_be_called(run, house, callback):
    callback("junk")
    digest = "sha256:" + "ab" * 32
    ran = run("approve", digest, "--by", "A", "--reference", "R", cwd=house)
    assert ran.code == 1
    assert ".approval.json: the signature could not be made" in ran.lines[0]
    assert ".tmp" not in ran.err
