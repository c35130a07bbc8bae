"""The hash over a whole file: when it is ours to check, and what we say of it instead."""

from provenance.manifests.binding import MATCH, MISMATCH, whole_file_binding


def data_hash_report(**changes):
    data = {"alg": "sha256", "hash": "b64'" + "A" * 43 + "='", "name": "whole file"} | changes
    entry = {
        "label": "l",
        "isUpdateManifest": False,
        "claim.v2": {},
        "assertions": {"c2pa.hash.data": data},
    }
    return {"manifests": [entry]}


def test_only_a_whole_file_binding_is_ours_to_check():
    assert whole_file_binding(data_hash_report()).digest == bytes(32)
    assert whole_file_binding(data_hash_report(exclusions=[])) is not None
    for changes in (
        {"exclusions": [{"start": 0, "length": 0}]},
        {"alg": "md5"},
        {"alg": None},
        {"alg": []},
        {"hash": "b64'AAAA'"},
        {"hash": "b64'***'"},
        {"hash": [0] * 32},
        {"hash": None},
    ):
        assert whole_file_binding(data_hash_report(**changes)) is None
    for change in ({"isUpdateManifest": True}, {"isUpdateManifest": None}):
        report = data_hash_report()
        report["manifests"][0] |= change
        assert whole_file_binding(report) is None
    report = data_hash_report()
    report["manifests"][0]["assertions"]["c2pa.hash.boxes"] = {}
    assert whole_file_binding(report) is None


def test_only_the_one_objection_is_replaced():
    binding = whole_file_binding(data_hash_report())
    mine = {"code": MISMATCH, "url": binding.url}
    other = {"code": MISMATCH, "url": "elsewhere"}
    rest = {"code": "assertion.hashedURI.mismatch", "url": "x"}
    assert binding.is_open({"failure": [mine]})
    assert not binding.is_open({"failure": []})
    assert not binding.is_open({"failure": [other]})
    assert not binding.is_open({"failure": [mine, other]})
    results = {"success": [], "failure": [rest | {"code": "signingCredential.untrusted"}, mine]}
    binding.settle(results, matches=True)
    assert [each["code"] for each in results["failure"]] == ["signingCredential.untrusted"]
    assert [each["code"] for each in results["success"]] == [MATCH]
    results = {"failure": [mine]}
    binding.settle(results, matches=False)
    assert [each["code"] for each in results["failure"]] == [MISMATCH]
