"""The wheel works: installed in a fresh environment, away from the checkout.

No network: the libraries are those of the environment that runs the tests, lent to the
fresh one by a path file. An editable install of the project is not lent with them.
"""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SHIPPED = ("data/schemas", "data/reference", "data/indicators", "reports/templates")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that has to succeed, with no way to find the checkout."""
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "BRUKER"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    run(*build, cwd=ROOT)
    (built,) = folder.glob("brukerplan-*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of a fresh environment that has the wheel."""
    home = tmp_path_factory.mktemp("fresh env")
    venv.create(home, with_pip=True)
    fresh = home / ("Scripts" if os.name == "nt" else "bin")
    install = ("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
    run(fresh / "python", *install, cwd=home)
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    library = Path(run(fresh / "python", "-c", code, cwd=home).strip())
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (library / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return fresh


@pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="no git checkout, so no list of its files"
)
def test_wheel_carries_every_shipped_file(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(
        ["git", "ls-files", *SHIPPED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = {
        f"brukerplan/_resources/{name}" for name in listed.stdout.split("\n")[:-1]
    }
    assert len(expected) > len(SHIPPED)
    assert expected - inside == set()


def test_wheel_carries_no_tests_and_no_person_data(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("brukerplan-")} == {"brukerplan"}


def test_installed_program_is_the_wheel_s(scripts: Path, tmp_path: Path) -> None:
    code = "import brukerplan; print(brukerplan.__file__)"
    found = Path(run(scripts / "python", "-c", code, cwd=tmp_path).strip())
    assert scripts.parent.resolve() in found.resolve().parents


def test_installed_program_goes_the_whole_road(scripts: Path, tmp_path: Path) -> None:
    program = scripts / "brukerplan"
    assert "Start with: brukerplan demo" in run(program, "--help", cwd=tmp_path)
    assert "brukerplan-2023" in run(program, "schema", "list", cwd=tmp_path)
    places = ("-m", "1103", "-m", "1130", "-m", "1151", "-y", "2024")
    run(program, "example", "exports", *places, cwd=tmp_path)
    exports = sorted((tmp_path / "exports").iterdir())
    run(program, "import", *exports, cwd=tmp_path)
    run(program, "compute", "--year", "2024", cwd=tmp_path)
    formats = ("--format", "html", "--format", "pdf")
    regions = ("--region", "1103", "--region", "11", "--year", "2024")
    run(program, "report", *regions, *formats, "-o", "out", cwd=tmp_path)
    kinds = sorted(path.suffix for path in (tmp_path / "out").rglob("*.*"))
    assert kinds.count(".html") >= 2
    assert kinds.count(".pdf") >= 2
