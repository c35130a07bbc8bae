"""``python -m provenance_cli.samples FOLDER``: the media of the tutorial, made on the spot."""

import sys
from pathlib import Path

from .delivery import MAKERS, make_sample_media

if len(sys.argv) != 2 or sys.argv[1].startswith("-"):  # noqa: PLR2004 - the program and a folder
    sys.exit("usage: python -m provenance_cli.samples FOLDER")
try:
    make_sample_media(Path(sys.argv[1]))
except OSError as error:
    sys.exit(f"{sys.argv[1]}: cannot be written: {error.strerror}")
sys.stderr.write(f"{len(MAKERS)} files in {sys.argv[1]}\n")
