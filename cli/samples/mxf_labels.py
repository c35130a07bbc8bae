"""Labels and local tags of MXF, from the registers of SMPTE (RP 210, RP 224, ST 377-1)."""

from typing import Final

_HEAD = "060e2b34"

_LABELS: Final = {
    "header partition": "020501010d01020101020400",
    "footer partition": "020501010d01020101040400",
    "primer": "020501010d01020101050100",
    "random index": "020501010d01020101110100",
    "op1a": "040101010d01020101010900",
    "multiple container": "040101030d010301027f0100",
    "avc container": "0401010a0d01030102106001",
    "wave container": "040101010d01030102060100",
    "avc coding": "0401010a0401020201310000",
    "picture": "040101010103020201000000",
    "sound": "040101010103020202000000",
    "timecode": "040101010103020101000000",
}

_SETS: Final = {
    "preface": 0x2F,
    "identification": 0x30,
    "content storage": 0x18,
    "essence data": 0x23,
    "material package": 0x36,
    "source package": 0x37,
    "track": 0x3B,
    "sequence": 0x0F,
    "clip": 0x11,
    "timecode": 0x14,
    "multiple descriptor": 0x44,
    "picture descriptor": 0x28,
    "sound descriptor": 0x48,
}
_INDEX_KEY: Final = "025301010d01020101100100"

TAGS: Final[dict[str, tuple[int, str]]] = {
    name: (tag, _HEAD + rest)
    for name, tag, rest in (
        ("instance", 0x3C0A, "010101010101150200000000"),
        ("modified", 0x3B02, "010101020702011002040000"),
        ("version", 0x3B05, "010101020301020105000000"),
        ("identifications", 0x3B06, "010101020601010406040000"),
        ("content_storage", 0x3B03, "010101020601010402010000"),
        ("pattern", 0x3B09, "010101050102020300000000"),
        ("containers", 0x3B0A, "010101050102021002010000"),
        ("schemes", 0x3B0B, "010101050102021002020000"),
        ("generation", 0x3C09, "010101020520070101000000"),
        ("company", 0x3C01, "010101020520070102010000"),
        ("product", 0x3C02, "010101020520070103010000"),
        ("product_version", 0x3C04, "010101020520070105010000"),
        ("product_id", 0x3C05, "010101020520070107000000"),
        ("product_modified", 0x3C06, "010101020702011002030000"),
        ("packages", 0x1901, "010101020601010405010000"),
        ("essence_data", 0x1902, "010101020601010405020000"),
        ("linked_package", 0x2701, "010101020601010601000000"),
        ("index_id", 0x3F06, "010101040103040500000000"),
        ("body_id", 0x3F07, "010101040103040400000000"),
        ("package", 0x4401, "010101010101151000000000"),
        ("package_name", 0x4402, "010101010103030201000000"),
        ("tracks", 0x4403, "010101020601010406050000"),
        ("package_modified", 0x4404, "010101020702011002050000"),
        ("package_created", 0x4405, "010101020702011001030000"),
        ("descriptor", 0x4701, "010101020601010402030000"),
        ("track_id", 0x4801, "010101020107010100000000"),
        ("track_number", 0x4804, "010101020104010300000000"),
        ("edit_rate", 0x4B01, "010101020530040500000000"),
        ("origin", 0x4B02, "010101020702010301030000"),
        ("sequence", 0x4803, "010101020601010402040000"),
        ("data_definition", 0x0201, "010101020407010000000000"),
        ("duration", 0x0202, "010101020702020101030000"),
        ("components", 0x1001, "010101020601010406090000"),
        ("start", 0x1201, "010101020702010301040000"),
        ("source_package", 0x1101, "010101020601010301000000"),
        ("source_track", 0x1102, "010101020601010302000000"),
        ("start_timecode", 0x1501, "010101020702010301050000"),
        ("timecode_base", 0x1502, "010101020404010102060000"),
        ("drop", 0x1503, "010101010404010105000000"),
        ("sample_rate", 0x3001, "010101010406010100000000"),
        ("container_duration", 0x3002, "010101010406010200000000"),
        ("container", 0x3004, "010101020601010401020000"),
        ("linked_track", 0x3006, "010101050601010305000000"),
        ("sub_descriptors", 0x3F01, "0101010406010104060b0000"),
        ("frame_layout", 0x320C, "010101010401030104000000"),
        ("stored_width", 0x3203, "010101010401050202000000"),
        ("stored_height", 0x3202, "010101010401050201000000"),
        ("display_width", 0x3209, "01010101040105010c000000"),
        ("display_height", 0x3208, "01010101040105010b000000"),
        ("aspect_ratio", 0x320E, "010101010401010101000000"),
        ("line_map", 0x320D, "010101020401030205000000"),
        ("picture_coding", 0x3201, "010101020401060100000000"),
        ("depth", 0x3301, "01010102040105030a000000"),
        ("horizontal_subsampling", 0x3302, "010101010401050105000000"),
        ("vertical_subsampling", 0x3308, "010101020401050110000000"),
        ("audio_rate", 0x3D03, "010101050402030101010000"),
        ("locked", 0x3D02, "010101040402030104000000"),
        ("channels", 0x3D07, "010101050402010104000000"),
        ("bits", 0x3D01, "010101040402030304000000"),
        ("block_align", 0x3D0A, "010101050402030201000000"),
        ("bytes_per_second", 0x3D09, "010101050402030305000000"),
        ("index_rate", 0x3F0B, "010101050530040600000000"),
        ("index_start", 0x3F0C, "0101010507020103010a0000"),
        ("index_duration", 0x3F0D, "010101050702020101020000"),
        ("index_unit", 0x3F05, "010101040406020100000000"),
        ("index_slices", 0x3F08, "010101040404040101000000"),
        ("index_deltas", 0x3F09, "010101050404040106000000"),
        ("index_entries", 0x3F0A, "010101050404040205000000"),
    )
}


def label(name: str) -> bytes:
    """The 16-byte universal label of that name."""
    return bytes.fromhex(_HEAD + _LABELS[name])


def set_key(kind: str) -> bytes:
    """The 16-byte key of a metadata set of that kind."""
    if kind == "index":
        return bytes.fromhex(_HEAD + _INDEX_KEY)
    return bytes.fromhex(f"{_HEAD}025301010d0101010101{_SETS[kind]:02x}00")
