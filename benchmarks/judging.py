"""What judging costs, and whether the number of approvals on hand matters.

Usage: python benchmarks/judging.py [--files 2000] [--whole 10000] [--json]

Judges disclosed and silent assets under the netflix profile, with no approval on hand and with
2,000 that were given for other assets: by digest, by a pattern each, or for another title. The
peer is judging without any. Aim: 2,000 of them cost no more than as much again.

Then judges deliveries as a whole, by every rule of the delivery: a quarter, a half and all of
``--whole`` files, with 2,000 approvals of which each names five files, three in a hundred that are
missing, as many records of no file, and a hash list of all. The peer is the smallest. Aim: a file
of the largest costs at most 1.5 times one of the smallest.

Last it judges productions from their records to the JSON report (``growing.py``): a quarter, a half
and all of ``--whole`` files with two performers each, 500 consents and 2,000 approvals of one kind.
The peer is the same without approvals. Aim: twice the files cost at most 2.5 times as much. Told
beside it: memory, and the ten rules that cost most.

Exit code 1 where an aim is missed.
"""

import argparse
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from growing import Grown, dearest, grown
from measuring import Cost, Series, as_values, call, machine

from provenance.judging import judge_delivery, result
from provenance.model.approval import Approval, Approver, Scope
from provenance.model.asset import Asset, Family
from provenance.model.delivery import DeliveryEvidence
from provenance.model.disclosure import Disclosure, Subject, Tool
from provenance.model.evidence import Attestation, Evidence, HeldApproval, HeldDisclosure
from provenance.model.package import ListedHash, Member, Package, PackageKind
from provenance.model.policy import RuleSetting
from provenance.opening import load_policy
from provenance.records import Index, Records
from provenance.rules import BUILTIN

APPROVALS = 2000
AIM = 2.0
LINEAR = 1.5
DOUBLED = 2.5
NAMED = 5
"""Files that an approval of a delivery names."""
REGISTER = Attestation("register")


def approvals(kind: str) -> tuple[HeldApproval, ...]:
    """Approvals of other assets."""

    def scope(number: int) -> Scope:
        if kind == "digest":
            return Scope(digests=(f"sha256:{number:064x}",))
        if kind == "pattern":
            return Scope(patterns=(f"shots/other_{number}_*.png",))
        return Scope(title_id="another", categories=("background_element",))

    return tuple(
        HeldApproval(
            Approval(
                approver=Approver(name="Approver"),
                decision="approved",
                reference=f"letter {number}",
                scope=scope(number),
                granted_at=datetime(2026, 1, 1, tzinfo=UTC),
            ),
            REGISTER,
        )
        for number in range(APPROVALS if kind else 0)
    )


def assets(count: int, *, disclosed: bool) -> list[Evidence]:
    """Pictures of one delivery."""
    found = []
    for number in range(count):
        digest = f"sha256:{10**9 + number:064x}"
        told = Disclosure(
            digital_source_type="trainedAlgorithmicMedia",
            title_id="title",
            use_category="background_element",
            stage="final",
            tools=(Tool(name="Tool", version="1"),),
            subject=Subject(sha256=digest),
        )
        asset = Asset(f"shots/s_{number:05}.png", "png", Family.IMAGE, "image/png", 100, digest)
        held = (HeldDisclosure(told, REGISTER),) if disclosed else ()
        found.append(Evidence(asset, disclosures=held))
    return found


def delivery(count: int) -> DeliveryEvidence:
    """A delivery with everything that rules of the delivery look at."""
    files = assets(count, disclosed=True)
    ids = [each.disclosures[0].record.id for each in files]
    digests = [each.asset.digest or "" for each in files]
    here = Attestation("records/a.json")
    given = []
    for number in range(APPROVALS):
        first = number * NAMED % count
        named = range(first, min(first + NAMED, count))
        missing = (f"sha256:{number:064x}",) if number % 33 == 0 else ()
        scope = Scope(
            title_id="title",
            digests=(*(digests[each] for each in named), *missing),
            asset_ids=tuple(ids[each] for each in named),
            patterns=(f"shots/s_{number:05}*",) if number % 2 else (),
        )
        given.append(
            HeldApproval(
                Approval(
                    approver=Approver(name="Approver"),
                    decision="approved" if number % 5 else "rejected",
                    reference=f"letter {number}",
                    scope=scope,
                    granted_at=datetime(2026, 1, 1, tzinfo=UTC),
                ),
                REGISTER if number % 7 == 0 else here,
            )
        )
    told = tuple(
        HeldDisclosure(
            Disclosure(subject=Subject(path=f"gone/{number}.png", sha256=f"sha256:{number:064x}")),
            here,
        )
        for number in range(0, APPROVALS, 33)
    )
    listed = tuple(
        Member(each.asset.path, hashes=(ListedHash("sha256", (each.asset.digest or "")[7:]),))
        for each in files
    )
    sums = Package(PackageKind.CHECKSUMS, "sums.txt", "sums.txt", members=listed, count=count)
    return DeliveryEvidence(
        assets=tuple(files),
        title_id="title",
        approvals=tuple(given),
        disclosures=told,
        packages=(sums,),
    )


