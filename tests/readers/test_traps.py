"""The known false positives, each as a file that somebody really has.

The numbers are those of the list of traps that the signature table was compiled with. What a
manifest says in traps 4 to 8 and 13 is in ``test_rows`` and the ``test_c2pa`` modules, signed.
"""

import json
import random

import pytest

from fixtures.makers import carriers as on
from fixtures.makers import carriers_media as av
from fixtures.makers import stills
from fixtures.makers.dialects import SAMPLES
from fixtures.makers.dialects.base import UUID
from fixtures.makers.dialects.comfyui import EDITING, WORKFLOW
from fixtures.makers.dialects.packets import history, packet
from fixtures.makers.dialects.services import SIGNATURE
from fixtures.makers.dialects.standards import AIGC, CV, source_type
from provenance.model.evidence import Coverage, Declared, Strength


def texts(**values):
    return on.png(values)


def described(text):
    return on.jpg_exif(on.exif(on.ascii_tag(on.DESCRIPTION, text)))


def with_artist(text):
    return on.jpg_exif(on.exif(on.ascii_tag(on.ARTIST, UUID), on.ascii_tag(on.DESCRIPTION, text)))


CAPCUT = {
    "product": "lv",
    "is_use_ai_image_generation": 0,
    "is_use_voice_clone": "0",
    "is_use_vc_sing_clone": 1,
    "is_use_relight": 1,
}

SILENT = {
    "1 screenshot of a node graph": texts(workflow=WORKFLOW),
    "2 ComfyUI as an editor": texts(prompt=EDITING, workflow=WORKFLOW),
    "3 parameters of a simulation": texts(parameters='{"alpha": 0.5, "seed": 42, "steps": 3000}'),
    "3 prompt of a game": texts(prompt="What do you want to do?"),
    "3 comment of a camera": texts(Comment='{"prompt": "press OK", "sampler": "8 kHz"}'),
    "3 generation_data of a survey": texts(generation_data='{"generation": "X", "year": 1971}'),
    "3 software": texts(Software="GIMP 2.10.36", Source="Stable horses, a book"),
    "9 test value of IPTC": on.png_xmp(source_type("CompositeIncludingSyntheticElements")),
    "10 imagen in ImageNumber": texts(ImageNumber="imagen 4711", Title="luma key, flux, dall"),
    "10 names in a description": described("Sora walks the runway in Suno, diffusion of light"),
    "10 aigc in base64": texts(Comment="QUlHQw==aigcAIGC{x"),
    "11 ffmpeg": av.mp4_keys({"encoder": "Lavf60.16.100"}),
    "11 comment of ffmpeg": av.mp4_comment("Lavf58.76.100"),
    "12 flags of zero": av.mp4_keys({"Artwork": json.dumps({"data": CAPCUT})}),
    "12 aigc_label_type alone": described(json.dumps({"aigc_info": {"aigc_label_type": 0}})),
    "15 select subject": on.jpg_xmp(history('stEvt:parameters="Select Subject, Neural Filters"')),
    "15 a caption about it": on.jpg_xmp(
        packet("<photoshop:Headline>Generative Fill explained</photoshop:Headline>")
    ),
    "15 a history of content-aware fill": on.jpg_xmp(
        packet("<photoshop:History>Content-Aware Fill\nGenerative Upscale</photoshop:History>")
    ),
    "17 signature of a painter": with_artist("Signature: J. Doe, oil on canvas, 1971"),
    "17 signature without artist": described(SIGNATURE),
    "17 artist without signature": with_artist("A lighthouse"),
    "17 comment that goes on": av.mp4_comment(SIGNATURE + " signed by hand"),
}


@pytest.mark.parametrize("name", SILENT)
def test_says_nothing_of_generation(gather, name):
    evidence = gather(SILENT[name])
    assert evidence.coverage is Coverage.READ
    assert evidence.declaration.declared is Declared.SILENT
    assert not evidence.declaration.is_ai


def test_9_software_image_is_not_generated(gather):
    evidence = gather(on.png_xmp(source_type(CV + "softwareImage")))
    assert evidence.declaration.declared is Declared.NOT_GENERATED


def test_10_words_in_raw_bytes_are_no_evidence(gather):
    chance = random.Random(3)
    words = b"trainedAlgorithmicMedia NovelAI Midjourney Sora parameters prompt AIGC TC260 c2pa "
    noise = b"".join(bytes(chance.randrange(256) for _ in range(40)) + words for _ in range(40))
    data = stills.png(stills.png_chunk("prVt", noise))
    assert gather(data).declaration.declared is Declared.SILENT
    assert gather(stills.png() + noise).declaration.declared is Declared.SILENT


@pytest.mark.parametrize("label", ["2", "3"])
def test_12_what_a_distributor_suspects_is_a_hint(gather, label):
    evidence = gather(texts(AIGC=json.dumps(AIGC | {"Label": label})))
    assert evidence.declaration.strength is Strength.HINT


@pytest.mark.parametrize("name", ["google-edited/still.jpg", "samsung-trailer/still.png"])
def test_14_edited_photographs_are_composites(gather, name):
    assert gather(SAMPLES[name].make()).declaration.declared is Declared.COMPOSITE


@pytest.mark.parametrize(
    "data",
    [
        texts(postprocessing="Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+"),
        texts(extras="Postprocess upscale by: 2, Postprocess upscaler: Lanczos"),
        on.png_xmp(source_type(CV + "algorithmicallyEnhanced")),
        on.jpg_exif(on.exif(on.ascii_tag(on.SOFTWARE, "Topaz DeNoise AI 3.7.2"))),
    ],
    ids=["16 upscaler", "16 extras", "6 enhanced alone", "15 topaz"],
)
def test_enhancement_is_not_generation(gather, data):
    assert gather(data).declaration.declared is Declared.ENHANCED


def test_6_and_7_enhanced_or_composite_beside_generated(gather):
    both = packet(
        f"<Iptc4xmpExt:DigitalSourceType>{CV}trainedAlgorithmicMedia"
        "</Iptc4xmpExt:DigitalSourceType>"
        f"<Iptc4xmpExt:DigitalSourceFileType>{CV}composite</Iptc4xmpExt:DigitalSourceFileType>"
    )
    evidence = gather(on.png_xmp(both))
    assert evidence.declaration.declared is Declared.GENERATED
    assert evidence.declaration.contradicting == ()


def test_every_trap_of_the_manifests_is_a_row():
    """4, 5, 7, 8: signed and read in ``test_rows``."""
    for name in ("pixel-camera", "procedural", "training-mining", "google"):
        assert f"c2pa-{name}/manifest.json" in SAMPLES
    assert SAMPLES["c2pa-microsoft/editor.json"].declared == "silent"
