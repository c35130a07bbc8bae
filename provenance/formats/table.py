"""Our own table of formats, extensions and media types. The host's tables are never asked.

``engine_type`` is what was tried with the pinned engine (c2pa-rs 0.91): HEIC and HEIF are left
to sidecars because embedding shifts item offsets twice in some files, RF64, BW64 and W64 because
the engine refuses them, camera raw and DNG because originals are not written into, XLSX and PPTX
because nobody tried them.
"""

import os
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Final

from provenance.formats.base import Format
from provenance.model.asset import Family

_IMAGE, _AUDIO, _VIDEO = Family.IMAGE, Family.AUDIO, Family.VIDEO
_DOCUMENT, _SIDECAR, _OTHER = Family.DOCUMENT, Family.SIDECAR, Family.OTHER
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"

UNKNOWN_TYPE: Final = "application/octet-stream"
"""Media type of content that no format claims (RFC 2046 section 4.5.1)."""

FORMATS: Final[tuple[Format, ...]] = (
    Format("jpg", "image/jpeg", _IMAGE, (".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg"),
    Format("png", "image/png", _IMAGE, (".png", ".apng"), "image/png"),
    Format("gif", "image/gif", _IMAGE, (".gif",), "image/gif"),
    Format("webp", "image/webp", _IMAGE, (".webp",), "image/webp"),
    Format("tiff", "image/tiff", _IMAGE, (".tif", ".tiff"), "image/tiff"),
    Format("bigtiff", "image/tiff", _IMAGE, (".tif", ".tiff", ".btf", ".tf8"), "image/tiff"),
    Format("bmp", "image/bmp", _IMAGE, (".bmp", ".dib")),
    Format("avif", "image/avif", _IMAGE, (".avif", ".avifs"), "image/avif"),
    Format("heic", "image/heic", _IMAGE, (".heic", ".heics", ".hif")),
    Format("heif", "image/heif", _IMAGE, (".heif", ".heifs", ".hif")),
    Format("jxl", "image/jxl", _IMAGE, (".jxl",), "image/jxl"),
    Format("jxl-codestream", "image/jxl", _IMAGE, (".jxl",)),
    Format("jp2", "image/jp2", _IMAGE, (".jp2", ".jpx", ".jpf", ".jpm", ".jph")),
    Format("j2k", "image/j2c", _IMAGE, (".j2k", ".j2c", ".jpc", ".jhc")),
    Format("psd", "image/vnd.adobe.photoshop", _IMAGE, (".psd",)),
    Format("psb", "image/vnd.adobe.photoshop", _IMAGE, (".psb",)),
    Format("svg", "image/svg+xml", _IMAGE, (".svg",), "image/svg+xml"),
    Format("exr", "image/x-exr", _IMAGE, (".exr",)),
    Format("dpx", "image/x-dpx", _IMAGE, (".dpx",)),
    Format("dng", "image/x-adobe-dng", _IMAGE, (".dng",), raw=True),
    Format("nef", "image/x-nikon-nef", _IMAGE, (".nef", ".nrw"), raw=True),
    Format("cr2", "image/x-canon-cr2", _IMAGE, (".cr2",), raw=True),
    Format("cr3", "image/x-canon-cr3", _IMAGE, (".cr3",), raw=True),
    Format("arw", "image/x-sony-arw", _IMAGE, (".arw", ".sr2", ".srf"), raw=True),
    Format("raf", "image/x-fuji-raf", _IMAGE, (".raf",), raw=True),
    Format("orf", "image/x-olympus-orf", _IMAGE, (".orf", ".ori"), raw=True),
    Format("rw2", "image/x-panasonic-rw2", _IMAGE, (".rw2", ".raw", ".rwl"), raw=True),
    # Other makers' raw files are TIFF with a colour filter array; one name covers them.
    Format(
        "raw",
        "image/x-dcraw",
        _IMAGE,
        (".pef", ".srw", ".3fr", ".fff", ".iiq", ".erf", ".dcr", ".kdc", ".mef", ".mos"),
        raw=True,
    ),
    Format("mp4", "video/mp4", _VIDEO, (".mp4", ".m4s", ".cmfv", ".f4v"), "video/mp4"),
    Format("mov", "video/quicktime", _VIDEO, (".mov", ".qt"), "video/quicktime"),
    Format("m4v", "video/x-m4v", _VIDEO, (".m4v",), "video/x-m4v"),
    Format("m4a", "audio/mp4", _AUDIO, (".m4a", ".m4b", ".m4p", ".m4r", ".cmfa"), "audio/mp4"),
    Format("3gp", "video/3gpp", _VIDEO, (".3gp", ".3gpp", ".3g2", ".3gpp2"), "video/mp4"),
    Format("avi", "video/x-msvideo", _VIDEO, (".avi",), "video/x-msvideo"),
    Format("mkv", "video/x-matroska", _VIDEO, (".mkv", ".mka", ".mks", ".mk3d")),
    Format("webm", "video/webm", _VIDEO, (".webm",)),
    Format("mxf", "application/mxf", _VIDEO, (".mxf",)),
    Format("ogv", "video/ogg", _VIDEO, (".ogv", ".ogx")),
    Format("wav", "audio/wav", _AUDIO, (".wav", ".wave"), "audio/wav"),
    Format("bwf", "audio/wav", _AUDIO, (".wav", ".wave", ".bwf"), "audio/wav"),
    Format("rf64", "audio/wav", _AUDIO, (".wav", ".wave", ".rf64", ".bwf")),
    Format("bw64", "audio/wav", _AUDIO, (".wav", ".wave", ".bw64", ".bwf")),
    Format("w64", "audio/x-w64", _AUDIO, (".w64",)),
    Format("aiff", "audio/aiff", _AUDIO, (".aif", ".aiff")),
    Format("aifc", "audio/aiff", _AUDIO, (".aifc", ".aif", ".aiff", ".afc")),
    Format("caf", "audio/x-caf", _AUDIO, (".caf",)),
    Format("mp3", "audio/mpeg", _AUDIO, (".mp3", ".mp2", ".mpga"), "audio/mpeg"),
    Format("flac", "audio/flac", _AUDIO, (".flac",), "audio/flac"),
    Format("ogg", "audio/ogg", _AUDIO, (".ogg", ".oga", ".spx")),
    Format("opus", "audio/ogg", _AUDIO, (".opus",)),
    Format("aac", "audio/aac", _AUDIO, (".aac", ".adts")),
    Format("pdf", "application/pdf", _DOCUMENT, (".pdf",), "application/pdf"),
    Format("zip", "application/zip", _DOCUMENT, (".zip",), "application/x-zip"),
    Format("docx", f"{_OFFICE}.wordprocessingml.document", _DOCUMENT, (".docx",), "docx"),
    Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _DOCUMENT, (".xlsx",)),
    Format("pptx", f"{_OFFICE}.presentationml.presentation", _DOCUMENT, (".pptx",)),
    Format("odt", "application/vnd.oasis.opendocument.text", _DOCUMENT, (".odt",), "odt"),
    Format("epub", "application/epub+zip", _DOCUMENT, (".epub",), "epub"),
    Format("c2pa", "application/c2pa", _SIDECAR, (".c2pa",)),
    Format("xmp", "application/rdf+xml", _SIDECAR, (".xmp",)),
    Format("text", "text/plain", _OTHER, (".txt", ".md", ".log", ".srt", ".vtt", ".yaml", ".toml")),
    Format("json", "application/json", _OTHER, (".json", ".otio", ".jsonl")),
    Format("csv", "text/csv", _OTHER, (".csv", ".tsv", ".ale")),
    Format("xml", "application/xml", _OTHER, (".xml", ".fcpxml", ".mhl", ".rdf", ".ttml")),
    Format("edl", "text/plain", _OTHER, (".edl",)),
    Format("aaf", "application/x-aaf", _OTHER, (".aaf",)),
)
"""Every format that is recognised. Order decides which format an extension promises first."""