def wholes(count: int, rounds: int) -> dict[int, Series]:
    """What deliveries of three sizes cost as a whole, by their number of files."""
    rules = [each for each in BUILTIN if each.of_delivery]
    policy = load_policy("netflix").model_copy(
        update={"rules": {each.name: RuleSetting() for each in rules}}
    )
    costs: dict[int, list[Cost]] = {}
    made = {size: delivery(size) for size in (count // 4, count // 2, count)}
    for _ in range(rounds):
        for size, each in made.items():
            # A fresh value each time: what was asked last is remembered.
            whole = replace(each)
            costs.setdefault(size, []).append(
                call(lambda whole=whole: judge_delivery(whole, policy, rules))
            )
    return {size: Series.of(each) for size, each in costs.items()}


def print_grown(every: list[Grown]) -> None:
    """A table of what productions cost as they grow."""
    print(f"\nFrom records to report, 500 consents, {APPROVALS} approvals:\n")
    head = ("approvals", "files", "CPU s", "ms a file", "times half the size")
    print(f"| {' | '.join((*head, 'times none', 'peak RSS MiB'))} |")
    print("|---|---|---|---|---|---|---|")
    for each in every:
        for size, cost in each.costs.items():
            ratio = each.ratio(size)
            doubled = "" if ratio is None else f"{ratio:.2f}"
            times = cost.cpu_best / every[0].costs[size].cpu_best
            print(
                f"| {each.kind} | {size} | {cost.cpu_best:.2f} | {cost.cpu_best / size * 1e3:.3f} "
                f"| {doubled} | {times:.2f} | {cost.rss:.0f} |"
            )


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="What judging costs.")
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--whole", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    policy = load_policy("netflix")
    indices = {
        kind: Index.of(Records(approvals(kind), (), ()))
        for kind in ("", "digest", "pattern", "title")
    }
    groups = {
        "silent": assets(given.files, disclosed=False),
        "disclosed": assets(given.files, disclosed=True),
    }
    costs: dict[tuple[str, str], list[Cost]] = {}
    for _ in range(given.rounds):
        for kind, index in indices.items():
            for group, evidence in groups.items():

                def judge(index: Index = index, evidence: list[Evidence] = evidence) -> None:
                    for each in evidence:
                        result(index.attach(each), policy)

                costs.setdefault((group, kind), []).append(call(judge))
    series = {key: Series.of(each) for key, each in costs.items()}
    ratios = {
        (group, kind): each.cpu_best / series[group, ""].cpu_best
        for (group, kind), each in series.items()
    }
    whole = wholes(given.whole, given.rounds)
    a_file = {size: each.cpu_best / size for size, each in whole.items()}
    larger = {size: cost / a_file[min(a_file)] for size, cost in a_file.items()}
    every = list(grown(given.whole, given.rounds, policy))
    if given.json:
        named = {f"{group} {kind}".strip(): each for (group, kind), each in series.items()}
        named |= {f"whole {size}": each for size, each in whole.items()}
        named |= {f"{one.kind} {size}": each for one in every for size, each in one.costs.items()}
        print(json.dumps({"machine": machine(), "files": given.files, "series": as_values(named)}))
    else:
        print(f"Judging {given.files} files, {given.rounds} rounds; {machine()}\n")
        print("| files | approvals of others | CPU ms a file | ratio |\n|---|---|---|---|")
        for (group, kind), each in series.items():
            cost = each.cpu_best / given.files * 1e3
            on_hand = f"{APPROVALS} by {kind}" if kind else "none"
            print(f"| {group} | {on_hand} | {cost:.2f} | {ratios[group, kind]:.2f} |")
        print(f"\nA delivery as a whole, {APPROVALS} approvals:\n")
        print("| files | CPU s | CPU ms a file | ratio |\n|---|---|---|---|")
        for size, each in whole.items():
            print(
                f"| {size} | {each.cpu_best:.2f} | {a_file[size] * 1e3:.3f} | {larger[size]:.2f} |"
            )
        print_grown(every)
        print("\nThe rules that cost most (2,000 by digest):\n")
        print("| rule | CPU us a file |\n|---|---|")
        for name, cost in dearest(given.files, given.rounds, policy):
            print(f"| {name} | {cost:.0f} |")
    missed = [*(ratio > AIM for ratio in ratios.values()), larger[max(larger)] > LINEAR]
    missed += [(each.ratio(size) or 0) > DOUBLED for each in every for size in each.costs]
    return int(any(missed))


if __name__ == "__main__":
    sys.exit(main())
