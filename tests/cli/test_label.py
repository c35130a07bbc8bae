"""label: signed notices, found by a scan for a destination that asks for them."""

import json

import pytest

POLICY = """
name = "own"
[rules]
label-missing = "blocking"
signer-untrusted = "warning"
[[destinations]]
name = "cinema"
labels = ["end_credits"]
[[destinations]]
name = "web"
"""
CREDITS = ("--where", "end_credits", "--text", "Made in part with AI")


@pytest.fixture
def delivery(house, media, stamp):
    (house / "delivery").mkdir()
    stamp(media("png", house / "delivery"))
    (house / "own.toml").write_text(POLICY)
    return house / "delivery"


@pytest.fixture
def scan(run, house, delivery):
    def scanner(*arguments):
        ran = run("scan", delivery, "--policy", "own.toml", "-o", "json", *arguments, cwd=house)
        return ran, (json.loads(ran.out)["results"][0] if ran.out else None)

    return scanner


def records(house):
    return sorted((house / "labels").glob("*.label.json"))


def picture(delivery):
    (path,) = delivery.glob("*.png")
    return path


def test_a_notice_is_written_signed_and_found(run, house, delivery, scan):
    ran, result = scan("--destination", "cinema")
    assert ran.code == 1
    assert result["label"]["state"] == "missing"
    made = run(
        "label", picture(delivery), *CREDITS, "--start-tc", "01:30:00:00", "--json", cwd=house
    )
    assert made.code == 0, made.err
    record = made.json()
    assert record["schema"] == "provenance.label/1"
    assert len(record["scope"]["digests"]) == 2
    (written,) = records(house)
    assert json.loads(written.read_text()) == record
    assert written.with_name(f"{written.name}.c2pa").is_file()
    ran, result = scan("--destination", "cinema")
    assert ran.code == 0, ran.err
    assert result["label"] == {
        "state": "present",
        "records": [record["id"]],
        "reasons": [],
        "notices": [
            {
                "where": "end_credits",
                "text": "Made in part with AI",
                "start_tc": "01:30:00:00",
                "destinations": [],
            }
        ],
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("*.png",), 0),
        (("delivery/*.png",), 1),
        (("*.mov",), 1),
        (("--title-id", "other"), 1),
        (("*.png", "--destination", "cinema"), 0),
        (("*.png", "--destination", "web"), 1),
    ],
)
def test_what_a_notice_speaks_of(run, house, scan, arguments, code):
    made = run("label", *arguments, *CREDITS, cwd=house)
    assert made.code == 0, made.err
    ran, _ = scan("--destination", "cinema")
    assert ran.code == code, ran.out


def test_a_notice_that_was_changed_does_not_count(run, house, scan):
    run("label", "*.png", *CREDITS, cwd=house)
    (written,) = records(house)
    written.write_text(written.read_text().replace("in part", "in full"))
    assert scan("--destination", "cinema")[0].code == 0  # the register has it as it was
    ran, result = scan("--destination", "cinema", "--register", "")
    assert ran.code == 1
    assert result["label"]["state"] == "missing"
    assert "changed after it was signed" in json.loads(ran.out)["problems"][0]


def test_an_unsigned_notice_counts_at_home_and_nowhere_else(run, house, delivery, scan):
    ran = run("label", "*.png", *CREDITS, "--unsigned", cwd=house)
    assert "in this folder only" in ran.err
    assert scan("--destination", "cinema")[0].code == 0
    assert scan("--destination", "cinema", "--register", "")[0].code == 0
    (written,) = records(house)
    written.rename(delivery / written.name)
    ran, result = scan("--destination", "cinema", "--register", "")
    assert ran.code == 1
    assert "it is unsigned" in result["label"]["reasons"][0]


def test_the_register_vouches_where_the_file_is_lost(run, house, scan):
    run("label", "*.png", *CREDITS, "--unsigned", cwd=house)
    (written,) = records(house)
    written.unlink()
    assert scan("--destination", "cinema")[0].code == 0
    assert scan("--destination", "cinema", "--register", "")[0].code == 1


