"""Comparing what lists say of a file's bytes with the file; differences become problems."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from provenance.errors import UnreadableFileError
from provenance.model.package import HashState, Member, ProblemCode
from provenance.packages import hashing
from provenance.packages.base import Check, Problems


class Checking:
    """Checks members of one package. Call ``tell`` at the end.

    Attributes:
        compared: Members of whose hashes one at least was compared.
    """

    def __init__(self, problems: Problems, check: Check | None) -> None:
        """Collects into the package's problems.

        Args:
            problems: Where to.
            check: Compares; None where nothing is compared.
        """
        self._problems = problems
        self._check = check
        self._skipped: Counter[tuple[str, str]] = Counter()
        self.compared = 0

    def form(self, member: Member) -> None:
        """A problem for each listed value that can be none of its algorithm."""
        for each in member.hashes:
            if not hashing.well_formed(each):
                told = f"what is listed is no {each.algorithm} value"
                self._problems.add(ProblemCode.HASH, told, member.path)

    def check(self, path: Path, member: Member) -> Member:
        """The member with its hashes compared, where that was asked for.

        Args:
            path: Its file.
            member: As listed.
        """
        if self._check is None or not member.hashes:
            return member
        try:
            checked = self._check(path, member.hashes)
        except UnreadableFileError as error:
            self._problems.add(ProblemCode.UNREADABLE, str(error), member.path)
            return member
        done = replace(member, hashes=checked)
        self.compared += compared(done)
        for each in checked:
            if each.state is HashState.DIFFERS:
                told = f"the {each.algorithm} is not the one that is listed"
                self._problems.add(ProblemCode.HASH, told, member.path)
            elif each.reason and not compared(done):
                self._skipped[each.algorithm, each.reason] += 1
        return done

    def tell(self) -> None:
        """One problem for each kind of hash that could not be checked."""
        for (algorithm, reason), count in sorted(self._skipped.items()):
            told = f"{count} listed {algorithm} value{'s' if count > 1 else ''}: {reason}"
            self._problems.add(ProblemCode.NOT_CHECKED, told)


def compared(member: Member) -> bool:
    """Whether one at least of the hashes that are listed for a file was compared with it."""
    return any(each.state is not HashState.NOT_CHECKED for each in member.hashes)
