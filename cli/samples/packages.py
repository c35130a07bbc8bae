"""Small packages to try things on: an IMP, a supplemental one, a DCP, sequences, a hash list.

They have the shape of what they are named after, and lists that hold: ids, sizes and hashes are
those of their files. The essence is a film of one frame, not what ST 2067-21 or ST 429-2 demand.
Layouts: ST 429-9 (asset map), ST 2067-2 and ST 429-8 (packing list), ST 2067-3 and ST 429-7
(composition), ST 2067-100, ST 2067-9; ASC MHL 2.0.
"""

import base64
import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from . import cinema, h264, pictures
from .mxf import Pictures, mxf

Files = Mapping[str, bytes]

_SPACE = uuid.UUID("6f6b6a7e-5a0c-4d4f-9c55-8d6d1b0a0a11")
_AM = "http://www.smpte-ra.org/schemas/429-9/2007/AM"
_MHL = "urn:ASC:MHL:v2.0"
_DATE = "2026-11-02T09:41:00+00:00"
_SOUND = 4800  # hertz: a tenth of what it ought to be, for the size of the files
_ISSUER, _CREATOR = "Sample production", "Sample maker"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def identity(name: str) -> str:
    """A UUID that is always the same for one name."""
    return str(uuid.uuid5(_SPACE, name))


@dataclass(frozen=True, slots=True)
class _Asset:
    """One file of a package; kind is its media type."""

    name: str
    id: str
    data: bytes
    kind: str
    algorithm: str = "sha1"


def _document(root: str, namespace: str, body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">\n{body}</{root}>\n'
    ).encode()


def _head(id_: str, annotation: str, text: str = "AnnotationText") -> str:
    return (
        f"  <Id>urn:uuid:{id_}</Id>\n  <{text}>{annotation}</{text}>\n"
        f"  <IssueDate>{_DATE}</IssueDate>\n  <Issuer>{_ISSUER}</Issuer>\n"
        f"  <Creator>{_CREATOR}</Creator>\n"
    )


_METHODS = {
    "sha1": "http://www.w3.org/2000/09/xmldsig#sha1",
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
}


def _packed(asset: _Asset, *, named: bool) -> str:
    digest = hashlib.new(asset.algorithm, asset.data, usedforsecurity=False).digest()
    method = f'      <HashAlgorithm Algorithm="{_METHODS[asset.algorithm]}"/>\n' if named else ""
    return (
        f"    <Asset>\n      <Id>urn:uuid:{asset.id}</Id>\n"
        f"      <Hash>{base64.b64encode(digest).decode()}</Hash>\n"
        f"      <Size>{len(asset.data)}</Size>\n      <Type>{asset.kind}</Type>\n"
        f"      <OriginalFileName>{asset.name}</OriginalFileName>\n{method}    </Asset>\n"
    )


def _mapped(asset: _Asset, *, packing_list: bool = False) -> str:
    mark = "      <PackingList>true</PackingList>\n" if packing_list else ""
    return (
        f"    <Asset>\n      <Id>urn:uuid:{asset.id}</Id>\n{mark}      <ChunkList>\n"
        f"        <Chunk>\n          <Path>{asset.name}</Path>\n"
        f"          <VolumeIndex>1</VolumeIndex>\n          <Offset>0</Offset>\n"
        f"          <Length>{len(asset.data)}</Length>\n        </Chunk>\n"
        f"      </ChunkList>\n    </Asset>\n"
    )


def _boxed(name: str, title: str, assets: list[_Asset], packing: str) -> Files:
    """The files of a package with its packing list, asset map and volume index."""
    list_id = identity(f"{name} packing list")
    rows = "".join(_packed(each, named="2067" in packing) for each in assets)
    body = f"{_head(list_id, title)}  <AssetList>\n{rows}  </AssetList>\n"
    data = _document("PackingList", packing, body)
    packed = _Asset(f"PKL_{list_id}.xml", list_id, data, "text/xml")
    rows = _mapped(packed, packing_list=True) + "".join(map(_mapped, assets))
    body = (
        f"  <Id>urn:uuid:{identity(f'{name} map')}</Id>\n  <AnnotationText>{title}"
        f"</AnnotationText>\n  <Creator>{_CREATOR}</Creator>\n  <VolumeCount>1</VolumeCount>\n"
        f"  <IssueDate>{_DATE}</IssueDate>\n  <Issuer>{_ISSUER}</Issuer>\n"
        f"  <AssetList>\n{rows}  </AssetList>\n"
    )
    return {
        "ASSETMAP.xml": _document("AssetMap", _AM, body),
        "VOLINDEX.xml": _document("VolumeIndex", _AM, "  <Index>1</Index>\n"),
        packed.name: packed.data,
        **{each.name: each.data for each in assets},
    }


