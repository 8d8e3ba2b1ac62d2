"""As cron runs it: no terminal, no home, a C locale, a folder that nobody may write to."""

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from run_samples import Place, made_place

import brukerplan

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "setsid"), reason="cron is of Unix"),
]

NOBODY = 65534
READ_ONLY = "/proc" if Path("/proc/version").exists() else "/"
NO_HOME = "/proc/none" if READ_ONLY == "/proc" else ""
MINUTES = 2
"""How long to wait for the cron daemon, which looks at its tables each minute."""


def is_root() -> bool:
    return os.geteuid() == 0


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = made_place(tmp_path / "brukerplan", 'reports = ["1119"]\n')
    place.receive("1106", "1119", "1120", "1124")
    return place


def as_cron_does(place: Place, *options: str, user: int | None, home: str) -> list[str]:
    """Give the command with nothing in its environment but what cron puts there."""
    config = str(place.root / "brukerplan.toml")
    command = [sys.executable, "-m", "brukerplan", "run", "--config", config, *options]
    at_home = [f"HOME={home}"] if home else []
    bare = ["env", "-i", "LC_ALL=C", "PATH=/usr/bin:/bin", *at_home, *command]
    if user is None:
        return bare
    ids = f"import os; os.setgroups([]); os.setgid({user}); os.setuid({user}); "
    return [sys.executable, "-c", ids + f"os.execvp('env', {bare!r})"]


def run_bare(
    place: Place, *options: str, user: int | None = None, home: str = ""
) -> tuple[int, str]:
    """Run in a session without terminal; give the exit code and all that was said."""
    umask = os.umask(0o077)
    try:
        done = subprocess.run(
            as_cron_does(place, *options, user=user, home=home),
            cwd=READ_ONLY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
    finally:
        os.umask(umask)
    return done.returncode, done.stdout.decode("utf-8", errors="replace")


def modes(folder: Path) -> set[tuple[bool, int]]:
    paths = [folder, *folder.rglob("*")]
    return {(p.is_dir(), stat.S_IMODE(p.stat().st_mode)) for p in paths}


def test_in_the_surroundings_of_cron(place: Place) -> None:
    place.configure('reports = ["1119"]\nexports = ["csv"]\n', formats='"html", "pdf"')
    assert run_bare(place, "--quiet") == (0, "")
    assert (place.output / "brukerplan-2024-1119-nb.html").exists()
    pdf = (place.output / "brukerplan-2024-1119-nb.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert modes(place.store) == {(True, 0o700), (False, 0o600)}
    assert run_bare(place, "--quiet") == (0, ""), "nothing was due"
    place.configure('reports = ["1119"]\nlanguages = ["en"]\n')
    assert run_bare(place, "--quiet", home=NO_HOME) == (0, "")
    (place.inbox / "x.csv").write_text("no export\n")
    code, said = run_bare(place, "--quiet")
    assert code in (10, 11)
    assert "x.csv" in said


@contextmanager
def passable_to_others(folder: Path) -> Iterator[None]:
    """Let others pass through the temporary folders above `folder`, for a while.

    Folders that are not temporary are somebody's own, and are left as they are.
    """
    above = folder.parents
    ours = [p for p in above if Path(tempfile.gettempdir()).resolve() in p.parents]
    before = {path: stat.S_IMODE(path.stat().st_mode) for path in ours}
    for path, mode in before.items():
        path.chmod(mode | 0o011)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


def closed_to_others(path: Path) -> list[Path]:
    """Give the folders above `path` that another user cannot pass through."""
    above = {*path.absolute().parents, *path.resolve().parents}
    return [p for p in above if not p.stat().st_mode & 0o001]


@pytest.mark.skipif(not is_root(), reason="only root may become another user")
def test_as_a_user_without_a_home(place: Place) -> None:
    for path in [place.root, *place.root.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    with passable_to_others(place.root):
        needed = (Path(sys.executable), Path(brukerplan.__file__), place.root)
        if closed := {p for path in needed for p in closed_to_others(path)}:
            pytest.skip(f"another user cannot pass through {min(closed)}")
        assert run_bare(place, "--quiet", user=NOBODY) == (0, "")
    assert {path.stat().st_uid for path in place.store.rglob("*")} == {NOBODY}
    assert (place.output / "brukerplan-2024-1119-nb.html").exists()


def cron_daemon() -> str:
    """Give the path of Debian's cron, installing it if need be; else skip."""
    if not is_root():
        pytest.skip("only root may run the cron daemon")
    if not shutil.which("cron", path="/usr/sbin") and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "--no-install-recommends", "cron"]
        subprocess.run(install, capture_output=True, check=False, timeout=120)
    found = shutil.which("cron", path="/usr/sbin")
    if not found or not Path("/etc/cron.d").is_dir():
        pytest.skip("there is no cron daemon here, and none could be installed")
    return found


@pytest.fixture
def crontab() -> Iterator[Path]:
    path = Path(f"/etc/cron.d/brukerplan-test-{os.getpid()}")
    yield path
    path.unlink(missing_ok=True)


def test_by_the_cron_daemon(place: Place, request: pytest.FixtureRequest) -> None:
    daemon_path = cron_daemon()
    crontab = request.getfixturevalue("crontab")
    config, log = place.root / "brukerplan.toml", place.root / "cron.log"
    command = shlex.join([sys.executable, "-m", "brukerplan", "run", "--quiet"])
    job = f"{command} --wait 60 --config {config} >> {log} 2>&1"
    crontab.write_text(f'MAILTO=""\n* * * * * root {job}\n')
    crontab.chmod(0o644)
    daemon = subprocess.Popen(
        [daemon_path, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        told = wait_for(place.output / "run.json")
    finally:
        daemon.terminate()
        daemon.wait()
    assert told["exit_code"] == 0, log.read_text()
    assert "brukerplan-2024-1119-nb.html" in told["outputs"]
    assert log.read_text() == ""


def wait_for(path: Path) -> dict:
    end = time.monotonic() + 60 * MINUTES + 30
    while time.monotonic() < end:
        if path.exists():
            return json.loads(path.read_text(encoding="utf-8"))
        time.sleep(0.5)
    pytest.fail("the cron daemon did not run it")
