import pytest

from provenance.rules import file_unaccounted


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", 1),
        ('[asset]\nfamily = "video"', 1),
        ('[asset]\nfamily = "other"', 0),
        ('[asset]\nfamily = "sidecar"', 0),
        ('coverage = "unreadable"', 0),
        ('coverage = "partly_read"', 1),
        ("[[entries]]", 0),
        ("[[approvals]]", 0),
        ('[[approvals]]\nscope = { patterns = ["*"] }', 1),
        ('[[approvals]]\nattested = "stranger"', 1),
        ("[[disclosures]]", 0),
        ('[[disclosures]]\nattested = "unsigned"', 1),
        ('[[signals]]\nsource_type = "digitalCapture"', 0),
        ('[[signals]]\nsource_type = "trainedAlgorithmicMedia"', 0),
        ('[[signals]]\nsource_type = "composite"', 1),
    ],
)
def test_who_is_accounted_for(find, text, told):
    assert len(find(file_unaccounted, text)) == told