@cache
def _essence(seed: int) -> bytes:
    """One grey frame and its sound; another seed makes another file."""
    size = (16, 16)
    shot = h264.Planes(*size, bytes([16 + seed]) * 256, bytes([128]) * 64, bytes([128]) * 64)
    units = tuple(h264.encode([shot]))
    return mxf(Pictures(units, size), bytes(2 * _SOUND // 24), sound_rate=_SOUND)


def _track(name: str, seed: int, algorithm: str = "sha1") -> _Asset:
    return _Asset(name, identity(name), _essence(seed), "application/mxf", algorithm)


def _sequence(kind: str, asset: _Asset, rate: str, frames: int) -> str:
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


def _composition(name: str, title: str, picture: _Asset, sound: _Asset) -> _Asset:
    id_ = identity(f"{name} composition")
    body = (
        f"{_head(id_, title, 'Annotation')}  <ContentTitle>{title}</ContentTitle>\n"
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
    data = _document("CompositionPlaylist", f"{spaces}http://www.smpte-ra.org/ns/2067-2/2020", body)
    return _Asset(f"CPL_{id_}.xml", id_, data, "text/xml")


_PICTURE = ("hl_picture.mxf", 1)
_PKL_2016 = "http://www.smpte-ra.org/schemas/2067-2/2016/PKL"


def imp() -> Files:
    """An IMP: picture and sound, one composition, an output profile, a sidecar and its map."""
    picture, sound = _track(*_PICTURE, "sha256"), _track("hl_sound_en.mxf", 2)
    cut = _composition("hl", "Harbour Lights", picture, sound)
    profile_id = identity("hl profile")
    body = (
        f"{_head(profile_id, 'Harbour Lights', 'Annotation')}"
        f"  <CompositionPlaylistId>urn:uuid:{cut.id}</CompositionPlaylistId>\n"
        "  <AliasList/>\n  <MacroList/>\n"
    )
    space = "http://www.smpte-ra.org/schemas/2067-100/2014"
    profile = _Asset(
        f"OPL_{profile_id}.xml",
        profile_id,
        _document("OutputProfileList", space, body),
        "text/xml",
    )
    notes = _Asset("hl_notes.txt", identity("hl notes"), b"Reel 1, frame 1.\n", "text/plain")
    map_id = identity("hl sidecars")
    body = (
        f"  <Id>urn:uuid:{map_id}</Id>\n  <Properties>\n    <IssueDate>{_DATE}</IssueDate>\n"
        f"  </Properties>\n  <SidecarAssetList>\n    <SidecarAsset>\n"
        f"      <Id>urn:uuid:{notes.id}</Id>\n      <AssociatedCPLList>\n"
        f"        <CPLId>urn:uuid:{cut.id}</CPLId>\n      </AssociatedCPLList>\n"
        "    </SidecarAsset>\n  </SidecarAssetList>\n"
    )
    space = "http://www.smpte-ra.org/ns/2067-9/2018"
    sidecars = _Asset(
        f"SCM_{map_id}.xml", map_id, _document("SidecarCompositionMap", space, body), "text/xml"
    )
    assets = [picture, sound, cut, profile, notes, sidecars]
    return _boxed("hl", "Harbour Lights", assets, _PKL_2016)


def supplemental() -> Files:
    """A supplemental IMP: another sound, and a composition that plays the picture of ``imp``."""
    sound = _track("hl_sound_fr.mxf", 3)
    cut = _composition("hl_fr", "Harbour Lights (FR)", _track(*_PICTURE), sound)
    return _boxed("hl_fr", "Harbour Lights (FR)", [sound, cut], _PKL_2016)


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
        f"{_head(id_, 'Harbour Lights')}"
        f"  <ContentTitleText>HarbourLights_FTR_F_EN-XX</ContentTitleText>\n"
        f"  <ContentKind>feature</ContentKind>\n  <ReelList>\n    <Reel>\n"
        f"      <Id>urn:uuid:{identity('hl reel')}</Id>\n      <AssetList>\n{reel}"
        f"      </AssetList>\n    </Reel>\n  </ReelList>\n"
    )
    space = "http://www.smpte-ra.org/schemas/429-7/2006/CPL"
    cut = _Asset(f"CPL_{id_}.xml", id_, _document("CompositionPlaylist", space, body), "text/xml")
    packing = "http://www.smpte-ra.org/schemas/429-8/2007/PKL"
    return _boxed("hl_dcp", "Harbour Lights", [picture, sound, cut], packing)


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


def _c4(data: bytes) -> str:
    """The C4 id of some bytes (SMPTE ST 2114)."""
    number, digits = int.from_bytes(hashlib.sha512(data).digest(), "big"), ""
    while number:
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    return "c4" + digits.rjust(88, _ALPHABET[0])


def history() -> Files:
    """A camera card with its ASC MHL history of one generation."""
    files = {
        "Clips/A001C001.mxf": _essence(6),
        "Clips/A001C002.mxf": _essence(7),
        "A001.ale": b"Heading\nFIELD_DELIM\tTABS\n",
    }
    rows = "".join(
        f'    <hash>\n      <path size="{len(data)}">{path}</path>\n'
        f'      <c4 action="original" hashdate="{_DATE}">{_c4(data)}</c4>\n    </hash>\n'
        for path, data in files.items()
    )
    body = (
        f"  <creatorinfo>\n    <creationdate>{_DATE}</creationdate>\n"
        f'    <hostname>cart.example</hostname>\n    <tool version="1.0">{_CREATOR}</tool>\n'
        "  </creatorinfo>\n  <processinfo>\n    <process>in-place</process>\n    <ignore>\n"
        "      <pattern>.DS_Store</pattern>\n      <pattern>ascmhl</pattern>\n"
        "      <pattern>ascmhl/</pattern>\n    </ignore>\n  </processinfo>\n"
        f"  <hashes>\n{rows}  </hashes>\n"
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<hashlist version="2.0" xmlns="{_MHL}">\n'
    listed = f"{text}{body}</hashlist>\n".encode()
    name = "0001_A001_2026-11-02_094100Z.mhl"
    chain = (
        f'  <hashlist sequencenr="1">\n    <path>{name}</path>\n    <c4>{_c4(listed)}</c4>\n'
        "  </hashlist>\n"
    )
    directory = _document("ascmhldirectory", "urn:ASC:MHL:DIRECTORY:v2.0", chain)
    return {**files, f"ascmhl/{name}": listed, "ascmhl/ascmhl_chain.xml": directory}


PACKAGES: Mapping[str, Callable[[], Files]] = {
    "imp": imp,
    "imp_fr": supplemental,
    "dcp": dcp,
    "shots": sequences,
    "card_A001": history,
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
