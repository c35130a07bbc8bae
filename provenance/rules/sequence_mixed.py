"""Rule ``sequence-mixed``."""

from collections.abc import Iterator

from provenance.model.delivery import DeliveryEvidence
from provenance.model.finding import Problem, Severity
from provenance.model.package import Package, PackageKind, ProblemCode
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, shown


@delivery_rule(Severity.WARNING)
def sequence_mixed(delivery: DeliveryEvidence, _policy: Policy) -> Iterator[Problem]:
    """The frames of a sequence are of one kind: one format, one size, one show.

    Some frames of an image sequence have another format, raster, depth or channels than most of
    them, or their headers name another show, project, reel, shot or scene; or a picture of another
    name stands where frames are missing. A frame whose header does not say how large the picture is
    cannot be compared, which leaves the delivery undetermined. Headers are read at every effort.

    Why:
        An approval or a disclosure of a sequence speaks of one shot. A frame out of another one was
        put there by mistake, or shows what nobody has cleared.

    Source:
        House rule (docs/adr/0020-packages.md).

    Fix:
        Ask who rendered it for the frames that are named, or move what is not of the shot out of
        its folder.

    Fails:
        [[assets]]
        coverage = "read"

        [[packages]]
        kind = "sequence"
        name = "hl.%04d.exr"
        problems = [{ code = "odd frame", message = "frame 5: 2048x1080, the others 4096x2160" }]

    Passes:
        [[assets]]
        coverage = "read"

        [[packages]]
        kind = "sequence"
        name = "hl.%04d.exr"
    """
    for each in delivery.packages:
        if each.kind is PackageKind.SEQUENCE:
            yield from capped(_mixed(each), f"frames that do not fit {shown(each.name)}")


def _mixed(package: Package) -> Iterator[Problem]:
    for problem in package.problems:
        if problem.code in {ProblemCode.ODD_FRAME, ProblemCode.UNREADABLE}:
            where = f"{shown(problem.path)}: " if problem.path else ""
            yield Problem(
                f"{shown(package.path)}: {where}{problem.message}",
                undetermined=problem.code.undetermined,
                key=f"{package.path} {problem.code}",
                path=problem.path or package.path,
            )
