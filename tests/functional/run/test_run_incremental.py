"""A run does everything that is due and nothing else."""

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from run_samples import NOW, Place, done, made_place, reports_of, touch_later

from brukerplan.disclosure import DisclosurePolicy
from brukerplan.pipeline.releasing.new_release import ReleaseOptions, compute_release
from brukerplan.pipeline.runs import fingerprints
from brukerplan.resources import resource_dir
from brukerplan.store import Store, erasure

pytestmark = pytest.mark.slow

COMPUTE = ("compute", "2024")
FOLLOWING = ("report", "2024: those whose figures change")
"""What a dry run says where the figures are not known yet."""

OUTPUTS = [
    "brukerplan-2024-1119-nb-summary.html",
    "brukerplan-2024-1119-nb.html",
    "index-nb.html",
]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which two municipalities are imported and reported."""
    place = made_place(tmp_path_factory.mktemp("run") / "first", 'reports = ["1119"]\n')
    place.receive("1106", "1119", "1120", "1124")
    outcome = place.run()
    assert outcome.exit_code == 0, outcome.document["problems"]
    return place.root


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Place:
    return Place(Path(shutil.copytree(first, tmp_path / "copy")))


def test_unchanged_inputs_do_no_work(place: Place) -> None:
    before = place.files()
    for path in place.inbox.iterdir():
        touch_later(path)
    outcome = place.run()
    assert (outcome.exit_code, done(outcome)) == (0, [])
    assert place.files() == before


def test_the_first_run_says_what_it_did_and_where_it_came_from(first: Path) -> None:
    told = json.loads((Place(first).output / "run.json").read_text(encoding="utf-8"))
    steps = [step["step"] for step in told["done"]]
    assert steps == ["import"] * 4 + ["compute", "report", "index"]
    assert told["exit_code"] == 0
    assert [len(entry["sha256"]) for entry in told["inputs"]] == [64] * 4
    assert sorted(told["outputs"]) == OUTPUTS
    assert told["years"] == [2024]


def test_a_new_municipality_is_imported_and_its_county_made_again(place: Place) -> None:
    place.receive("1127")
    outcome = place.run()
    assert done(outcome)[0] == ("import", "brukerplan_2024_1127.csv")
    assert ("compute", "2024") in done(outcome)
    assert reports_of(outcome) == ["1119"]
    assert "figures of county 11" in outcome.document["done"][-2]["why"]


def test_a_municipality_of_another_year_leaves_this_year_alone(place: Place) -> None:
    place.receive("1106", "1119", "1120", "1124", year=2025)
    outcome = place.run()
    assert ("compute", "2025") in done(outcome)
    assert ("compute", "2024") not in done(outcome)
    assert not [what for step, what in done(outcome) if what.startswith("2024")]


def test_a_stricter_policy_is_noticed(place: Place) -> None:
    place.configure('reports = ["1119"]\n[policy]\nsmallest_count = 7\n')
    outcome = place.run()
    assert done(outcome) == [("compute", "2024"), ("report", "2024 1119 nb")]
    assert outcome.document["done"][0]["why"] == "changed: policy"


def test_another_program_version_is_noticed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "version", lambda name: "9.9.9")
    outcome = place.run(dry_run=True)
    assert done(outcome) == [COMPUTE, FOLLOWING]
    assert outcome.document["done"][0]["why"] == "changed: program version"


@pytest.mark.parametrize(
    ("folder", "steps", "why"),
    [
        ("data/indicators", [COMPUTE, FOLLOWING], "changed: indicators"),
        ("data/reference", [COMPUTE, FOLLOWING], "changed: reference data"),
        ("reports/templates", [("report", "2024 1119 nb")], "changed: templates"),
    ],
)
def test_changed_rules_data_and_templates_are_noticed(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    steps: list[tuple[str, str]],
    why: str,
) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    (changed / "a").write_text("other")

    def other(name: str) -> Path:
        return changed if name == folder else resource_dir(name)

    monkeypatch.setattr(fingerprints, "resource_dir", other)
    outcome = place.run(dry_run=True)
    assert done(outcome) == steps
    assert outcome.document["done"][0]["why"] == why


def test_another_language_makes_only_its_reports(place: Place) -> None:
    place.configure('reports = ["1119"]\nlanguages = ["nb", "en"]\n')
    outcome = place.run()
    assert done(outcome) == [("report", "2024 1119 en")]


@pytest.mark.parametrize(
    ("damage", "why"),
    [("unlink", "missing"), ("write", "changed by another hand")],
)
def test_an_output_that_is_not_as_it_was_is_made_again(
    place: Place, damage: str, why: str
) -> None:
    path = place.output / "brukerplan-2024-1119-nb.html"
    before = path.read_bytes()
    path.unlink() if damage == "unlink" else path.write_text("x")
    outcome = place.run()
    assert done(outcome) == [("report", "2024 1119 nb")]
    assert outcome.document["done"][0]["why"] == f"{why}: {path.name}"
    assert path.read_bytes() == before


def test_a_dry_run_says_what_and_why_and_does_nothing(place: Place) -> None:
    place.receive("1127")
    before = {p: p.read_bytes() for p in place.root.rglob("*") if p.is_file()}
    outcome = place.run(dry_run=True)
    assert done(outcome) == [
        ("import", "brukerplan_2024_1127.csv"),
        COMPUTE,
        FOLLOWING,
    ]
    assert [event for event, _ in place.events].count("would") == 3
    assert {p: p.read_bytes() for p in place.root.rglob("*") if p.is_file()} == before


def test_nothing_is_published_before_the_embargo(place: Place) -> None:
    shutil.rmtree(place.output)
    place.configure('reports = ["1119"]\n[policy]\nembargo = "2025-05-06"\n')
    early = place.run(now=NOW)
    assert ("compute", "2024") in done(early)
    assert place.files() == {}
    assert early.document["notes"] == [
        "nothing is published before 2025-05-06 (embargo)"
    ]
    late = place.run(now=datetime.fromisoformat("2025-05-06T00:00:00+02:00"))
    assert reports_of(late) == ["1119"]
    assert sorted(place.files()) == OUTPUTS


def test_rows_kept_too_long_are_erased_and_the_release_remains(place: Place) -> None:
    place.configure('reports = ["1119"]\nretention = "5 years"\n')
    outcome = place.run(now=datetime.fromisoformat("2030-01-01T06:00:00+01:00"))
    assert done(outcome) == [("erase", "2024")]
    store = Store(place.store)
    assert (store.years(), store.release_years()) == ([], [2024])
    assert not list(place.store.rglob("persons-*"))
    again = place.run(now=datetime.fromisoformat("2030-01-02T06:00:00+01:00"))
    assert done(again) == []
    assert len([n for n in again.document["notes"] if "erased" in n]) == 4


def test_erased_data_do_not_come_back_from_the_inbox(place: Place) -> None:
    erasure.forget(
        Store(place.store), municipality="1106", year=2024, at=NOW.isoformat()
    )
    place.run()
    assert Store(place.store).municipalities(2024) == ["1119", "1120", "1124"]


def test_history_says_who_ran_it(first: Path) -> None:
    events = Store(Place(first).store).manifest().history
    assert {event["by"] for event in events if event["action"] == "import"} == {"cron"}


def test_only_reports_that_print_changed_figures_are_made_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county's report does not rest on the municipalities of another county."""
    from brukerplan.pipeline.runs import publish_due

    before = {
        ("municipality", "1119"): "a",
        ("county", "11"): "a",
        ("nation", "0"): "a",
    }
    place.configure('reports = ["1119", "1103"]\n')
    monkeypatch.setattr(publish_due, "place_checksums", lambda release: before)
    place.run()
    state = next((place.store / "runs").iterdir())
    elsewhere = {**before, ("municipality", "4601"): "new", ("county", "46"): "new"}
    monkeypatch.setattr(publish_due, "place_checksums", lambda release: elsewhere)
    remembered = json.loads(state.read_text())
    remembered["years"] = {}
    state.write_text(json.dumps(remembered))
    assert reports_of(place.run()) == []
    state.write_text(json.dumps(remembered))
    moved = {**elsewhere, ("county", "11"): "moved"}
    monkeypatch.setattr(publish_due, "place_checksums", lambda release: moved)
    assert reports_of(place.run()) == ["1119", "1103"]


def test_figures_for_internal_use_are_never_published(place: Place) -> None:
    """Somebody made a looser release by hand: the run makes the public one again."""
    policy = DisclosurePolicy(smallest_count=2, audience="internal")
    before = place.files()
    compute_release(place.store, 2024, ReleaseOptions(policy=policy))
    erasure.erase_overdue(Store(place.store), term=1, as_of=date(2030, 1, 1), at="")
    refused = place.run()
    assert refused.exit_code == 14
    assert [p["slug"] for p in refused.document["problems"]] == ["release-not-public"]
    assert place.files() == before


def test_a_release_made_by_another_hand_is_made_again(place: Place) -> None:
    compute_release(place.store, 2024, ReleaseOptions(also=("centrality",)))
    outcome = place.run(dry_run=True)
    assert done(outcome) == [COMPUTE, FOLLOWING]
    assert outcome.document["done"][0]["why"] == "changed: release"