_BY_NAME: Final = {each.name: each for each in FORMATS}
_BY_EXTENSION: Final[dict[str, tuple[Format, ...]]] = {
    extension: tuple(each for each in FORMATS if extension in each.extensions)
    for owner in FORMATS
    for extension in owner.extensions
}

_WRITING: Final = frozenset({"text", "json", "csv", "xml", "edl"})
_PACKED: Final = frozenset({"docx", "xlsx", "pptx", "odt", "epub"})
_ALSO: Final[dict[str, frozenset[str]]] = {
    # An extension of the key's format is honest on these contents too: the one is a brand, a
    # subset or an extension of the other, and players and viewers treat them alike. QuickTime
    # and MP4 are kept apart on purpose: deliveries ask for the one or the other.
    "mp4": frozenset({"m4v", "m4a", "3gp"}),
    "m4v": frozenset({"mp4"}),
    "m4a": frozenset({"mp4"}),
    "3gp": frozenset({"mp4", "m4a"}),
    "heic": frozenset({"heif"}),
    "heif": frozenset({"heic", "avif"}),
    "avif": frozenset({"heif"}),
    "mkv": frozenset({"webm"}),
    "ogg": frozenset({"opus", "ogv"}),
    "ogv": frozenset({"ogg"}),
    "psd": frozenset({"psb"}),
    "raw": frozenset({"dng", "tiff"}),
    "zip": _PACKED,
    "xml": frozenset({"svg", "xmp"}) | _WRITING,
    "xmp": frozenset({"xml"}),
    "text": _WRITING | {"xmp", "svg"},
    "json": _WRITING,
    "csv": _WRITING,
    "edl": _WRITING,
}


def by_name(name: str) -> Format:
    """The format of that name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]


def by_extension(path: PurePath) -> Format | None:
    """The format that the file's name promises first, or None for a name that says nothing."""
    promised = _BY_EXTENSION.get(path.suffix.lower())
    return promised[0] if promised else None


def contradicts(path: Path | str, format: Format) -> str:  # noqa: A002
    """The name of the format that the file's name promises, where ``format`` breaks the promise.

    Equivalent names do not contradict: ``.jpe`` on JPEG, ``.tif`` on BigTIFF, ``.wav`` on RF64,
    ``.m4a`` on MP4 audio. ``.mp4`` on a QuickTime brand does.

    Args:
        path: The file's path; only its extension counts.
        format: What the content shows.

    Returns:
        "" where the name agrees, or says nothing.
    """
    place = path if isinstance(path, str) else os.fspath(path)
    # A name of nothing but dots and an ending has none: looked at only where that matters.
    if not _broken_promise(place[place.rfind(".") :], format.name):
        return ""
    return _broken_promise(os.path.splitext(place)[1], format.name)  # noqa: PTH122 - as for the system


@lru_cache(maxsize=1024)
def _broken_promise(extension: str, name: str) -> str:
    promised = _BY_EXTENSION.get(extension.lower())
    if not promised:
        return ""
    for each in promised:
        if each.name == name or name in _ALSO.get(each.name, frozenset()):
            return ""
    return promised[0].name
