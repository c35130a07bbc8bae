"""What the tests of bad input look at: a file as it lies on the disk, the results of a scan."""

import stat


def state(path):
    return path.read_bytes(), path.stat().st_mtime_ns, stat.S_IMODE(path.stat().st_mode)


def results(ran):
    return {each["path"]: each for each in ran.json()["results"]}


def reasons(result):
    return "; ".join(each["reason"] for each in result["failures"])