def test_a_disclosure_declares_a_notice_too(house, delivery, scan, media, stamp):
    told = house / "told.json"
    notice = {"where": "end_credits", "text": "AI"}
    told.write_text(json.dumps({"schema": "provenance.disclosure/1", "labels": [notice]}))
    picture(delivery).unlink()
    stamp(media("png", delivery), "--disclosure", told)
    ran, result = scan("--destination", "cinema")
    assert ran.code == 0, ran.out
    assert result["label"]["notices"][0]["text"] == "AI"


@pytest.mark.parametrize(
    "span",
    [
        ("01:00:00:00", "01:00:00:01"),
        ("00:59:59;29", "01:00:00;02"),
        ("00:00:05:20", "00:00:05.900"),  # frames and milliseconds of one second
        ("00:00:05.100", "00:00:05.900"),
    ],
)
def test_a_notice_that_ends_after_its_start(run, house, span):
    words = ("*.png", "--where", "on_screen", "--text", "AI")
    ran = run("label", *words, "--start-tc", span[0], "--end-tc", span[1], "--json", cwd=house)
    assert ran.code == 0, ran.err
    (notice,) = ran.json()["labels"]
    assert (notice["start_tc"], notice["end_tc"]) == span


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "a notice needs a text: it would say nothing"),
        (("--text", "TBD"), "a notice needs a text"),
        (("--text", "AI", "--start-tc", "90"), "start_tc: '90' is no timecode"),
        (("--text", "AI", "--end-tc", "00:61:00:00"), "end_tc: '00:61:00:00' is no timecode"),
        (
            ("--text", "AI", "--start-tc", "01:00:00:00", "--end-tc", "00:59:00:00"),
            "it ends at 00:59:00:00, which is not after its start at 01:00:00:00",
        ),
        (
            ("--text", "AI", "--start-tc", "00:00:05;12", "--end-tc", "00:00:05;12"),
            "is not after its start",
        ),
        (("--text", "AI", "gone.png"), "gone.png: cannot be labelled"),
        (("--text", "AI", "sha256:x"), "not a digest"),
        (("--text", "AI", "--evidence", "gone.png"), "evidence gone.png"),
        (("--text", "AI"), "a notice needs a scope: it would speak of nothing"),
    ],
)
def test_what_cannot_be_declared_is_one_line(run, house, arguments, said):
    if arguments == ("--text", "AI"):
        config = house / "provenance.toml"
        lines = config.read_text().splitlines()
        config.write_text("\n".join(each for each in lines if not each.startswith("title_id")))
    more = () if "sha256:x" in arguments or "gone.png" in arguments[:3] else ("*.png",)
    more = () if said.startswith("a notice needs a scope") else more
    ran = run("label", *more, "--where", "end_credits", *arguments, cwd=house)
    assert ran.code == 2, ran.err
    (line,) = ran.lines
    assert said in line
    assert records(house) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("cinma", "did you mean 'cinema'?"), ("plane", "no destination is called 'plane'")],
)
def test_a_destination_that_the_policy_does_not_know_is_a_usage_error(scan, name, said):
    ran, _ = scan("--destination", name)
    assert ran.code == 2
    assert said in ran.err
    assert "It knows cinema, web." in ran.err


def test_a_policy_without_destinations_says_so(run, house, delivery):
    ran = run("scan", delivery, "--policy", "netflix", "--destination", "cinema", cwd=house)
    assert ran.code == 2
    assert "write [[destinations]]" in ran.err


def test_the_production_may_say_where_it_goes(house, scan):
    config = house / "provenance.toml"
    written = config.read_text()
    assert "# destinations = " in written
    config.write_text(written.replace("[scan]\n", '[scan]\ndestinations = ["cinema"]\n'))
    assert scan()[0].code == 1
    assert scan("--destination", "web")[0].code == 0
