"""provenance.toml: found upwards, paths relative to it, errors with line and key."""

import pytest

from provenance.config import Production, find_config, load_production
from provenance.errors import ConfigError


@pytest.fixture
def write(tmp_path):
    def writer(text):
        path = tmp_path / "provenance.toml"
        path.write_text(text)
        return path

    return writer


def test_nothing_is_implied_without_one(tmp_path):
    assert find_config(tmp_path) is None
    assert load_production(tmp_path) == Production()


def test_paths_are_relative_to_it(write, tmp_path):
    write(
        '[scan]\npolicy = "rules/mine.toml"\nstage = "turnover"\n[approvals]\nfolders = ["ok"]\n'
        '[register]\nurl = "r.db"\n[trust]\nanchors = ["ca.pem", "/etc/other.pem"]\n'
    )
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    house = load_production(deep)
    assert house.root == tmp_path
    assert house.policy == str(tmp_path / "rules" / "mine.toml")
    assert house.stage == "turnover"
    assert house.approvals == (tmp_path / "ok",)
    assert house.consents == (tmp_path / "consents",)
    assert house.register == str(tmp_path / "r.db")
    assert [str(each) for each in house.anchors] == [str(tmp_path / "ca.pem"), "/etc/other.pem"]


def test_names_and_urls_are_no_paths(write):
    text = '[scan]\npolicy = "house"\n[register]\nurl = "postgresql://u@h/d"\n'
    house = load_production(config=write(text))
    assert house.policy == "house"
    assert house.register == "postgresql://u@h/d"


def test_the_nearest_one_counts(write, tmp_path):
    write("[production]\ntitle = 'outer'\n")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "provenance.toml").write_text("[production]\ntitle = 'inner'\n")
    assert load_production(inner).about.title == "inner"
    assert load_production(inner, config=tmp_path / "provenance.toml").about.title == "outer"


def test_known_tools(write):
    house = load_production(
        config=write("[[tools]]\nname = 'Big Model'\nvendor = 'B Ltd'\nstores_inputs = 'no'\n")
    )
    tool = house.tool("big model", "3.1")
    assert (tool.name, tool.vendor, tool.version) == ("Big Model", "B Ltd", "3.1")
    assert house.tool("Another").name == "Another"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n", ":1: not valid TOML"),
        ("[production]\ntitle = 1\n", ":2: production.title: "),
        ("[production]\n\ntitel = 'x'\n", ":3: production.titel: unknown key"),
        ("[[tools]]\nname = 'a'\n[[tools]]\nname = 'b'\nx = 1\n", ":5: tools[1].x: unknown key"),
        ("[trust]\nanchors = 'ca.pem'\n", ":2: trust.anchors: "),
        ("[disclosure]\nuse_category = 'x'\n", ":2: disclosure.use_category: "),
    ],
)
def test_errors_name_line_and_key(write, text, words):
    with pytest.raises(ConfigError) as caught:
        load_production(config=write(text))
    assert f"provenance.toml{words}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_too_large(write):
    with pytest.raises(ConfigError, match="larger than"):
        load_production(config=write("#" * (2 << 20)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no signing identity"),
        ("[signing]\nchain = 'c.pem'\n", "needs a key or a callback"),
        ("[signing]\nchain = 'c.pem'\nkey = 'k'\ncallback = 'a:b'\n", "one of the two"),
        ("[signing]\nchain = 'c.pem'\ncallback = 'a:b'\n", "algorithm is needed"),
        (
            "[signing]\nchain = 'c.pem'\ncallback = 'a:b'\nalgorithm = 'es256'\n",
            "cannot read the certificate chain",
        ),
    ],
)
def test_identities_that_are_none(write, text, words):
    with pytest.raises(ConfigError, match=words):
        load_production(config=write(text)).signer()


def test_a_certificate_to_trust_that_is_missing(write):
    with pytest.raises(ConfigError, match=r"gone\.pem"):
        load_production(config=write("[trust]\nanchors = ['gone.pem']\n")).trust()
