"""``python .../provenance/isolation/__main__.py LIMIT``: the child process.

The package's public face imports everything that there is, which a worker needs none of and which
would take most of its start. A bare package in its place finds the same modules.
"""

import sys
import types
from pathlib import Path

if "provenance" not in sys.modules:
    _bare = types.ModuleType("provenance")
    _bare.__path__ = [str(Path(__file__).absolute().parent.parent)]
    sys.modules["provenance"] = _bare

from provenance.isolation.child import main

main()
