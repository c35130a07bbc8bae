"""Several writers at once, and writers that are killed."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from provenance.register import Register

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from provenance.model.disclosure import Disclosure
from provenance.model.entry import Entry
from provenance.register import Register

place, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
digest = "sha256:" + "0" * 64
sys.stdin.readline()
with Register.open(place) as register:
    for number in range(count):
        ident = f"{name}-{number}"
        register.add(Entry(ident, "a.png", digest, digest, 1, "image/png", "", "sidecar",
                           Disclosure(), datetime.now(UTC)))
        print(ident, flush=True)
"""


def start(place, name, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), name, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_four_processes_of_fifty_entries(place):
    with Register.create(place) as register:
        writers = [start(place, name, 50) for name in "abcd"]
        for writer in writers:  # all at once
            writer.stdin.write("\n")
            writer.stdin.flush()
        for writer in writers:
            writer.communicate()
            assert writer.returncode == 0
        found = [each.id for each in register.entries()]
        assert sorted(found) == sorted(
            f"{name}-{number}" for name in "abcd" for number in range(50)
        )
        assert register.verify() == ()
        assert register.head().sequence == 202


def test_threads_share_a_register(register, entry):
    made = [entry(str(number)) for number in range(60)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(register.add, made))
    assert sorted(each.id for each in register.entries()) == sorted(each.id for each in made)
    assert register.verify() == ()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_writer_leaves_the_chain_whole_and_what_it_told_is_there(path, entry):
    Register.create(path).close()
    told = []
    for number in range(4):
        writer = start(path, str(number), 100_000)
        writer.stdin.write("\n")
        writer.stdin.flush()
        told.append(writer.stdout.readline().strip())  # it is writing now
        time.sleep(0.02 * number)
        writer.kill()
        told += writer.communicate()[0].split()[:-1]  # the last line may be cut
        with Register.open(path) as register:
            assert register.verify() == ()
            assert set(told) <= {each.id for each in register.entries()}
            register.add(entry(str(number)))
            assert register.verify() == ()


def test_a_reader_sees_one_moment_while_others_write(path, entry):
    with Register.create(path) as register, Register.open(path) as other:
        register.add_many([entry(str(number)) for number in range(600)])
        events = register.events()
        assert next(events).sequence == 1
        other.add(entry("later"))
        assert len(list(events)) == 601
        assert len(list(register.events())) == 603
