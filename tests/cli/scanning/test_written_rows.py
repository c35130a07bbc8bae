"""What the command writes without making models is what a scan from Python returns, whole."""

import pytest

import provenance
from provenance.model.report import Report
from provenance.reporters.json import render

from .conftest import approve


@pytest.fixture
def many(generated):
    """A stamped file among kinds of silent ones, some with names that a rule minds."""
    for number in range(8):
        (generated / f"note {number:02}%s ü.txt").write_text("Note\n" * (number + 1))
        (generated / f"temp_{number}.csv").write_text("a,b\n1,2\n")
    (generated / "empty.bin").touch()
    return generated


@pytest.mark.parametrize(
    "how",
    [
        ("fast", ()),
        ("normal", ("--digests",)),
        ("fast", ("--jobs", "2")),
        ("normal", ("--cache", "kept")),
    ],
)
def test_the_report_of_the_command_is_that_of_the_library(run, house, many, how):
    effort, more = how
    ca = house / ".provenance" / "identity" / "ca.pem"
    approve(run, house, many / "made.png")
    ran = run("scan", many, "--trust", ca, "--effort", effort, *more, "-o", "json", cwd=house)
    written = Report.model_validate_json(ran.out)
    scanned = provenance.scan(
        many,
        trust=[ca],
        production=provenance.load_production(house / "provenance.toml"),
        effort=provenance.Effort(effort),
        digests="--digests" in more,
    )
    same_time = scanned.model_copy(update={"generated_at": written.generated_at})
    assert ran.out == render(same_time)
    assert written == same_time
    assert len(written.results) == written.counts.files == 18
    ran = run(
        *("scan", many, "--trust", ca, "--effort", effort, *more), "-o", "json=r.json", cwd=house
    )
    again = Report.model_validate_json((house / "r.json").read_text("utf-8"))
    assert again.model_copy(update={"generated_at": written.generated_at}) == written
