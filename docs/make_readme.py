"""Runs the commands of README.md and puts what they print into it.

python docs/make_readme.py           renews what is shown (a command shown with `...` stays)
python docs/make_readme.py --check   writes nothing; fails where a command prints something else
"""

import argparse
import sys
import tempfile
from pathlib import Path

from consoles import renewed
from pages import faults

README = Path(__file__).parents[1] / "README.md"


def main(arguments: list[str] | None = None, *, readme: Path = README) -> int:
    """Write or check; 1 where a check finds a difference."""
    parser = argparse.ArgumentParser(description="Renew the transcripts of README.md.")
    parser.add_argument("--check", action="store_true", help="only tell what is stale")
    check = parser.parse_args(arguments).check
    page = readme.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        if check:
            found = faults(page, Path(folder).resolve())
            for each in found:
                print(each, file=sys.stderr)
            if found:
                print("Run `python docs/make_readme.py`.", file=sys.stderr)
            return int(bool(found))
        text = renewed(page, Path(folder).resolve())
    if text != page:
        readme.write_text(text, "utf-8", newline="\n")
        print(f"wrote {readme.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
