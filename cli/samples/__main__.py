"""``python -m provenance_cli.samples FOLDER [NAME...]``: media to try things on."""

import sys
from pathlib import Path

from .delivery import MAKERS, make_sample_media


def main(arguments: list[str]) -> str | None:
    """Write all samples, or those named; the message of what went wrong, if anything."""
    if not arguments or any(each.startswith("-") for each in arguments):
        return (
            f"usage: python -m provenance_cli.samples FOLDER [NAME...]\nnames: {' '.join(MAKERS)}"
        )
    folder, names = Path(arguments[0]), arguments[1:]
    unknown = [name for name in names if name not in MAKERS]
    if unknown:
        return f"{unknown[0]}: no such sample; there are {' '.join(MAKERS)}"
    try:
        make_sample_media(folder, names or None)
    except OSError as error:
        return f"{folder}: cannot be written: {error.strerror}"
    sys.stderr.write(f"{len(names or MAKERS)} files in {folder}\n")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
