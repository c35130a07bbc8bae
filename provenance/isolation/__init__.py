"""Work that may hang, crash or eat memory runs in a child process that can be killed.

The C2PA engine and MediaInfo parse files from strangers in native code: one damaged TIFF keeps
the engine busy for minutes. ``Isolated`` owns one child, started with
``isolation/__main__.py`` on the first call, and speaks to it in frames: four bytes of
length (big-endian), then JSON. The child does one thing at a time, may ask the parent to run a
named callback (a signature of a key that must not leave the parent), and ends when its standard
input does.
"""

from provenance.isolation.child import ask_parent
from provenance.isolation.parent import Isolated

__all__ = ["Isolated", "ask_parent"]
