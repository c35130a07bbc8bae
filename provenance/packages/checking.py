"""Comparing what lists say of a file's bytes with the file; differences become problems."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from provenance.errors import UnreadableFileError
from provenance.model.package import HashState, Member, ProblemCode
from provenance.packages import hashing
from provenance.packages.base import Problems


class Checking:
    """Checks members of one package. Call ``tell`` at the end."""

    def __init__(self, problems: Problems) -> None:
        """Collects into the package's problems."""
        self._problems = problems
        self._skipped: Counter[tuple[str, str]] = Counter()

    def form(self, member: Member) -> None:
        """A problem for each listed value that can be none of its algorithm."""
        for each in member.hashes:
            if not hashing.well_formed(each):
                told = f"what is listed is no {each.algorithm} value"
                self._problems.add(ProblemCode.HASH, told, member.path)

    def check(self, path: Path, member: Member) -> Member:
        """The member with its hashes compared.

        Args:
            path: Its file.
            member: As listed.
        """
        try:
            checked = hashing.check(path, member.hashes)
        except UnreadableFileError as error:
            self._problems.add(ProblemCode.UNREADABLE, str(error), member.path)
            return member
        for each in checked:
            if each.state is HashState.DIFFERS:
                told = f"the {each.algorithm} is not the one that is listed"
                self._problems.add(ProblemCode.HASH, told, member.path)
            elif each.reason:
                self._skipped[each.algorithm, each.reason] += 1
        return replace(member, hashes=checked)

    def tell(self) -> None:
        """One problem for each kind of hash that could not be checked."""
        for (algorithm, reason), count in sorted(self._skipped.items()):
            told = f"{count} listed {algorithm} value{'s' if count > 1 else ''}: {reason}"
            self._problems.add(ProblemCode.NOT_CHECKED, told)
