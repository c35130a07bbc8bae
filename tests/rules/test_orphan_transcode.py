import pytest

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
