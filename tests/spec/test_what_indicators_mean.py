"""What each indicator means: a small survey as a table, and numbers worked by hand.

`docs/explanation/indicators.md` refers here.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

Figures = Callable[..., Any]

# Eleven people of two municipalities: nine of 18 and over (Alfa 4, Beta 5), one of 17
# and one whose age is not known.
PEOPLE = """
place sex age group
1101  f   18  only
1101  m   24  mild
1101  m   25  rop
1101  f   80  mental
1103  m   17  only
1103  m   45  mild
1103  m   54  mild
1103  f   55  rop
1103  f   66  mental
1103  m   67  mental
1103  m   -   mental
"""


def test_recipients_are_of_18_and_over(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE)
    assert figures.of("recipients", "1101") == (4, None)
    assert figures.of("recipients", "1103") == (5, None)
    assert figures.of("recipients", "11") == (9, None)
    assert figures.of("recipients", "0") == (9, None)


def test_rate_is_over_the_inhabitants_of_18_and_over_of_participants(
    figures_of: Figures,
) -> None:
    # 100 (Alfa) and 300 (Beta) of each sex in each of seven adult bands.
    figures = figures_of(PEOPLE)
    assert figures.of("recipients_per_1000", "1101") == (4, 1400)
    assert figures.of("recipients_per_1000", "1103") == (5, 4200)
    assert figures.of("recipients_per_1000", "11") == (9, 5600)


def test_rate_by_sex_and_age(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE)
    rate = "recipients_per_1000"
    assert figures.of(rate, sex="female") == (4, 2800)
    assert figures.of(rate, age_band="18-24") == (2, 800)
    assert figures.of(rate, age_band="25-34") == (1, 800)
    assert figures.of(rate, age_band="45-54") == (2, 800)
    assert figures.of(rate, age_band="55-66") == (2, 800)
    assert figures.of(rate, age_band="67-79") == (1, 800)
    assert figures.of(rate, age_band="80+") == (1, 800)
    assert figures.of(rate, age_band="80+", sex="male") == (0, 400)
    assert figures.of(rate, problem_group="substance", sex="male") == (4, 2800)


def test_16_plus_counts_16_and_17_in_both_places(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE)
    rate = "recipients_16_plus_per_1000"
    assert figures.of(rate, age_band="16+") == (10, 6400)
    assert figures.of(rate, age_band="16+", problem_group="substance") == (7, 6400)


def test_people_outside_the_totals_are_told_of(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE)
    assert figures.of("recipients", age_band="16-17") == (1, None)
    assert figures.of("recipients", age_band="unknown") == (1, None)


def test_each_problem_group_and_what_they_make_up(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE)
    share = "problem_group_share"
    assert figures.of(share, problem_group="substance_only") == (1, 9)
    assert figures.of(share, problem_group="substance_mild_mental") == (3, 9)
    assert figures.of(share, problem_group="substance_severe_mental") == (2, 9)
    assert figures.of(share, problem_group="substance") == (6, 9)
    assert figures.of(share, problem_group="mental_only") == (3, 9)
    assert figures.of("concurrent_disorders") == (5, 9)
    assert figures.of("concurrent_disorders", problem_group="substance") == (5, 6)


# Areas: housing, activity, finances, physical, mental, substance use, social function,
# network. «.» is not rated.
RATED = """
place sex age group  areas
1101  f   30  mental GGGGGGGG
1101  f   30  mental RGGGGGGG
1101  f   30  only   GRRGGGRG
1101  f   30  only   YRGGGRRG
1103  f   30  rop    .RGGRGR.
1103  f   30  rop    ........
1103  f   30  mild   GGGGYYYG
"""


def test_colours_are_shares_of_those_rated(figures_of: Figures) -> None:
    figures = figures_of(RATED)
    level = "function_level_housing"
    assert figures.of(level, category="green") == (3, 5)
    assert figures.of(level, category="yellow") == (1, 5)
    assert figures.of(level, category="red") == (1, 5)


def test_missing_is_a_share_of_everybody_and_never_green(figures_of: Figures) -> None:
    figures = figures_of(RATED)
    level = "function_level_housing"
    assert figures.of(level, category="missing") == (2, 7)
    rop = {"problem_group": "substance_severe_mental"}
    assert (
        figures.rows[figures.rows["problem_group"] == rop["problem_group"]][
            "indicator_id"
        ]
        .isin(["recipients", "recipients_per_1000", "problem_group_share"])
        .all()
    )
    assert figures.of(level, "1103", category="green") == (1, 1)


def test_homeless_is_red_in_housing(figures_of: Figures) -> None:
    figures = figures_of(RATED)
    assert figures.of("homeless") == (1, 5)
    assert figures.of("without_meaningful_activity") == (3, 6)


def test_number_of_red_areas_where_missing_cannot_change_it(
    figures_of: Figures,
) -> None:
    # 0, 1, 3, 3 red; the fifth has 3 red and two not rated (3 to 5: not known), the
    # sixth has none rated; the seventh 0.
    figures = figures_of(RATED)
    assert figures.of("red_areas", category="none") == (2, 5)
    assert figures.of("red_areas", category="one") == (1, 5)
    assert figures.of("red_areas", category="two_or_three") == (2, 5)
    assert figures.of("red_areas", category="four_or_more") == (0, 5)
    assert figures.of("red_areas", category="missing") == (2, 7)


def test_index_by_the_local_rule(figures_of: Figures) -> None:
    # 1 green; 2 red (housing red); 3 red (three red; not blue light, because neither
    # mental health nor substance use is red); 4 and 5 blue light (activity, social
    # function, and substance use or mental health; 5 although two are not rated);
    # 6 not rated; 7 yellow (three yellow).
    figures = figures_of(RATED)
    index = "living_conditions_index"
    assert figures.of(index, category="green") == (1, 6)
    assert figures.of(index, category="yellow") == (1, 6)
    assert figures.of(index, category="red") == (2, 6)
    assert figures.of(index, category="blue_light") == (2, 6)
    assert figures.of(index, category="missing") == (1, 7)


def test_the_second_rule_counts_otherwise(figures_of: Figures) -> None:
    # By number of red: 0 green, 1 yellow, 3 red, 3 red, 3 to 5 not known, none rated,
    # 0 red and three yellow: yellow.
    figures = figures_of(RATED)
    index = "living_conditions_index_by_count"
    assert figures.of(index, category="green") == (1, 5)
    assert figures.of(index, category="yellow") == (2, 5)
    assert figures.of(index, category="red") == (2, 5)
    assert figures.of(index, category="blue_light") == (0, 5)


def test_rated_in_all_areas(figures_of: Figures) -> None:
    assert figures_of(RATED).of("all_areas_rated") == (5, 7)


FAMILIES = """
place sex age group  areas    has_daily_care has_contact has_child_welfare_help
1101  f   30  mental GGGGGGGG y              n           y
1101  f   30  mental RGGGGGGG y              n           n
1101  f   30  mental GRGGGRRG y              y           .
1101  m   30  only   ........ n              y           y
1101  m   30  only   GGGGGGGG n              n           .
1101  m   30  only   GGGGGGGG .              n           n
1101  m   30  only   GGGGGGGG .              y           n
"""


def test_children_and_help_from_child_welfare(figures_of: Figures) -> None:
    figures = figures_of(FAMILIES)
    assert figures.of("daily_care") == (3, 5)
    assert figures.of("contact_with_children") == (3, 7)
    # Known for all but the sixth: no contact, and daily care not known.
    assert figures.of("has_children") == (5, 6)
    helped = "daily_care_child_welfare"
    assert figures.of(helped, category="with_help") == (1, 2)
    assert figures.of(helped, category="without_help") == (1, 2)
    helped = "contact_child_welfare"
    assert figures.of(helped, category="with_help") == (1, 2)
    assert figures.of(helped, category="without_help") == (1, 2)


def test_parents_at_red_or_blue_light(figures_of: Figures) -> None:
    # Daily care: green, red, blue light. Contact: blue light, not rated, green.
    figures = figures_of(FAMILIES)
    assert figures.of("daily_care_red_or_blue_light") == (2, 3)
    assert figures.of("contact_red_or_blue_light") == (1, 2)


CHILDREN = """
place sex age group  areas    has_daily_care daily_care_children_count has_child_welfare_help
1101  f   30  mental GGGGGGGG y              2                         y
1101  f   30  mental RGGGGGGG y              3                         n
1101  f   30  only   GRGGGRRG y              1                         .
1101  m   30  only   GGGGGGGG y              .                         y
1101  m   30  only   GGGGGGGG y              0                         y
1101  m   30  only   GGGGGGGG n              4                         n
1101  m   17  only   GGGGGGGG y              5                         n
"""


def test_children_are_summed_over_parents_whose_number_is_told(
    figures_of: Figures,
) -> None:
    # Not told: the fourth, and the fifth, who has care of 0. The sixth has no care.
    figures = figures_of(CHILDREN)
    found = {
        category: figures.of("children_in_daily_care", category=category)
        for category in ("total", "with_help", "without_help", "red_or_blue_light")
    }
    assert found == {
        "total": (6, 3),
        "with_help": (2, 1),
        "without_help": (3, 1),
        "red_or_blue_light": (4, 2),
    }


def test_children_that_nobody_was_asked_about_are_missing(figures_of: Figures) -> None:
    figures = figures_of(CHILDREN.replace(" y\n", " .\n").replace(" n\n", " .\n"))
    asked = "children_in_daily_care"
    assert figures.row(asked, category="with_help")["status"] == "missing"
    assert figures.row("children_in_contact")["status"] == "missing"


PLANS = """
place sex age group has_individual_plan has_responsibility_group has_coordinator
1101  f   30  only  y                   n                        n
1101  f   30  only  n                   y                        .
1101  f   30  only  n                   n                        n
1101  f   30  only  n                   n                        .
1101  f   30  rop   .                   .                        .
"""


def test_nobody_coordinates_only_where_all_three_are_known_to_lack(
    figures_of: Figures,
) -> None:
    figures = figures_of(PLANS)
    assert figures.of("nobody_coordinates") == (1, 3)
    assert figures.of("individual_plan") == (1, 4)
    assert figures.of("responsibility_group") == (1, 4)
    assert figures.of("coordinator") == (0, 2)


def test_what_nobody_was_asked_is_missing_not_nought(figures_of: Figures) -> None:
    figures = figures_of(PLANS)
    assert figures.of("other_plan") == "missing"
    lar = figures.of("opioid_agonist_treatment", problem_group="substance")
    assert lar == "missing"


SERVED = """
place sex age group received needed
1101  f   30  only  nav,dps  nav
1101  f   30  only  nav      dps
1101  f   30  only  -        nav,dps
1101  f   30  only  -        -
"""


def test_services_received_needed_and_the_gap(figures_of: Figures) -> None:
    figures = figures_of(SERVED)
    assert figures.of("service_received", category="nav") == (2, 4)
    assert figures.of("service_needed", category="nav") == (2, 4)
    assert figures.of("service_gap", category="nav") == (1, 2)
    assert figures.of("service_received", category="dps") == (1, 4)
    assert figures.of("service_gap", category="dps") == (2, 2)


def test_a_share_of_nobody_is_not_applicable(figures_of: Figures) -> None:
    figures = figures_of(SERVED)
    assert figures.of("service_gap", category="tsb_inpatient") == "not_applicable"
    assert figures.of("homeless", problem_group="mental_only") == "not_applicable"
    assert figures.of("recipients", problem_group="mental_only") == (0, None)


def test_a_municipality_that_registered_nobody_has_true_zeros(
    figures_of: Figures,
) -> None:
    figures = figures_of(PEOPLE, participants="2024:1144")
    assert figures.of("recipients", "1144") == (0, None)
    assert figures.of("recipients_per_1000", "1144") == (0, 140)
    assert figures.of("recipients_per_1000", "1144", sex="male") == (0, 70)
    assert figures.of("recipients_per_1000", "11") == (9, 5740)
    assert figures.of("homeless", "1144") == "not_applicable"


def test_a_municipality_that_took_no_part_is_missing_and_in_no_sum(
    figures_of: Figures,
) -> None:
    gaps = pd.DataFrame(
        [(2024, "municipality", "1144", "missing")],
        columns=["survey_year", "region_level", "region_code", "status"],
    )
    figures = figures_of(PEOPLE, gaps=gaps)
    assert figures.of("recipients", "1144") == "missing"
    assert figures.of("recipients_per_1000", "1144") == "missing"
    assert figures.of("function_level_housing", "1144", category="red") == "missing"
    assert figures.of("recipients_per_1000", "11") == (9, 5600)


def test_an_unknown_population_takes_rates_from_its_own_regions_only(
    figures_of: Figures,
) -> None:
    figures = figures_of(PEOPLE, sizes={"1101": 100, "1103": None})
    assert figures.of("recipients_per_1000", "1101") == (4, 1400)
    assert figures.of("recipients_per_1000", "1103") == "missing"
    assert figures.of("recipients_per_1000", "11") == "missing"
    assert figures.of("recipients", "1103") == (5, None)


def test_units_that_registered(figures_of: Figures) -> None:
    figures = figures_of("""
    place sex age group unit
    1101  f   30  only  NAV
    1101  f   30  only  NAV
    1101  f   30  only  Rus
    1103  f   30  only  NAV
    """)
    assert figures.of("registering_units", "1101") == (2, None)
    assert figures.of("registering_units", "11") == (3, None)


COUNTED = """
survey_year municipality_code problem_group  sex    life_area  category count
2024        1144              substance_only female recipients total    3
2024        1144              substance_only male   recipients total    4
2024        1144              mental_only    male   recipients total    2
2024        1144              substance_only male   housing    red      1
2024        1144              substance_only male   housing    green    2
2024        1144              substance_only male   housing    missing  1
2024        1144              substance_only female housing    yellow   3
2024        1144              mental_only    male   housing    green    2
"""


def test_counts_alone_answer_what_they_can(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE, counts=COUNTED)
    assert figures.of("recipients", "1144") == (9, None)
    assert figures.of("recipients_per_1000", "1144", sex="female") == (3, 70)
    level = "function_level_housing"
    assert figures.of(level, "1144", category="green") == (4, 8)
    assert figures.of(level, "1144", category="missing") == (1, 9)
    red = figures.of(level, "1144", category="red", problem_group="substance")
    assert red == (1, 6)


def test_counts_alone_do_not_answer_what_they_cannot(figures_of: Figures) -> None:
    figures = figures_of(PEOPLE, counts=COUNTED)
    assert figures.of("individual_plan", "1144") == "missing"
    assert figures.of("living_conditions_index", "1144", category="red") == "missing"
    assert figures.of("recipients_per_1000", "1144", age_band="18-24") == "missing"
    # The county's age bands are of those whose ages are known, and so are the people.
    assert figures.of("recipients_per_1000", "11", age_band="18-24") == (2, 800)
    assert figures.of("recipients_per_1000", "11") == (18, 5740)
    assert figures.of("recipients", "11", age_band="unspecified") == (9, None)


THREE = """
year place sex age group
2022 1101  f   30  only
2022 1101  f   30  only
2023 1101  f   30  only
2024 1101  f   30  only
2024 1101  f   30  mental
2022 1103  f   30  only
2024 1103  f   30  only
"""


def test_three_years_are_summed_where_all_were_surveyed(figures_of: Figures) -> None:
    figures = figures_of(THREE)
    summed = "recipients_per_1000_3_years"
    assert figures.of(summed, "1101") == (5, 4200)
    assert figures.of(summed, "1101", problem_group="mental_only") == (1, 4200)
    assert figures.of(summed, "1103") == "missing"
    # The county's own figures of the three years: 3 of 5600, 1 of 1400, 3 of 5600.
    assert figures.of(summed, "11") == (7, 12_600)


def test_a_gap_in_one_year_takes_the_sum_of_three(figures_of: Figures) -> None:
    gaps = pd.DataFrame(
        [(2022, "county", "11", "not_estimable")],
        columns=["survey_year", "region_level", "region_code", "status"],
    )
    figures = figures_of(THREE, gaps=gaps)
    assert figures.of("recipients_per_1000_3_years", "11") == "missing"
    assert figures.of("recipients_per_1000_3_years", "0") == (7, 12_600)
    early = figures.of("recipients_per_1000", "11", survey_year=2022)
    assert early == "not_estimable"


def test_earlier_years_have_the_trend_indicators_only(figures_of: Figures) -> None:
    figures = figures_of(THREE)
    assert figures.of("recipients_per_1000", "1101", survey_year=2022) == (2, 1400)
    early = figures.rows[figures.rows["survey_year"] == 2022]
    assert "problem_group_share" in set(early["indicator_id"])
    assert "homeless" not in set(early["indicator_id"])
    assert set(early["sex"]) == {"total"}
