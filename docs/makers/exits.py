"""exit-codes.md: what every command tells the shell."""

from makers.words import attribute_texts, cell, table
from provenance_cli.exits import Exit

PAGE = """\
# Exit codes

This page is made from the code by `docs/make_reference.py`; change `cli/exits.py`, not the page.
The codes are a contract ([why](../adr/0005-exit-codes.md)): they are extended, not changed.

{table}

- **1 wins over 4.** A delivery with a blocking finding and an unreadable file ends with 1.
- **4 is no pass.** `scan --allow-incomplete` turns it into 0, for those who know why.
- A verdict of `warn` ends with 0; `--fail-on warning` makes it 1.
- `read` judges nothing. It ends with 4 where a file could not be read.
- `packages` ends with 1 where something is wrong with a package, with 3 where there is none.
- `stamp` ends with 1 where a file was not stamped; the others are, and each is told.
- `assess` ends with 0 where telling the contact is enough, with 1 where somebody has to say yes.
- `policy check` ends with 1 where a test case does not hold, `policy diff` where two differ.
- `register verify` ends with 1 where the register was changed by hand.
- `report` ends with the code of the scan that it came from.

How a pipeline uses them: [a gate in CI](../how-to/ci-gate.md).
"""


def exits() -> dict[str, str]:
    """The page."""
    texts = attribute_texts(Exit) | {"PASS": "Done; for a scan: pass, or warnings only."}
    rows = [(str(each.value), each.name.lower(), cell(texts[each.name])) for each in Exit]
    return {"exit-codes.md": PAGE.format(table=table(("code", "name", "means"), rows))}
