"""The memory that files are read into when they are hashed."""

import mmap
import sys


def page_buffer(size: int) -> memoryview:
    """Memory for reading a file piece by piece, at the beginning of a page.

    Where it begins decides about speed. x86 processors copy at a fifth of their rate where the
    target lies 1 to 31 bytes further in its page than the source (measured on AMD EPYC; the
    hardware takes the one for the other); the system keeps files in whole pages, and a large
    array of Python's begins 16 bytes into its page. Into such a one reading costs nearly as much
    as SHA-256. Reads should begin at a multiple of a page too.

    Args:
        size: Bytes. What is not read into takes no memory.
    """
    try:
        if sys.platform == "win32":
            return memoryview(mmap.mmap(-1, size))
        return memoryview(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
    except OSError:  # no more mappings: slower, and out of memory in Python's own way
        return memoryview(bytearray(size))
