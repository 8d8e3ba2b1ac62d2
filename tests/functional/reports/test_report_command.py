"""`brukerplan report` and `template`, from a store to files."""

import json
import shutil
from contextvars import ContextVar
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brukerplan import resources
from brukerplan.cli import app
from brukerplan.pipeline.publishing import report_batch
from brukerplan.resources import resource_dir

SMALL = ("1144", "1145", "1133", "1134", "1135", "1146")
DATE = ("--date", "2025-02-03")


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with six small made-up municipalities and a release of 2024."""
    folder = tmp_path_factory.mktemp("road")
    places = [word for code in SMALL for word in ("-m", code)]
    assert run("example", folder / "exports", *places, "-y", 2024).exit_code == 0
    files = sorted((folder / "exports").iterdir())
    assert run("import", *files, "--store", folder / "store").exit_code == 0
    assert run("compute", "-y", 2024, "--store", folder / "store").exit_code == 0
    return folder / "store"


@pytest.fixture
def report(store: Path, tmp_path: Path):
    def make(*arguments: object, folder: str = "out"):
        common = ("report", "-y", 2024, "--store", store, *DATE)
        return run(*common, "-o", tmp_path / folder, *arguments)

    return make


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_report_writes_the_files_and_names_them(report, tmp_path: Path) -> None:
    done = report("--region", "1146", "--format", "html", "--format", "xlsx")
    assert done.exit_code == 0
    assert done.stdout == ""
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        "brukerplan-2024-1146-nb-summary.html",
        "brukerplan-2024-1146-nb.html",
        "brukerplan-2024-1146-nb.xlsx",
        "index-nb.html",
    ]
    assert "brukerplan-2024-1146-nb.html" in done.stderr


def test_report_says_its_files_as_json(report) -> None:
    done = report("--region", "Tysvær", "--lang", "nn", "--no-summary", "--json")
    files = json.loads(done.stdout)["files"]
    assert [Path(file).name for file in files] == [
        "brukerplan-2024-1146-nn.html",
        "index-nn.html",
    ]


def test_quiet_says_nothing(report) -> None:
    done = report("--region", "1146", "--quiet")
    assert (done.exit_code, done.output) == (0, "")


def test_index_links_the_reports_that_are_there(report, tmp_path: Path) -> None:
    report("--region", "1146", "--region", "11", "--format", "html", "--format", "pdf")
    page = (tmp_path / "out" / "index-nb.html").read_text(encoding="utf-8")
    for name in ("brukerplan-2024-1146-nb.html", "brukerplan-2024-11-nb.pdf"):
        assert f'href="{name}"' in page
        assert (tmp_path / "out" / name).is_file()


@pytest.mark.slow
def test_in_turn_in_parallel_and_alone_give_the_same_bytes(
    report, store: Path, tmp_path: Path
) -> None:
    """No municipality ever carries another's figure, whatever is rendered with it."""
    order = report_batch.Order(2024, ("html", "pdf", "xlsx"), as_of=date(2025, 2, 3))
    wanted = report_batch.Wanted(2024, regions=(*SMALL, "11"))
    for workers in (1, 2):
        folder = tmp_path / f"workers-{workers}"
        made = report_batch.make_reports(
            store, wanted, order, output=folder, workers=workers
        )
        assert made.failures == ()
    together = content(tmp_path / "workers-2")
    assert content(tmp_path / "workers-1") == together
    alone = report_batch.Wanted(2024, regions=("1145",))
    report_batch.make_reports(store, alone, order, output=tmp_path / "alone")
    for name, data in content(tmp_path / "alone").items():
        assert together[name] == data


