import pytest

from provenance.model.finding import Severity
from provenance.rules import orphan_transcode

TEXT = '[[store.manifests]]\nactions = [{{ name = "{action}" }}]\ningredients = [{ingredient}]'


@pytest.mark.parametrize(
    "action", ["c2pa.opened", "c2pa.transcoded", "c2pa.repackaged", "c2pa.converted"]
)
@pytest.mark.parametrize(
    ("ingredient", "told"),
    [("", 1), ('{ relationship = "componentOf" }', 1), ('{ relationship = "parentOf" }', 0)],
)
def test_these_need_a_parent(find, action, ingredient, told):
    problems = find(orphan_transcode, TEXT.format(action=action, ingredient=ingredient))
    assert len(problems) == told
    assert all(action in each.message for each in problems)


@pytest.mark.parametrize("action", ["c2pa.created", "c2pa.edited", "c2pa.published"])
def test_these_do_not(find, action):
    assert find(orphan_transcode, TEXT.format(action=action, ingredient="")) == []


def test_no_manifest_no_orphan(find):
    assert find(orphan_transcode, "") == []


CHAIN = """
[[store.manifests]]
label = "top"
actions = [{ name = "c2pa.opened" }]
ingredients = [{ manifest = "below", title = "mezzanine.mov", relationship = "parentOf" }]
[[store.manifests]]
label = "below"
title = "mezzanine.mov"
"""


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ('actions = [{ name = "c2pa.transcoded" }]', 1),
        ('actions = [{ name = "c2pa.created" }]', 0),
        (
            (
                'actions = [{ name = "c2pa.transcoded" }]\n'
                'ingredients = [{ relationship = "parentOf", title = "camera.mov" }]'
            ),
            0,
        ),
        (
            (
                'actions = [{ name = "c2pa.transcoded" }]\n'
                'ingredients = [{ relationship = "parentOf", manifest = "top" }]'
            ),
            0,
        ),
    ],
)
def test_a_history_that_is_cut_off_further_up_is_a_warning(find, below, told):
    problems = find(orphan_transcode, CHAIN + below)
    assert len(problems) == told
    assert all(
        "mezzanine.mov" in each.message and each.at_most is Severity.WARNING for each in problems
    )
