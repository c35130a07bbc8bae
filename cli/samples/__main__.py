"""``python -m provenance_cli.samples FOLDER [NAME...]``: media and packages to try things on."""

import sys
from pathlib import Path

from .delivery import MAKERS, make_sample_media
from .packages import PACKAGES, make_sample_package


def main(arguments: list[str]) -> str | None:
    """Write all media, or what is named; the message of what went wrong, if anything."""
    if not arguments or any(each.startswith("-") for each in arguments):
        return (
            "usage: python -m provenance_cli.samples FOLDER [NAME...]\n"
            f"names: {' '.join(MAKERS)}\npackages: {' '.join(PACKAGES)}"
        )
    folder, names = Path(arguments[0]), arguments[1:]
    unknown = [name for name in names if name not in MAKERS and name not in PACKAGES]
    if unknown:
        return f"{unknown[0]}: no such sample; there are {' '.join((*MAKERS, *PACKAGES))}"
    media = [name for name in names or MAKERS if name in MAKERS]
    try:
        make_sample_media(folder, media)
        count = len(media)
        count += sum(make_sample_package(folder, name) for name in names if name in PACKAGES)
    except OSError as error:
        return f"{folder}: cannot be written: {error.strerror}"
    sys.stderr.write(f"{count} files in {folder}\n")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
