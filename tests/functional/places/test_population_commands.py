"""`brukerplan population`: what users see, and what is stored."""

import json
from pathlib import Path

import pytest
from statbank_files import cells, json_stat
from statistics_norway import StandIn, serving
from typer.testing import CliRunner

from brukerplan.cli import app
from brukerplan.geography import population

PATH = "/tables/07459/data"


def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
    return CliRunner().invoke(app, ["population", *map(str, arguments)])


@pytest.fixture(scope="module")
def answer() -> bytes:
    return json_stat(cells(2025, sexes=("male", "female")), 2025)


def test_show_tells_figures_and_source(tmp_path: Path) -> None:
    done = run("show", "--year", "2024", "--region", "11", "--store", tmp_path)
    assert done.exit_code == 0
    assert "18+         386766" in done.stdout
    assert "municipalities: 23" in done.stdout
    assert "tabell 07459, 1.1.2024 (shipped)" in done.stdout


def test_show_writes_what_is_not_known_as_dots_and_null(tmp_path: Path) -> None:
    done = run("show", "-y", "2015", "-r", "0706", "--store", tmp_path)
    assert ".." in done.stdout
    done = run("show", "-y", "2015", "-r", "0706", "--store", tmp_path, "--json")
    payload = json.loads(done.stdout)
    assert payload["adults"] is None
    assert payload["population"][0] == {
        "age_band": "0-15",
        "total": None,
        "female": None,
        "male": None,
    }


def test_what_is_written_can_be_imported_and_then_comes_first(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "population.csv"
    assert run("show", "-y", "2024", "-o", file, "--store", store).exit_code == 0
    done = run("import", file, "--store", store)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Imported 5550203 inhabitants 1 January 2024" in done.stderr
    shown = run("show", "-y", "2024", "--store", store)
    assert "population.csv (imported)" in shown.stdout
    used = population(2024, imported=store / "population").frame
    assert used.equals(population(2024).frame)


def test_quiet_import_says_nothing_and_dry_run_stores_nothing(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "population.csv"
    run("show", "-y", "2024", "-o", file, "--store", store)
    done = run("import", file, "--store", store, "--dry-run", "--json")
    assert json.loads(done.stdout)["inhabitants"] == {"2024": 5_550_203}
    assert not store.exists()
    done = run("import", file, "--store", store, "--quiet")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_refused_import_exits_11_and_stores_nothing(tmp_path: Path) -> None:
    store, file = tmp_path / "store", tmp_path / "population.csv"
    run("show", "-y", "2024", "-o", file, "--store", store)
    text = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    file.write_text("".join(text[:2000]), encoding="utf-8")
    done = run("import", file, "--store", store)
    assert done.exit_code == 11
    assert "[population-lacks-municipalities]" in done.stdout
    assert "errors#population-invalid" in done.stderr
    assert not (store / "population").exists()
    assert "feil: 2024 mangler kommuner (" in done.stdout
    done = run("import", file, "--store", store, "--lang", "nn")
    assert "feil: 2024 manglar kommunar (" in done.stdout
    done = run("import", file, "--store", store, "--json", "--lang", "en")
    assert "2024 lacks municipalities (" in done.stdout
    rules = [f["rule"] for f in json.loads(done.stdout)["findings"]]
    assert "population-lacks-municipalities" in rules


def test_unreadable_import_exits_10(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("navn;antall\n", encoding="utf-8")
    assert run("import", file, "--store", tmp_path / "store").exit_code == 10
    assert run("import", tmp_path / "none.csv").exit_code == 10


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("show", "-y", "2012"), "07459"),
        (("show", "-y", "2024", "-r", "Herøy"), "1818 Herøy (Nordland)"),
        (("show", "-y", "2024", "-r", "1104"), "1103 Stavanger"),
    ],
)
def test_what_is_not_there_exits_12(
    tmp_path: Path, arguments: tuple[str, ...], hint: str
) -> None:
    done = run(*arguments, "--store", tmp_path)
    assert done.exit_code == 12
    assert hint in done.stderr


def test_fetch_asks_as_the_service_wants_and_stores(
    tmp_path: Path, answer: bytes
) -> None:
    with serving(StandIn({PATH: answer})) as service:
        arguments = ("fetch", "-y", "2025", "--service", service.address)
        done = run(*arguments, "--store", tmp_path)
        assert done.exit_code == 0
        again = run(*arguments, "--store", tmp_path)
        assert again.exit_code == 0
    assert len(service.asked) == 1, "what was fetched is not asked for again"
    path, query = service.asked[0]
    assert path == PATH
    assert query["outputFormat"] == ["json-stat2"]
    assert query["valueCodes[Tid]"] == ["2025"]
    assert query["valueCodes[Kjonn]"] == ["1,2"]
    assert query["valueCodes[Region]"][0].startswith("0,0301,1101,")
    shown = run("show", "-y", "2025", "--store", tmp_path)
    assert "07459-2025.json (fetched)" in shown.stdout


def test_fetch_again_when_asked_to(tmp_path: Path, answer: bytes) -> None:
    with serving(StandIn({PATH: answer})) as service:
        arguments = ("fetch", "-y", "2025", "--service", service.address)
        run(*arguments, "--store", tmp_path)
        run(*arguments, "--store", tmp_path, "--refresh")
    assert len(service.asked) == 2


def test_fetch_tries_again_when_the_service_is_busy(
    tmp_path: Path, answer: bytes
) -> None:
    with serving(StandIn({PATH: answer}, failures=[429, 503])) as service:
        done = run(
            "fetch", "-y", "2025", "--service", service.address, "--store", tmp_path
        )
    assert done.exit_code == 0
    assert len(service.asked) == 3


@pytest.mark.parametrize(
    ("failures", "asked"), [([503, 503, 503, 503], 3), ([404], 1), ([400], 1)]
)
def test_fetch_gives_up_with_the_link_to_download(
    tmp_path: Path, failures: list[int], asked: int
) -> None:
    with serving(StandIn(failures=failures)) as service:
        done = run(
            "fetch", "-y", "2025", "--service", service.address, "--store", tmp_path
        )
    assert done.exit_code == 12
    assert "https://www.ssb.no/statbank/table/07459" in done.stderr
    assert len(service.asked) == asked
    assert not (tmp_path / "population").exists()


def test_fetch_checks_the_answer_like_a_file(tmp_path: Path) -> None:
    frame = cells(2025, sexes=("male", "female"))
    less = json_stat(frame[frame["code"] != "1103"], 2025)
    for body, code in ((less, 11), (b"<html>", 10)):
        with serving(StandIn({PATH: body})) as service:
            done = run(
                "fetch", "-y", "2025", "--service", service.address, "--store", tmp_path
            )
        assert done.exit_code == code
    assert not (tmp_path / "population").exists()


def test_fetch_offline_exits_12_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    done = run(
        "fetch", "-y", "2025", "--service", "http://127.0.0.1:9", "--store", tmp_path
    )
    assert done.exit_code == 12
    assert "offline" in done.stderr
    assert "https://www.ssb.no/statbank/table/07459" in done.stderr


def test_fetch_takes_only_web_addresses(tmp_path: Path) -> None:
    done = run("fetch", "-y", "2025", "--service", "file:///etc", "--store", tmp_path)
    assert done.exit_code == 2
