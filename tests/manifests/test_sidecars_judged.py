"""Our own check of the hash against the engine's, and sidecars that others made."""

import io
import json
from dataclasses import replace

import c2pa
import pytest

from provenance.manifests import _native
from provenance.manifests.definition import IngredientFile
from provenance.model.evidence import Integrity

from .conftest import MEDIA_TYPES, flip, issue, make_media, pkcs8

TYPE = "image/x-exr"
CAPTURE = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


class TestAgainstTheEngine:
    """Our way of verifying must say what the engine says over the file itself."""

    @pytest.fixture(params=["plain", "chain", "tampered parent"])
    def case(self, request, tmp_path, sign, definition):
        path = make_media(tmp_path, "exr", "b")
        if request.param == "plain":
            return path, sign(path)
        parent = make_media(tmp_path, "exr", "a")
        first = sign(parent)
        if request.param == "tampered parent":
            flip(parent)
        part = IngredientFile(parent, "a", TYPE, "sha256:" + "0" * 64, "parentOf", store=first)
        return path, sign(path, definition=replace(definition, ingredients=(part,)))

    @pytest.mark.parametrize("change", ["none", "flip", "longer", "shorter", "store"])
    @pytest.mark.parametrize("asked", ["engine", "unasked", "elsewhere"])
    def test_same_codes(self, case, change, asked, request):
        path, sidecar = case
        data, store = bytearray(path.read_bytes()), bytearray(sidecar.read_bytes())
        if change == "flip":
            data[100] ^= 1
        elif change == "longer":
            data += b"x"
        elif change == "shorter":
            del data[-1]
        elif change == "store":
            store[store.rindex(b"Painter")] ^= 1
        path.write_bytes(data)
        sidecar.write_bytes(store)
        trust = request.getfixturevalue(asked).trust
        settings = _native.context(tuple(each.pem for each in trust.anchors))
        ours = _native.read(
            str(path), TYPE, str(sidecar), [each.pem for each in trust.anchors], validate=True
        )
        with c2pa.Reader(
            "application/octet-stream", io.BytesIO(data), bytes(store), context=settings
        ) as reader:
            theirs, state = json.loads(reader.crjson()), reader.get_validation_state()
        assert ours["state"] == state
        assert codes(ours["report"]) == codes(theirs)


def codes(report):
    return [
        (
            entry["label"],
            {
                group: sorted(
                    (each["code"], each["url"]) for each in entry["validationResults"][group]
                )
                for group in ("success", "informational", "failure")
            },
            entry.get("ingredientDeltas"),
        )
        for entry in report["manifests"]
    ]


@pytest.mark.parametrize("kind", ["jpg", "png", "wav", "mp4"])
def test_sidecars_of_other_makers(kind, tmp_path, engine):
    """Bound by ranges or boxes, as the engine itself makes them: the engine verifies."""
    path = make_media(tmp_path, kind)
    issued = issue(tmp_path / "id")
    settings = _native.context(())
    builder = c2pa.Builder(
        {
            "claim_generator_info": [{"name": "other"}],
            "assertions": [
                {
                    "label": "c2pa.actions.v2",
                    "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": CAPTURE}]},
                }
            ],
        },
        settings,
    )
    builder.set_no_embed()
    info = c2pa.C2paSignerInfo(
        "es256", issued.signer.chain.read_bytes(), pkcs8(issued.signer.key), None
    )
    with c2pa.Signer.from_info(info) as other, path.open("rb") as source:
        store = builder.sign(other, MEDIA_TYPES[kind], source, io.BytesIO())
    sidecar = tmp_path / "other.c2pa"
    sidecar.write_bytes(store)

    def verify():
        return engine.read(path, media_type=MEDIA_TYPES[kind], where="x", sidecar=sidecar)

    assert verify().integrity is Integrity.VALID
    middle = path.stat().st_size // 2
    flip(path, middle)
    assert verify().store.validation.tampered
