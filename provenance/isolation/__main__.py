"""``python .../provenance/isolation/__main__.py LIMIT``: the child process.

The face of a package imports everything that there is, which a worker needs none of and
which would take most of its start. A bare package in its place finds the same modules.
"""

import sys
import types
from pathlib import Path

if "provenance" not in sys.modules:
    _folder = Path(__file__).absolute().parent.parent
    for _name in ("", ".formats", ".isolation", ".readers"):
        _bare = types.ModuleType(f"provenance{_name}")
        _bare.__path__ = [str(_folder.joinpath(*_name.split(".")))]
        sys.modules[_bare.__name__] = _bare

from provenance.isolation.child import main

main()
