"""An approval for the source covers what is derived from it where a chain proves it, else not."""

import pytest

from provenance.rules.examples import cast
from provenance.standings.counting import disclosure_standing
from provenance.standings.standing import approval_standing

CHAIN = """
[[disclosures]]
id = "source"
source = "manifest source"
stage = "final"
attested = "{attested}"
subject = {{ sha256 = "b" }}
tools = [{{ name = "Painter", version = "3" }}]
[[approvals]]
scope = {{ {scope} }}
[store]
[[store.manifests]]
label = "top"
ingredients = [
    {{ manifest = "middle", relationship = "parentOf" }},
    {top}
]
actions = [{actions}]
[[store.manifests]]
label = "middle"
ingredients = [{{ manifest = "source", relationship = "parentOf" }}]
actions = [{middle}]
[[store.manifests]]
label = "source"
actions = [{{ name = "c2pa.created", source_type = "trainedAlgorithmicMedia" }}]
[[store.manifests]]
label = "element"
actions = [{{ name = "c2pa.created", source_type = "{element}" }}]
"""
GENERATIVE = '{ name = "c2pa.edited", source_type = "compositeWithTrainedAlgorithmicMedia" }'
PLACED = '{ manifest = "element", relationship = "componentOf" },'


def chain(**changed: str) -> str:
    return CHAIN.format(
        **{
            "attested": "trusted",
            "scope": 'digests = ["b"]',
            "top": "",
            "actions": '{ name = "c2pa.converted" }',
            "middle": "",
            "element": "trainedAlgorithmicMedia",
            **changed,
        }
    )


def state(text: str) -> str:
    return approval_standing(*cast(text)).state


@pytest.mark.parametrize("scope", ['digests = ["b"]', 'asset_ids = ["source"]'])
def test_trusted_ingredients_prove_the_chain(scope):
    assert state(chain(scope=scope)) == "approved"


@pytest.mark.parametrize("scope", ['digests = ["b"]', 'asset_ids = ["source"]'])
@pytest.mark.parametrize("attested", ["stranger", "unasked"])
def test_a_strangers_word_for_the_chain_proves_nothing(attested, scope):
    standing = approval_standing(*cast(chain(attested=attested, scope=scope)))
    assert standing.state == "missing"
    assert "the word of a discloser" in standing.reasons[0]


@pytest.mark.parametrize("attested", ["edited", "unread"])
def test_a_store_that_is_not_valid_proves_nothing(attested):
    evidence, policy = cast(chain(attested=attested))
    assert disclosure_standing(evidence, policy).state == "none"


@pytest.mark.parametrize(
    "changed",
    [
        {"actions": GENERATIVE},
        {"middle": GENERATIVE},
        {"top": PLACED},
        {"top": '{ relationship = "inputTo", source_type = "trainedAlgorithmicMedia" },'},
    ],
)
def test_nothing_is_taken_over_once_generated_content_was_added(changed):
    evidence, policy = cast(chain(**changed))
    standing = disclosure_standing(evidence, policy)
    assert standing.state == "none"
    assert "generated content was added since" in standing.reasons[0]


def test_an_element_that_was_not_generated_is_no_matter():
    assert state(chain(top=PLACED, element="digitalCapture")) == "approved"


OWN = """
[[disclosures]]
id = "own"
source = "manifest top"
stage = "final"
{more}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('tools = [{ name = "painter ", version = "3" }]', "approved"),
        ('tools = [{ name = "Painter", version = "4" }]', "missing"),
        ('tools = [{ name = "Painter", version = "3", model = "other" }]', "missing"),
        ('tools = [{ name = "Painter", version = "3" }]\ntalent = [{ name = "A" }]', "missing"),
        ("", "missing"),
    ],
)
def test_an_own_disclosure_tells_what_was_generated_since(more, expected):
    assert state(OWN.format(more=more) + chain()) == expected


SOURCE = """
[[sources]]
id = "{entry}"
path = "{id}.png"
as_made = "{made}"
as_stamped = "{stamped}"
size = 1
media_type = "image/png"
manifest_label = ""
location = "{location}"
at = 2026-10-01T12:00:00Z
[sources.disclosure]
id = "{id}"
digital_source_type = "trainedAlgorithmicMedia"
subject = {{ derived_from = [{sources}] }}
tools = [{{ name = "Painter", version = "{version}" }}]
"""


def source(id_: str, entry: str, made: str, **changed: str) -> str:
    """A file from which others are derived, as the register has it."""
    told = {"stamped": made, "location": "sidecar", "sources": "", "version": "3", **changed}
    return SOURCE.format(id=id_, entry=entry, made=made, **told)


REGISTERED = """
[[disclosures]]
id = "own"
attested = "{attested}"
stage = "final"
subject = {{ derived_from = [{sources}] }}
tools = [{{ name = "Painter", version = "3" }}]
{entry}
{middle}{source}[[approvals]]
scope = {{ {scope} }}
"""
ENTRY = """
[[entries]]
[entries.disclosure]
id = "own"
subject = { derived_from = ["c"] }
tools = [{ name = "Painter", version = "3" }]
"""


def registered(*, version: str = "3", origin: str = "", **changed: str) -> str:
    return REGISTERED.format(
        **{
            "attested": "register",
            "sources": '"c"',
            "middle": source("middle", "entry-2", "c", sources='"d"', version=version),
            "source": source(
                "source", "entry-3", "d", stamped="e", location="embedded", sources=origin
            ),
            "entry": ENTRY,
            "scope": 'digests = ["d"]',
            **changed,
        }
    )


@pytest.mark.parametrize(
    "scope",
    ['digests = ["c"]', 'digests = ["d"]', 'digests = ["e"]', 'asset_ids = ["source"]'],
)
def test_the_registers_chain_proves_descent(scope):
    assert state(registered(scope=scope)) == "approved"


@pytest.mark.parametrize(
    "changed",
    [
        {"entry": "", "attested": "trusted"},
        {"entry": "", "attested": "stranger"},
        {"sources": '"f"'},
        {"sources": '"c", "f"'},
        {"sources": ""},
        {"version": "2"},
    ],
)
def test_what_the_register_does_not_prove(changed):
    assert state(registered(**changed)) == "missing"


def test_a_chain_in_a_circle_ends():
    assert state(registered(scope='digests = ["f"]', origin='"c"')) == "missing"