@pytest.mark.slow
def test_newer_tables_of_places_are_used_in_every_process(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "regions"
    newer.mkdir()
    shipped = (resource_dir("data/reference") / "municipalities.csv").read_text("utf-8")
    renamed = shipped.replace("1145,Bokn,Bokn,", "1145,Nybokn,Nybokn,")
    (newer / "municipalities.csv").write_text(renamed, encoding="utf-8")
    monkeypatch.setattr(resources, "_updates", ContextVar("test", default=newer))
    order = report_batch.Order(2024, as_of=date(2025, 2, 3), has_summary=False)
    wanted = report_batch.Wanted(2024, regions=SMALL)
    made = report_batch.make_reports(store, wanted, order, output=tmp_path / "out")
    assert len(made.files) == len(SMALL) > report_batch.FEW
    page = (tmp_path / "out" / "brukerplan-2024-1145-nb.html").read_text("utf-8")
    assert "i Nybokn kommune 2024</h1>" in page


@pytest.mark.slow
def test_a_report_that_fails_does_not_stop_the_others(report, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "page.j2").write_text(
        "{% if report.region_code == '1145' %}\n{{ report.lacking }}\n{% endif %}\n"
        "{% block content %}{% endblock %}",
        encoding="utf-8",
    )
    places = [word for code in SMALL for word in ("--region", code)]
    done = report(*places, "--template", own, "--no-summary")
    assert done.exit_code == 15
    assert "1 reports could not be made: 1145" in done.stderr
    assert "«page.j2», line 2" in done.stderr
    made = {path.name for path in (tmp_path / "out").glob("brukerplan-*.html")}
    assert made == {f"brukerplan-2024-{c}-nb.html" for c in SMALL if c != "1145"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "no report is asked for"),
        (("--region", "9999"), 12, "9999"),
        (("--region", "1146", "--format", "docx"), 2, "there is no format «docx»"),
        (("--region", "1146", "--lang", "se"), 2, "there is no language «se»"),
        (("--region", "1146", "--audience", "all"), 2, "there is no audience «all»"),
        (("--region", "1146", "--date", "i går"), 2, "«i går» is no date"),
        (("--level", "bydel"), 2, "there is no report for «bydel»"),
    ],
)
def test_wrong_use_is_told(report, arguments, code: int, said: str) -> None:
    done = report(*arguments)
    assert done.exit_code == code
    assert said in done.stderr


def test_year_without_figures_says_what_to_do(store: Path, tmp_path: Path) -> None:
    done = run("report", "-y", 2023, "--store", store, "--region", "1146")
    assert done.exit_code == 2
    assert "brukerplan compute --year 2023" in done.stderr


def test_internal_reports_are_marked(report, tmp_path: Path) -> None:
    report("--region", "1146", "--audience", "internal")
    for path in (tmp_path / "out").iterdir():
        assert "Unntatt offentlighet" in path.read_text(encoding="utf-8")


def test_own_look_and_comments_are_used(report, tmp_path: Path) -> None:
    (tmp_path / "comments").mkdir()
    (tmp_path / "comments" / "1146.toml").write_text(
        'foreword = "Vel møtt til <alle>."', encoding="utf-8"
    )
    config = tmp_path / "brukerplan.toml"
    config.write_text(
        '[report]\naccent = "#7a1f5c"\ncomments = "comments"\n', encoding="utf-8"
    )
    assert report("--region", "1146", "--config", config).exit_code == 0
    page = tmp_path / "out" / "brukerplan-2024-1146-nb.html"
    text = page.read_text(encoding="utf-8")
    assert "#7a1f5c" in text
    assert "Vel møtt til &lt;alle&gt;." in text


def test_template_export_gives_templates_that_work(report, tmp_path: Path) -> None:
    own = tmp_path / "own"
    done = run("template", "export", own)
    assert done.exit_code == 0
    assert (own / "report.j2").is_file()
    assert (own / "typst" / "look.typ").is_file()
    report("--region", "1146", "--format", "html", "--format", "pdf")
    report(
        "--region", "1146", "--format", "html", "--format", "pdf",
        "--template", own, folder="same",
    )  # fmt: skip
    assert content(tmp_path / "out") == content(tmp_path / "same")
    shutil.rmtree(own / "html")
    assert run("template", "export", own).exit_code == 2


def test_internal_reports_are_closed_to_others_and_noted(
    report, store: Path, tmp_path: Path
) -> None:
    report("--region", "1146", "--audience", "internal", folder="closed")
    assert {p.stat().st_mode & 0o777 for p in (tmp_path / "closed").iterdir()} == {
        0o600
    }
    log = run("log", "--store", store)
    assert "report" in log.stdout
