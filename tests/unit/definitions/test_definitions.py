"""Definitions are data: all that is shipped is whole, and what is wrong is refused."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from brukerplan.definitions import load_definitions, set_relations
from brukerplan.definitions.indicator_model import INTERVALS, POLARITIES, UNITS_OF_VALUE
from brukerplan.definitions.indicator_parsing import set_problem
from brukerplan.errors import InputError, ValidationFailed
from brukerplan.languages import LANGUAGES
from brukerplan.tables import AREAS, PERSON_DTYPES, PROBLEM_GROUPS, SERVICES

DEFINITIONS = load_definitions()

GOOD = """\
theme = "services"

[[indicator]]
id = "receives_nav"
numerator = "received_nav:yes"
denominator = "received_nav:known"
unit = "percent"
interval = "wilson_95"
polarity = "neutral"
groupings = [{ groups = ["all"], by = ["sex"] }]
label = { nb = "NAV", nn = "NAV", en = "NAV" }
definition = { nb = "Får NAV.", nn = "Får NAV.", en = "Receives NAV." }
"""


def folder_with(tmp_path: Path, text: str, name: str = "own.toml") -> Path:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return tmp_path


def test_every_area_and_service_has_its_figures() -> None:
    ids = {indicator.id for indicator in DEFINITIONS.indicators}
    assert {f"function_level_{area}" for area in AREAS} <= ids
    for name in ("service_received", "service_needed", "service_gap"):
        categories = [c.id for c in DEFINITIONS.indicator(name).categories]
        assert categories == list(SERVICES)


def test_every_text_is_there_in_every_language() -> None:
    for indicator in DEFINITIONS.indicators:
        for text in (indicator.label, indicator.definition):
            assert set(text) == set(LANGUAGES)
            assert all(part.strip() and "{" not in part for part in text.values())
    for words in DEFINITIONS.labels.values():
        assert all(set(text) == set(LANGUAGES) for text in words.values())


def test_every_word_that_a_release_needs_is_there() -> None:
    kinds = {
        "area": AREAS,
        "service": SERVICES,
        "group": PROBLEM_GROUPS,
        "theme": {i.theme for i in DEFINITIONS.indicators},
        "unit": UNITS_OF_VALUE,
    }
    for kind, codes in kinds.items():
        assert set(codes) <= set(DEFINITIONS.labels[kind])
    for indicator in DEFINITIONS.indicators:
        for category in indicator.categories:
            assert DEFINITIONS.category_word(category.id, "nb") != category.id


def test_every_set_exists_and_every_choice_is_one_of_the_known() -> None:
    for indicator in DEFINITIONS.indicators:
        assert indicator.unit in UNITS_OF_VALUE
        assert indicator.interval in INTERVALS
        for category in indicator.categories:
            assert category.polarity in POLARITIES
            for name in (category.numerator, category.denominator):
                assert set_problem(name, DEFINITIONS.dimensions) == ""
    for dimension in DEFINITIONS.dimensions.values():
        assert not dimension.column or dimension.column in PERSON_DTYPES


def test_the_index_is_called_a_local_definition_wherever_it_is_shown() -> None:
    local = {
        "nb": "lokal definisjon",
        "nn": "lokal definisjon",
        "en": "local definition",
    }
    of_index = [i for i in DEFINITIONS.indicators if "living_conditions" in i.id]
    of_index += [i for i in DEFINITIONS.indicators if "blue_light" in i.id]
    assert len(of_index) == 4
    for indicator in of_index:
        assert all(local[lang] in indicator.label[lang] for lang in LANGUAGES)
    for rule in DEFINITIONS.rules.values():
        assert rule.version
        assert all(local[lang] in rule.label[lang] for lang in LANGUAGES)


def test_an_analyst_adds_an_indicator_without_code(tmp_path: Path) -> None:
    definitions = load_definitions(folder_with(tmp_path, GOOD))
    added = definitions.indicator("receives_nav")
    assert added.theme == "services"
    assert added.categories[0].numerator == "received_nav:yes"
    assert added.groupings[0].by == ("sex",)
    assert definitions.sha256 != DEFINITIONS.sha256


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('unit = "percent"', 'unit = "per_100"', 7, "per_100"),
        ('unit = "percent"', 'unit = "per_1000"', 7, "rate of the `population`"),
        ('interval = "wilson_95"', 'interval = "byar_95"', 8, "byar_95"),
        ("received_nav:yes", "received_nave:yes", 5, "no dimension «received_nave»"),
        ("received_nav:yes", "received_nav:ja", 5, "no value «ja»"),
        ("received_nav:known", "everybody", 6, "no set «everybody»"),
        ('polarity = "neutral"', 'polarity = "good"', 9, "good"),
        ('polarity = "neutral"', 'polarityy = "neutral"', 9, "polarityy"),
        ('["all"]', '["everyone"]', 10, "everyone"),
        ('by = ["sex"]', 'by = ["gender"]', 10, "gender"),
        ('nn = "NAV", ', "", 11, "nb, nn, en"),
        ('id = "receives_nav"', 'id = "homeless"', 4, "declared twice"),
        ('id = "receives_nav"\n', "", 3, "`id` is lacking"),
        ('theme = "services"', 'theme = "serviss"', 1, "serviss"),
        ("[[indicator]]", "[[indicaator]]", 3, "indicaator"),
        ('unit = "percent"', "unit = percent", 7, "not TOML"),
        ('unit = "percent"', "unit = 5", 7, "`unit`"),
        ('[{ groups = ["all"], by = ["sex"] }]', '"all"', 3, "not of the kind"),
        ('"received_nav:yes"', "[1, 2]", 3, "not of the kind"),
        ('polarity = "neutral"', "polarity = 3", 3, "not of the kind"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    with pytest.raises(ValidationFailed) as refused:
        load_definitions(folder_with(tmp_path, GOOD.replace(old, new, 1)))
    assert refused.value.message.startswith(f"own.toml:{line}: ")
    assert says in refused.value.message
    assert refused.value.slug == "indicator-definition-invalid"


@pytest.mark.parametrize(
    ("numerator", "unit", "more", "says"),
    [
        ("daily_care_children:sum", "percent", "", "mean goes with a sum"),
        ("received_nav:yes", "mean", "", "mean goes with a sum"),
        ("received_nav:sum", "mean", "", "has no value «sum»"),
        ("contact_children:sum", "mean", 'denominator = "all"', "over the people of"),
    ],
)
def test_a_mean_is_over_the_people_of_a_sum(
    tmp_path: Path, numerator: str, unit: str, more: str, says: str
) -> None:
    text = GOOD.replace('"received_nav:yes"', f'"{numerator}"')
    text = text.replace('denominator = "received_nav:known"', more)
    text = text.replace('"percent"', f'"{unit}"').replace('"wilson_95"', '""')
    with pytest.raises(ValidationFailed, match=says):
        load_definitions(folder_with(tmp_path, text))


def test_a_dimension_may_not_be_made_from_itself(tmp_path: Path) -> None:
    text = '[[dimension]]\nid = "a"\nall_of = ["b:yes"]\n\n[[dimension]]\nid = "b"\n'
    with pytest.raises(ValidationFailed, match=re.escape("own.toml:3:")):
        load_definitions(folder_with(tmp_path, text + 'all_of = ["a:yes"]\n'))


RULE = """\
id = "own-1"
version = "1"
label = { nb = "x", nn = "x", en = "x" }
definition = { nb = "x", nn = "x", en = "x" }

