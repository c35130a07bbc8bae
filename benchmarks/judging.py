"""What judging costs, and whether the number of approvals on hand matters.

Usage: python benchmarks/judging.py [--files 2000] [--json]

Judges disclosed and silent assets under the netflix profile, with no approval on hand and with
2,000 that were given for other assets: by digest, by a pattern each, or for another title. The
peer is judging without any. Aim: 2,000 of them cost no more than as much again. Exit code 1 where
one kind misses it.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Cost, Series, as_values, call, machine

from provenance.judging import result
from provenance.model.approval import Approval, Approver, Scope
from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure, Subject, Tool
from provenance.model.evidence import Attestation, Evidence, HeldApproval, HeldDisclosure
from provenance.opening import load_policy
from provenance.records import Index, Records

APPROVALS = 2000
AIM = 2.0
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


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description="What judging costs.")
    parser.add_argument("--files", type=int, default=2000)
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
    if given.json:
        named = {f"{group} {kind}".strip(): each for (group, kind), each in series.items()}
        print(json.dumps({"machine": machine(), "files": given.files, "series": as_values(named)}))
    else:
        print(f"Judging {given.files} files, {given.rounds} rounds; {machine()}\n")
        print("| files | approvals of others | CPU ms a file | ratio |\n|---|---|---|---|")
        for (group, kind), each in series.items():
            cost = each.cpu_best / given.files * 1e3
            on_hand = f"{APPROVALS} by {kind}" if kind else "none"
            print(f"| {group} | {on_hand} | {cost:.2f} | {ratios[group, kind]:.2f} |")
    return int(any(ratio > AIM for ratio in ratios.values()))


if __name__ == "__main__":
    sys.exit(main())
