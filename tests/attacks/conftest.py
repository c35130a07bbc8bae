"""A dishonest vendor, an approver and a stranger, each with an identity, and small pictures."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import provenance
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import PemSigner
from provenance.model.disclosure import Disclosure

PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{}"/></rdf:RDF>
</x:xmpmeta>"""


class Person:
    """Who signs: a signer and the certificate to trust."""

    def __init__(self, folder, name):
        made = create_identity(folder, name=name, organisation=name)
        self.signer = PemSigner(made.chain, made.key, "")
        self.ca = made.ca


class Bench:
    """A delivery, and everything that is done to it."""

    def __init__(self, folder, people):
        self.folder = folder
        self.people = people
        self.delivery = folder / "delivery"
        self.delivery.mkdir()

    def picture(self, name="bg.png", *, generated=False, seed=0):
        """A PNG in the delivery; ``generated`` writes an IPTC source type into its XMP."""
        info = PngInfo()
        if generated:
            info.add_itxt("XML:com.adobe.xmp", PACKET.format("trainedAlgorithmicMedia"))
        pixels = random.Random(seed).randbytes(32 * 32 * 3)
        path = self.delivery / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.frombytes("RGB", (32, 32), pixels).save(path, "PNG", pnginfo=info)
        return path

    def told(self, **fields):
        """A disclosure that leaves nothing open."""
        return Disclosure.model_validate(
            {
                "digital_source_type": "trainedAlgorithmicMedia",
                "tools": [{"name": "X", "version": "3"}],
                "use_category": "background_element",
                "stage": "final",
                "human_contribution": "Painted over by hand.",
                **fields,
            }
        )

    def stamp(self, path, who="Vendor", **fields):
        with provenance.Stamper(self.people[who].signer) as stamper:
            return stamper.stamp(path, self.told(**fields))

    def approve(self, *paths, who="Approver", **fields):
        return provenance.approve(
            paths,
            by=who,
            reference="T-1",
            folder=fields.pop("folder", self.delivery / "approvals"),
            signer=self.people[who].signer,
            **fields,
        )

    def scan(self, policy="netflix", *, trust=("Vendor", "Approver"), also=(), **options):
        """Scan the delivery, the vendor and the approver trusted."""
        anchors = [*(self.people[name].ca for name in trust), *also]
        return provenance.scan(self.delivery, policy, trust=anchors, **options)


@pytest.fixture(scope="session")
def _people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    return {name: Person(folder / name, name) for name in ("Vendor", "Approver", "Stranger")}


@pytest.fixture
def bench(_people, tmp_path):
    return Bench(tmp_path, dict(_people))


@pytest.fixture
def person(tmp_path):
    """One more person, with a name of one's choice."""

    def make(name):
        return Person(tmp_path / "person", name)

    return make


@pytest.fixture
def command():
    """Run the installed command in a folder."""

    def run(*arguments, cwd):
        program = Path(sys.executable).with_name("provenance")
        return subprocess.run(
            [program, *arguments], cwd=cwd, capture_output=True, text=True, check=False
        )

    return run
