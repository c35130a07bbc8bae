"""Rule ``delivery-list-mismatch``."""

from collections.abc import Iterator, Mapping

from provenance.model.asset import Digest
from provenance.model.delivery import DeliveryEvidence, HashList, ListedFile
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, shown


@delivery_rule(Severity.BLOCKING, parameters={"required": False})
def delivery_list_mismatch(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    """The delivery is what its own list says, file by file and hash by hash.

    A hash list in the delivery names a file that is not here or the same file twice, or a file has
    another hash than is listed, or lies in the folder that the list speaks for and stands in no
    list. A listed hash that nobody compared, in an algorithm that is not the report's, leaves the
    delivery undetermined. Sidecars and records of ours need not be listed.

    With the parameter ``required`` a delivery has to bring a list at all.

    Why:
        A list made by the sender is the only way to see that something was lost, added or changed
        on the way, and that somebody meant each file to be here.

    Source:
        House rule, after ASC MHL 2.0 and the packing lists of SMPTE ST 429-8 and ST 2067-2.

    Fix:
        Ask the sender for the file that is missing or differs, or for a list of what was sent.

    Fails:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[lists]]
        path = "sums.sha256"
        files = [{ path = "bg.png", value = "b" }]

    Passes:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[lists]]
        path = "sums.sha256"
        files = [{ path = "bg.png", value = "a" }]
    """
    if delivery.part:
        return
    required = policy.parameter("delivery-list-mismatch", "required", default=False)
    if required and delivery.assets and not delivery.lists:
        yield Problem("it brings no list of its files", key="none")
    here = {each.asset.path: each.asset.digest or "" for each in delivery.assets}
    for each in delivery.lists:
        yield from capped(_of_list(each, here), f"files that do not fit {shown(each.path)}")
    yield from capped(_unlisted(delivery, here), "files that no list names")


def _of_list(hashes: HashList, here: Mapping[str, Digest]) -> Iterator[Problem]:
    seen: dict[str, ListedFile] = {}
    unknown: list[str] = []
    for file in hashes.files:
        known = seen.setdefault(file.path, file)
        if known is not file:
            if (known.algorithm, known.value) != (file.algorithm, file.value):
                yield _problem(hashes, file, here, "twice", "lists it twice, with two hashes")
            continue
        if file.path not in here:
            yield _problem(hashes, file, here, "missing", "lists it, and it is not here")
            continue
        matches = _matches(file, here[file.path])
        if matches is False:
            yield _problem(
                hashes, file, here, "hash", f"lists another {file.algorithm or 'hash'} for it"
            )
        elif matches is None and file.value:
            unknown.append(file.path)
    if unknown:
        first, more = shown(unknown[0]), len(unknown) - 1
        beside = f" and {more} more" if more else ""
        yield Problem(
            f"hashes that {shown(hashes.path)} lists were not compared: {first}{beside}",
            advice="Scan with the effort normal or deep, or compare the hashes with a tool that "
            "knows them.",
            undetermined=True,
            key=f"{hashes.path} not compared",
            path=hashes.path,
            at_most=Severity.WARNING,
        )


def _matches(file: ListedFile, digest: Digest) -> bool | None:
    if file.matches is not None:
        return file.matches
    if file.algorithm.replace("-", "").lower() == "sha256" and file.value and digest:
        return digest == f"sha256:{file.value.lower()}"
    return None


def _problem(
    hashes: HashList, file: ListedFile, here: Mapping[str, Digest], key: str, what: str
) -> Problem:
    return Problem(
        f"{shown(file.path)}: {shown(hashes.path)} {what}",
        key=f"{hashes.path} {key}",
        path=file.path,
        digest=here.get(file.path, ""),
    )


def _unlisted(delivery: DeliveryEvidence, here: Mapping[str, Digest]) -> Iterator[Problem]:
    listed = {file.path for each in delivery.lists for file in each.files}
    lists = {each.path for each in delivery.lists}
    folders = tuple(
        f"{each.folder.strip('/')}/" if each.folder.strip("/") else ""
        for each in delivery.lists
        if each.whole
    )
    if not folders:
        return
    known = listed | lists | {each.asset.path for each in delivery.assets if each.sidecar_of}
    for path, digest in here.items():
        if path not in known and path.startswith(folders):
            yield Problem(
                f"{shown(path)}: it is here, and no list names it",
                key="unlisted",
                path=path,
                digest=digest,
            )
