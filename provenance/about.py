"""What this program is called, and its version: said here, so that nobody has to ask the system.

Asking (``importlib.metadata``) brings half of Python's mail library and takes as long as reading
two hundred files. A test compares the two.
"""

from typing import Final

DISTRIBUTION: Final = "media-provenance"
VERSION: Final = "0.1.0"
"""As in ``pyproject.toml``."""
