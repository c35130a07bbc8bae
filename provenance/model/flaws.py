"""What is wrong with data that was to become a record: the first flaw, in a line."""

from pydantic import ValidationError

Steps = tuple[int | str, ...]


def first_flaw(error: ValidationError) -> tuple[Steps, str]:
    """Where the first flaw is, by keys and indices from the outside in, and what it is."""
    first = error.errors(include_url=False, include_input=False)[0]
    return first["loc"], first["msg"]


def flaw_of(error: ValidationError, whole: str = "") -> str:
    """The first flaw as ``place: what``.

    Args:
        error: With at least one.
        whole: What to call the place of a flaw that is that of the whole.
    """
    steps, what = first_flaw(error)
    return f"{'.'.join(map(str, steps)) or whole}: {what}"
