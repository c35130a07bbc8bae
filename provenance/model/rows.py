"""Rows: the results of a report before models are made of them.

Of most files of a delivery the same is told but for what names each. A model for each of these is
made where somebody asks for it; what only counts or writes them does without.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from provenance import frozen
from provenance.model.asset import Asset
from provenance.model.finding import identity
from provenance.model.report import Group, Report, Result
from provenance.model.values import Values, clean, facts_values


@frozen.dataclass(frozen=True, slots=True)
class Sample:
    """A result, and how that of another file like it is made of it.

    Attributes:
        result: Of the first of its kind.
        keys: Rule and key of each of its findings, of which their ids are made.
    """

    result: Result
    keys: tuple[tuple[str, str], ...] = ()


@frozen.dataclass(frozen=True, slots=True)
class Row:
    """One result.

    Attributes:
        path: As the report shows it.
        sample: What is told of it.
        asset: The file, where the sample is of another one: path, size, digest, technical facts
            and ids of findings are then its own. None where the sample is the result.
    """

    path: str
    sample: Sample
    asset: Asset | None = None

    def ids(self) -> tuple[str, ...]:
        """The ids of its findings."""
        asset = self.asset
        if asset is None:
            return tuple([each.id for each in self.sample.result.findings])
        path, size = asset.path, asset.size
        return tuple([identity(rule, path, size, key) for rule, key in self.sample.keys])

    def result(self) -> Result:
        """The result as a model."""
        first, asset = self.sample.result, self.asset
        if asset is None:
            return first
        findings = zip(first.findings, self.ids(), strict=True)
        return first.model_copy(
            update={
                **own_values(asset),
                "findings": tuple([view.model_copy(update={"id": id_}) for view, id_ in findings]),
            }
        )


@dataclass(frozen=True)
class Draft:
    """A report whose results are not made yet.

    Attributes:
        head: The report without results.
        rows: Its results, by path.
    """

    head: Report
    rows: tuple[Row, ...]

    @cached_property
    def report(self) -> Report:
        """The report, made when it is first asked for."""
        return self.head.model_copy(update={"results": tuple([row.result() for row in self.rows])})


def own_values(asset: Asset) -> Values:
    """The fields of a result that are a file's own, beside its findings."""
    return {
        "path": clean(asset.path),
        "size": asset.size,
        "digest": asset.digest,
        "facts": facts_values(asset.facts) if asset.facts else None,
    }


def grouped(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Rows of which the same is told, each kind once with the paths of all."""
    groups: dict[int, tuple[Result, list[str]]] = {}
    for row in rows:
        sample = row.sample
        known = groups.get(id(sample))
        if known is None:
            groups[id(sample)] = sample.result, [row.path]
        else:
            known[1].append(row.path)
    return tuple(groups.values())
