"""Small packages to try things on: IMPs, a DCP, sequences, a hash list, a cut with its media.

They have the shape of what they are named after, and lists that hold: ids, sizes and hashes are
those of their files. The essence is a film of one frame, not what ST 2067-21 or ST 429-2 demand.
Layouts: ST 2067-3 and ST 429-7 (composition), ST 2067-100 (output profile), ST 2067-9 (sidecars).
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

from . import aaf, cinema, mxf, pictures, riff
from .boxes import DATE, Asset, Files, boxed, document, head, identity
from .card import history
from .film import film


def _track(name: str, seed: int, algorithm: str = "sha1") -> Asset:
    return Asset(name, identity(name), film(seed), "application/mxf", algorithm)


def _sequence(kind: str, asset: Asset, rate: str, frames: int) -> str:
    return (
        f"        <cc:{kind}Sequence>\n"
        f"          <Id>urn:uuid:{identity(f'{asset.id} {kind} sequence')}</Id>\n"
        f"          <TrackId>urn:uuid:{identity(f'{kind} track')}</TrackId>\n"
        f"          <ResourceList>\n            <Resource>\n"
        f"              <Id>urn:uuid:{identity(f'{asset.id} resource')}</Id>\n"
        f"              <EditRate>{rate}</EditRate>\n"
        f"              <IntrinsicDuration>{frames}</IntrinsicDuration>\n"
        f"              <EntryPoint>0</EntryPoint>\n"
        f"              <SourceDuration>{frames}</SourceDuration>\n"
        f"              <TrackFileId>urn:uuid:{asset.id}</TrackFileId>\n"
        f"            </Resource>\n          </ResourceList>\n        </cc:{kind}Sequence>\n"
    )


def _composition(name: str, title: str, picture: Asset, sound: Asset) -> Asset:
    id_ = identity(f"{name} composition")
    body = (
        f"{head(id_, title, 'Annotation')}  <ContentTitle>{title}</ContentTitle>\n"
        f"  <ContentKind>feature</ContentKind>\n  <EditRate>24 1</EditRate>\n"
        f"  <ExtensionProperties>\n    <cc:ApplicationIdentification>"
        f"http://www.smpte-ra.org/ns/2067-21/2021</cc:ApplicationIdentification>\n"
        f"  </ExtensionProperties>\n"
        f"  <SegmentList>\n    <Segment>\n      <Id>urn:uuid:{identity(f'{name} segment')}</Id>\n"
        f"      <SequenceList>\n{_sequence('MainImage', picture, '24 1', 1)}"
        f"{_sequence('MainAudio', sound, '48000 1', 2000)}"
        f"      </SequenceList>\n    </Segment>\n  </SegmentList>\n"
    )
    spaces = 'http://www.smpte-ra.org/schemas/2067-3/2016" xmlns:cc="'
    data = document("CompositionPlaylist", f"{spaces}http://www.smpte-ra.org/ns/2067-2/2020", body)
    return Asset(f"CPL_{id_}.xml", id_, data, "text/xml")


_PICTURE = ("hl_picture.mxf", 1)
_PKL_2016 = "http://www.smpte-ra.org/schemas/2067-2/2016/PKL"


def imp() -> Files:
    """An IMP: picture and sound, one composition, an output profile, a sidecar and its map."""
    picture, sound = _track(*_PICTURE, "sha256"), _track("hl_sound_en.mxf", 2)
    cut = _composition("hl", "Harbour Lights", picture, sound)
    profile_id = identity("hl profile")
    body = (
        f"{head(profile_id, 'Harbour Lights', 'Annotation')}"
        f"  <CompositionPlaylistId>urn:uuid:{cut.id}</CompositionPlaylistId>\n"
        "  <AliasList/>\n  <MacroList/>\n"
    )
    space = "http://www.smpte-ra.org/schemas/2067-100/2014"
    profile = Asset(
        f"OPL_{profile_id}.xml",
        profile_id,
        document("OutputProfileList", space, body),
        "text/xml",
    )
    notes = Asset("hl_notes.txt", identity("hl notes"), b"Reel 1, frame 1.\n", "text/plain")
    map_id = identity("hl sidecars")
    body = (
        f"  <Id>urn:uuid:{map_id}</Id>\n  <Properties>\n    <IssueDate>{DATE}</IssueDate>\n"
        f"  </Properties>\n  <SidecarAssetList>\n    <SidecarAsset>\n"
        f"      <Id>urn:uuid:{notes.id}</Id>\n      <AssociatedCPLList>\n"
        f"        <CPLId>urn:uuid:{cut.id}</CPLId>\n      </AssociatedCPLList>\n"
        "    </SidecarAsset>\n  </SidecarAssetList>\n"
    )
    space = "http://www.smpte-ra.org/ns/2067-9/2018"
    sidecars = Asset(
        f"SCM_{map_id}.xml", map_id, document("SidecarCompositionMap", space, body), "text/xml"
    )
    assets = [picture, sound, cut, profile, notes, sidecars]
    return boxed("hl", "Harbour Lights", assets, _PKL_2016)


def supplemental() -> Files:
    """A supplemental IMP: another sound, and a composition that plays the picture of ``imp``."""
    sound = _track("hl_sound_fr.mxf", 3)
    cut = _composition("hl_fr", "Harbour Lights (FR)", _track(*_PICTURE), sound)
    return boxed("hl_fr", "Harbour Lights (FR)", [sound, cut], _PKL_2016)


def dcp() -> Files:
    """A package in the shape of a DCP: one reel of picture and sound."""
    picture, sound = _track("hl_r1_picture.mxf", 4), _track("hl_r1_sound.mxf", 5)
    id_ = identity("hl reel composition")
    reel = "".join(
        f"        <{kind}>\n          <Id>urn:uuid:{asset.id}</Id>\n"
        f"          <EditRate>24 1</EditRate>\n          <IntrinsicDuration>1</IntrinsicDuration>\n"
        f"          <EntryPoint>0</EntryPoint>\n          <Duration>1</Duration>\n"
        f"        </{kind}>\n"
        for kind, asset in (("MainPicture", picture), ("MainSound", sound))
    )
    body = (
        f"{head(id_, 'Harbour Lights')}"
        f"  <ContentTitleText>HarbourLights_FTR_F_EN-XX</ContentTitleText>\n"
        f"  <ContentKind>feature</ContentKind>\n  <ReelList>\n    <Reel>\n"
        f"      <Id>urn:uuid:{identity('hl reel')}</Id>\n      <AssetList>\n{reel}"
        f"      </AssetList>\n    </Reel>\n  </ReelList>\n"
    )
    space = "http://www.smpte-ra.org/schemas/429-7/2006/CPL"
    cut = Asset(f"CPL_{id_}.xml", id_, document("CompositionPlaylist", space, body), "text/xml")
    packing = "http://www.smpte-ra.org/schemas/429-8/2007/PKL"
    return boxed("hl_dcp", "Harbour Lights", [picture, sound, cut], packing)


def sequences() -> Files:
    """Two sequences: ten OpenEXR frames of a shot, and five DPX frames of a scan."""
    size = (16, 9)
    files: dict[str, bytes] = {}
    for frame in range(1001, 1011):
        picture = pictures.plate(size, frame=frame)
        code = f"01:00:41:{frame - 1000:02d}"
        files[f"hl_010_v002/hl_010_v002.{frame}.exr"] = cinema.exr(picture, timecode=code)
    for frame in range(86400, 86405):
        name = f"scan_A001.{frame:07d}.dpx"
        code = f"01:00:00:{frame - 86400:02d}"
        files[f"scan_A001/{name}"] = cinema.dpx(
            Image.new("RGB", size, (frame % 256, 90, 60)), name=name, timecode=code
        )
    return files


def turnover() -> Files:
    """A cut with what an editor wrote beside it, and its media.

    The picture is here as it was, a sound under another name, of another sound the name alone, and
    the rushes are not here.
    """
    umids = {
        "file:///D%3A/renders/HL_020.mxf": mxf.umid(121),
        "file:///D%3A/rushes/A001C002.mxf": mxf.umid(131),
        "file:///D%3A/sound/HL_R1_mix.wav": mxf.umid(141),
        "file:///D%3A/sound/HL_R1_room.wav": mxf.umid(151),
    }
    cut = aaf.aaf(
        title="HL_R1_v7",
        comments={"Comments": "plate by the second unit"},
        addresses=umids,
        umids=umids,
    )
    return {
        "reel_1.aaf": cut,
        "media/hl_020.mxf": film(20, 120),
        "media/mix_checked.wav": _sound(141),
        "media/HL_R1_room.wav": _sound(161),
    }


def _sound(number: int) -> bytes:
    """A moment of silence that states its UMID."""
    about = riff.broadcast_extension(
        "HL R1", "sample maker", "HLR1", samples_since_midnight=0, umid=mxf.umid(number)
    )
    return riff.wav(bytes(8), channels=1, rate=4800, before=[("bext", about)])


PACKAGES: Mapping[str, Callable[[], Files]] = {
    "imp": imp,
    "imp_fr": supplemental,
    "dcp": dcp,
    "shots": sequences,
    "card_A001": history,
    "turnover": turnover,
}
"""Each package by the name of its folder."""


def make_sample_package(folder: Path, name: str) -> int:
    """Write one package into a folder of its name; the same bytes every time.

    Args:
        folder: where that folder goes; made if absent.
        name: which of `PACKAGES`.

    Returns:
        How many files were written.

    Raises:
        OSError: the folder cannot be written.
    """
    files = PACKAGES[name]()
    for path, data in files.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return len(files)
