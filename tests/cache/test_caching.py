"""The cache on disk: what is kept is found, whatever is wrong with it is thrown away."""

import os
import sqlite3
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import caching, keeping
from provenance.caching import NAME, Cache, Row, folder_of_user, opened
from provenance.errors import ConfigError

KEY = b"k" * 24


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


def kept(folder, *rows):
    with Cache.open(folder) as cache:
        cache.keep(rows)


def found(folder, *keys):
    with Cache.open(folder) as cache:
        return cache.find(keys)


def test_what_is_kept_is_found_by_another_process_later(folder):
    kept(folder, Row(KEY, b"small", b"place"), Row(b"l" * 24, b"large " * 9999))
    assert found(folder, KEY, b"l" * 24, b"x") == {
        KEY: (b"place", b"small"),
        b"l" * 24: (b"", b"large " * 9999),
    }


def test_a_row_is_replaced(folder):
    kept(folder, Row(KEY, b"one"))
    kept(folder, Row(KEY, b"two"))
    assert found(folder, KEY)[KEY][1] == b"two"


def test_only_the_user_may_look_into_it(folder):
    kept(folder, Row(KEY, b"one"))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / NAME).stat().st_mode & 0o077 == 0


def test_a_folder_that_others_may_write_into_is_not_used(folder):
    folder.mkdir()
    folder.chmod(0o777)
    assert Cache.open(folder) is None
    with pytest.raises(ConfigError, match="others may write into it"):
        Cache.open(folder, named=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may chown")
def test_a_folder_of_somebody_else_is_not_used(folder):
    folder.mkdir()
    os.chown(folder, 12345, -1)
    with pytest.raises(ConfigError, match="somebody else"), opened(folder):
        pass


def test_a_file_in_place_of_the_folder(folder):
    folder.write_text("")
    assert Cache.open(folder) is None
    with pytest.raises(ConfigError):
        Cache.open(folder, named=True)


@pytest.mark.parametrize("damage", ["text", "cut", "middle", "foreign", "later", "link", "empty"])
def test_what_is_damaged_or_not_ours_is_thrown_away(folder, damage, tmp_path):
    kept(folder, *(Row(bytes([n]) * 24, os.urandom(3000)) for n in range(99)))
    file = folder / NAME
    elsewhere = tmp_path / "precious"
    if damage == "text":
        file.write_text("no database\n" * 99)
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "middle":
        raw = bytearray(file.read_bytes())
        raw[4096:20000] = os.urandom(20000 - 4096)
        file.write_bytes(raw)
    elif damage == "foreign":
        file.unlink()
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE rows(a)")
        other.close()
    elif damage == "later":
        with sqlite3.connect(file) as other:
            other.execute("PRAGMA user_version = 99")
        other.close()
    elif damage == "link":
        elsewhere.write_text("precious")
        file.unlink()
        file.symlink_to(elsewhere)
    else:
        file.write_bytes(b"")
    for _ in range(2):  # the first may only find out
        with Cache.open(folder) as cache:
            assert set(cache.find([bytes([n]) * 24 for n in range(99)])) <= {
                bytes([n]) * 24 for n in range(99)
            }
            cache.keep([Row(KEY, b"new")])
    assert found(folder, KEY) == {KEY: (b"", b"new")}
    if damage == "link":
        assert elsewhere.read_text() == "precious"


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 40_000), bits=st.integers(1, 255))
def test_a_flipped_bit_never_changes_what_is_found(tmp_path_factory, place, bits):
    folder = tmp_path_factory.mktemp("flipped") / "cache"
    values = {bytes([n]) * 24: bytes([n]) * 1500 for n in range(20)}
    kept(folder, *(Row(key, value) for key, value in values.items()))
    file = folder / NAME
    raw = bytearray(file.read_bytes())
    raw[place % len(raw)] ^= bits
    file.write_bytes(raw)
    for key, (where, value) in found(folder, *values).items():
        assert (where, value) == (b"", values[key])


def test_a_row_that_somebody_wrote_by_hand_is_no_row(folder):
    kept(folder, Row(KEY, b"one"))
    with sqlite3.connect(folder / NAME) as other:
        other.execute("UPDATE rows SET value = ?", (b"=two",))
    other.close()
    assert found(folder, KEY) == {}


def test_what_holds_for_a_day_ends_with_it(folder, monkeypatch):
    kept(folder, Row(KEY, b"signed", of_today=True), Row(b"l" * 24, b"plain"))
    assert set(found(folder, KEY, b"l" * 24)) == {KEY, b"l" * 24}
    tomorrow = caching._today() + 1
    monkeypatch.setattr(caching, "_today", lambda: tomorrow)
    assert set(found(folder, KEY, b"l" * 24)) == {b"l" * 24}


def test_its_size_is_bounded_and_what_is_used_stays(folder, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_BYTES", 1 << 20)
    today = caching._today()
    old, new = ([bytes([n, kind]) * 12 for n in range(200)] for kind in range(2))
    for number, keys in enumerate((old, new)):
        monkeypatch.setattr(caching, "_today", lambda day=today + number: day)
        kept(folder, *(Row(key, os.urandom(3000)) for key in keys))
    assert (folder / NAME).stat().st_size <= 1 << 20
    left = found(folder, *old, *new)
    assert len(left) > 150
    assert set(left) <= set(new)


def test_several_at_once(folder):
    def write(kind):
        with Cache.open(folder) as cache:
            for number in range(20):
                cache.keep([Row(bytes([kind, number]) * 12, b"v") for _ in range(3)])

    threads = [threading.Thread(target=write, args=(kind,)) for kind in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    keys = [bytes([kind, number]) * 12 for kind in range(4) for number in range(20)]
    assert len(found(folder, *keys)) == 80


def test_a_cache_that_fails_is_left_aside(folder):
    with Cache.open(folder) as cache:
        cache._connection.execute("DROP TABLE rows")
        cache.keep([Row(KEY, b"one")])
        assert cache.find([KEY]) == {}
        assert not cache.whole


def test_where_it_lies(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder_of_user() == tmp_path / "provenance"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert folder_of_user() == tmp_path / "home" / ".cache" / "provenance"
