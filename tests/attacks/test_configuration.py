"""A delivery that brings its own configuration, register and policy."""

import provenance
from provenance.config import find_config, load_production


def self_approved(bench):
    """A vendor's production, delivered whole: its register and anchors vouch for everything."""
    home = bench.folder / "delivered"
    provenance.init(home, title="Anything")
    house = load_production(home)
    path = bench.picture()
    path = path.rename(home / path.name)
    with (
        provenance.open_register(house.register) as register,
        provenance.Stamper(house.signer(), register=register) as stamper,
    ):
        stamper.stamp(path, bench.told())
        provenance.approve(
            [path], by="Me", reference="R", folder=home / "approvals", signer=house.signer(),
            register=register,
        )  # fmt: skip
    return home.rename(bench.folder / "as delivered")


def test_its_configuration_is_not_used_from_within(bench, command):
    home = self_approved(bench)
    inside = command("scan", ".", "--json", cwd=home)
    named = command("scan", ".", "--json", "--config", "provenance.toml", cwd=home)
    outside = command("scan", home, "--json", cwd=bench.folder)
    assert named.returncode == 0
    assert inside.returncode == outside.returncode == 1
    assert "not used, because it lies in what is looked at" in inside.stderr


def test_a_production_that_was_set_up_here_is_used_from_within(bench, command):
    home = bench.folder / "ours"
    assert command("init", home, "--title", "Ours", cwd=bench.folder).returncode == 0
    path = bench.picture().rename(home / "bg.png")
    told = ("--source-type", "trainedAlgorithmicMedia", "--tool", "X", "--tool-version", "3")
    use = ("--use", "background_element", "--stage", "final")
    assert command("stamp", path.name, *told, *use, cwd=home).returncode == 0
    approved = command("approve", path.name, "--by", "A", "--reference", "R", cwd=home)
    assert approved.returncode == 0
    assert command("scan", ".", cwd=home).returncode == 0
    moved = home.rename(bench.folder / "handed over")
    again = command("scan", ".", cwd=moved)
    assert again.returncode == 1
    assert "not used" in again.stderr


def test_the_configuration_around_a_delivery_is_used(tmp_path):
    inner = tmp_path / "delivery" / "reel"
    inner.mkdir(parents=True)
    ours, theirs = tmp_path / "provenance.toml", tmp_path / "delivery" / "provenance.toml"
    ours.touch()
    theirs.touch()
    assert find_config(inner) == theirs
    assert find_config(inner, outside=[tmp_path / "delivery"]) == ours
    assert find_config(inner, outside=[inner]) == theirs
    assert find_config(inner, outside=[tmp_path]) is None
