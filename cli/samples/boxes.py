"""What every mapped package has: a packing list, an asset map, a volume index.

Layouts: ST 429-9 (asset map), ST 2067-2 and ST 429-8 (packing list).
"""

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

Files = Mapping[str, bytes]

DATE = "2026-11-02T09:41:00+00:00"
ISSUER, CREATOR = "Sample production", "Sample maker"
_SPACE = uuid.UUID("6f6b6a7e-5a0c-4d4f-9c55-8d6d1b0a0a11")
_AM = "http://www.smpte-ra.org/schemas/429-9/2007/AM"


def identity(name: str) -> str:
    """A UUID that is always the same for one name."""
    return str(uuid.uuid5(_SPACE, name))


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a package; kind is its media type."""

    name: str
    id: str
    data: bytes
    kind: str
    algorithm: str = "sha1"


def document(root: str, namespace: str, body: str) -> bytes:
    """An XML document of one namespace."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{namespace}">\n{body}</{root}>\n'
    ).encode()


def head(id_: str, annotation: str, text: str = "AnnotationText") -> str:
    """How every list begins."""
    return (
        f"  <Id>urn:uuid:{id_}</Id>\n  <{text}>{annotation}</{text}>\n"
        f"  <IssueDate>{DATE}</IssueDate>\n  <Issuer>{ISSUER}</Issuer>\n"
        f"  <Creator>{CREATOR}</Creator>\n"
    )


_METHODS = {
    "sha1": "http://www.w3.org/2000/09/xmldsig#sha1",
    "sha256": "http://www.w3.org/2001/04/xmlenc#sha256",
}


def _packed(asset: Asset, *, named: bool) -> str:
    digest = hashlib.new(asset.algorithm, asset.data, usedforsecurity=False).digest()
    method = f'      <HashAlgorithm Algorithm="{_METHODS[asset.algorithm]}"/>\n' if named else ""
    return (
        f"    <Asset>\n      <Id>urn:uuid:{asset.id}</Id>\n"
        f"      <Hash>{base64.b64encode(digest).decode()}</Hash>\n"
        f"      <Size>{len(asset.data)}</Size>\n      <Type>{asset.kind}</Type>\n"
        f"      <OriginalFileName>{asset.name}</OriginalFileName>\n{method}    </Asset>\n"
    )


def _mapped(asset: Asset, *, packing_list: bool = False) -> str:
    mark = "      <PackingList>true</PackingList>\n" if packing_list else ""
    return (
        f"    <Asset>\n      <Id>urn:uuid:{asset.id}</Id>\n{mark}      <ChunkList>\n"
        f"        <Chunk>\n          <Path>{asset.name}</Path>\n"
        f"          <VolumeIndex>1</VolumeIndex>\n          <Offset>0</Offset>\n"
        f"          <Length>{len(asset.data)}</Length>\n        </Chunk>\n"
        f"      </ChunkList>\n    </Asset>\n"
    )


def boxed(name: str, title: str, assets: list[Asset], packing: str) -> Files:
    """The files of a package with its packing list, asset map and volume index."""
    list_id = identity(f"{name} packing list")
    rows = "".join(_packed(each, named="2067" in packing) for each in assets)
    body = f"{head(list_id, title)}  <AssetList>\n{rows}  </AssetList>\n"
    data = document("PackingList", packing, body)
    packed = Asset(f"PKL_{list_id}.xml", list_id, data, "text/xml")
    rows = _mapped(packed, packing_list=True) + "".join(map(_mapped, assets))
    body = (
        f"  <Id>urn:uuid:{identity(f'{name} map')}</Id>\n  <AnnotationText>{title}"
        f"</AnnotationText>\n  <Creator>{CREATOR}</Creator>\n  <VolumeCount>1</VolumeCount>\n"
        f"  <IssueDate>{DATE}</IssueDate>\n  <Issuer>{ISSUER}</Issuer>\n"
        f"  <AssetList>\n{rows}  </AssetList>\n"
    )
    return {
        "ASSETMAP.xml": document("AssetMap", _AM, body),
        "VOLINDEX.xml": document("VolumeIndex", _AM, "  <Index>1</Index>\n"),
        packed.name: packed.data,
        **{each.name: each.data for each in assets},
    }
