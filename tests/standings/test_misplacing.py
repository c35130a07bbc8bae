import pytest

from provenance.rules.deliveries import cast_delivery
from provenance.standings.misplacing import misplacing

TEXT = """
[[assets]]
asset = {{ path = "shots/bg.png", digest = "a" }}
{own}
[[disclosures]]
id = "one"
subject = {{ path = "{path}", {rest} }}
"""


def misplaced(path="shots/bg.png", rest='sha256 = "b"', own=""):
    delivery, _ = cast_delivery(TEXT.format(path=path, rest=rest, own=own))
    (found,) = map(misplacing(delivery.disclosures), delivery.assets)
    return [held.record.id for held in found.misplaced]


@pytest.mark.parametrize(
    "path", ["shots/bg.png", "/show/shots/bg.png", "bg.png", "show\\\\shots\\\\bg.png"]
)
def test_a_record_of_this_path_and_other_bytes(path):
    assert misplaced(path) == ["one"]


@pytest.mark.parametrize("path", ["other/bg.png", "g.png", "shots/bg.PNG", ""])
def test_a_record_of_another_path(path):
    assert misplaced(path) == []


@pytest.mark.parametrize("rest", ['sha256 = "a"', 'media_type = "image/png"'])
def test_a_record_of_these_bytes_or_of_none(rest):
    assert misplaced(rest=rest) == []


@pytest.mark.parametrize(
    "own",
    [
        '[[assets.disclosures]]\nsubject = { derived_from = ["b"] }',
        '[[assets.disclosures]]\nsubject = { sha256 = "b" }',
        '[[assets.disclosures]]\nsupersedes = "one"',
        '[[assets.entries]]\nas_made = "b"',
        (
            '[[assets.store.manifests]]\nlabel = "top"\n'
            'ingredients = [{ manifest = "below", relationship = "parentOf" }]\n'
            '[[assets.store.manifests]]\nlabel = "below"\n'
            'assertions = [{ label = "org.media-provenance.disclosure", '
            'data = { disclosure = { id = "one" } } }]'
        ),
    ],
    ids=["derived", "as made", "superseded", "register", "ancestor"],
)
def test_what_is_derived_from_those_bytes_is_in_order(own):
    assert misplaced(own=own) == []


def test_without_a_digest_nothing_is_said():
    delivery, _ = cast_delivery(TEXT.format(path="shots/bg.png", rest='sha256 = "b"', own=""))
    assert list(map(misplacing(()), delivery.assets)) == list(delivery.assets)