[[level]]
value = "red"
all = [{ colours = ["red"], at_least = 9 }]

[[level]]
value = "green"
"""


def test_an_index_rule_that_cannot_hold_is_refused_with_its_line(
    tmp_path: Path,
) -> None:
    folder = folder_with(tmp_path, RULE, "index/own.toml")
    with pytest.raises(ValidationFailed, match=re.escape("own.toml:8:")):
        load_definitions(folder)


def test_a_file_that_is_not_utf8_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b'theme = "\xe6"')
    with pytest.raises(InputError):
        load_definitions(tmp_path)


def test_relations_hold_every_dimension_together() -> None:
    relations = set_relations(DEFINITIONS)
    sums = relations[relations["kind"] == "sum"]

    def parts_of(whole: str, group: str = "*") -> list[set[str]]:
        chosen = sums[(sums["whole_set"] == whole) & (sums["whole_group"] == group)]
        return [set(r["part_set"]) for _, r in chosen.groupby("relation_id")]

    colours = {"housing:green", "housing:yellow", "housing:red"}
    assert parts_of("housing:known") == [colours]
    assert {"housing:known", "housing:missing"} in parts_of("all")
    assert parts_of("needed_nav:yes") == [{"gap_nav:known", "gap_nav:missing"}]
    assert parts_of("every_group", "substance") == [{"all"}]
    concurrent = sums[sums["whole_set"] == "concurrent_disorders:yes"]
    assert set(concurrent["part_group"]) == {
        "substance_mild_mental",
        "substance_severe_mental",
    }


def implied() -> list[dict[str, int]]:
    """Give what every whole is at least, as sets and how many times they count."""
    relations = set_relations(DEFINITIONS)
    least = relations[relations["kind"] == "least"]
    return [
        {
            r["whole_set"].iloc[0]: 1,
            **dict(zip(r["part_set"], -r["times"], strict=True)),
        }
        for _, r in least.groupby("relation_id")
    ]


def test_relations_say_what_one_answer_implies_of_another() -> None:
    """Worked out by hand from the definitions, each a sum that is never below 0."""
    known = implied()
    # Who needs a service and has none is not among those who have it.
    assert {
        "received_nav:known": 1,
        "received_nav:yes": -1,
        "gap_nav:yes": -1,
    } in known
    # Who needs a service and has it is among those who have it.
    assert {"received_nav:yes": 1, "gap_nav:known": -1, "gap_nav:yes": 1} in known
    # Children are had in daily care or in contact.
    assert {
        "has_daily_care:yes": 1,
        "has_contact:yes": 1,
        "has_children:yes": -1,
    } in known
    # Without red areas no area is red, and it is known of each.
    assert {
        "housing:known": 1,
        "housing:red": -1,
        "red_areas:none": -1,
    } in known
    # A blue light is red in meaningful activity.
    assert {
        "meaningful_activity:red": 1,
        "living_conditions_index:blue_light": -1,
    } in known


def test_red_areas_counted_by_area_are_those_counted_by_person() -> None:
    """One, two or three, four to eight; of whom it is not known, seven at most."""
    bands = {
        "red_areas:one": -1,
        "red_areas:two_or_three": -2,
        "red_areas:four_or_more": -4,
    }
    reds = {f"{area}:red": 1 for area in AREAS}
    assert {**reds, **bands} in implied()
    many = {
        "red_areas:one": 1,
        "red_areas:two_or_three": 3,
        "red_areas:four_or_more": 8,
        "all": 7,
        "red_areas:known": -7,
    }
    assert {**many, **{name: -1 for name in reds}} in implied()


def test_own_definitions_need_not_ask_of_every_area() -> None:
    asked = {k: d for k, d in DEFINITIONS.dimensions.items() if k != "housing"}
    relations = set_relations(replace(DEFINITIONS, dimensions=asked))
    assert not (relations["whole_set"] == "housing:known").any()
    assert "gap_nav:yes" in set(relations["part_set"])
