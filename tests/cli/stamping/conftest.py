"""What a stamp left behind, for the tests of ``stamp``."""


def snapshot(folder):
    return {
        path.relative_to(folder): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and ".provenance" not in path.parts
    }


def asset(run, path):
    ran = run("read", path, "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.json()["assets"]
    return found
