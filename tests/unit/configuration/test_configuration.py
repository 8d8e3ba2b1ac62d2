"""brukerplan.toml: what it may hold, and what is said when it holds something else."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from brukerplan.configuration import (
    Configuration,
    example_text,
    load_configuration,
    schema,
)
from brukerplan.disclosure import DisclosurePolicy
from brukerplan.errors import InputError, UsageError


def load(tmp_path: Path, text: str) -> Configuration:
    path = tmp_path / "brukerplan.toml"
    path.write_text(text, encoding="utf-8")
    return load_configuration(path)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    loaded = load(tmp_path, "")
    assert loaded.inbox == tmp_path / "inbox"
    assert loaded.years == "latest"
    assert loaded.formats == ("html", "pdf")
    assert (loaded.templates, loaded.embargo, loaded.policy) == (None, "", {})


def test_the_example_file_gives_the_defaults_too(tmp_path: Path) -> None:
    assert load(tmp_path, example_text()) == load(tmp_path, "")


def test_paths_are_taken_from_the_folder_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    loaded = load(tmp_path, "inbox = 'Fra kommunene æøå'\npopulation = ['07459.csv']")
    assert loaded.inbox == tmp_path / "Fra kommunene æøå"
    assert loaded.population == (tmp_path / "07459.csv",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('inbx = "a"', "no key «inbx» (did you mean «inbox»?)"),
        ("[policy]\nsmalest_count = 6", "«policy.smalest_count» (did you mean"),
        ("[policy]\nsmallest_count = 4", "«policy.smallest_count» must be at least 5"),
        ('[policy]\naudience = "internal"', "no key «policy.audience»"),
        ('formats = ["pfd"]', "one of html, pdf, xlsx (did you mean «pdf»?)"),
        ('formats = "html"', "«formats» must be a list"),
        ("years = [24]", "«years» must be at least 2000"),
        ("years = 2024", "«years» must be a list or a text"),
        ('years = "newest"', "«years» must be one of all, latest"),
        ("years = [true]", "«years» must be a whole number"),
        ("strict = 1", "«strict» must be true or false"),
        ('reports = ["kommune"]', "«reports» cannot be «kommune»"),
        ('retention = "5 months"', "«retention» cannot be «5 months»"),
        ("inbox = 3", "«inbox» must be a text"),
        ("policy = 3", "«policy» must be a section"),
    ],
)
def test_a_mistake_is_named_with_what_was_meant(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    assert said in caught.value.message
    assert (caught.value.exit_code, caught.value.slug) == (2, "configuration-wrong")


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"«a».*«b».*«strict»"):
        load(tmp_path, "a = 1\nb = 2\nstrict = 3")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_configuration(tmp_path / "brukerplan.toml")
    assert (caught.value.exit_code, caught.value.slug) == (10, "configuration-missing")


@pytest.mark.parametrize("content", [b"inbox = \xe6", b'inbox = "C:\\users"', b"= 1"])
def test_what_is_no_toml_is_an_input_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brukerplan.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_configuration(path)
    assert caught.value.slug == "configuration-unreadable"


def test_a_byte_order_mark_from_windows_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "brukerplan.toml"
    path.write_bytes(b"\xef\xbb\xbfstrict = true\r\n")
    assert load_configuration(path).strict


def test_the_schema_says_the_same_as_the_types() -> None:
    names = [f.name for f in fields(Configuration) if f.name != "path"]
    assert list(schema()["properties"]) == names
    rules = schema()["properties"]["policy"]["properties"]
    default = DisclosurePolicy().to_mapping()
    assert {name: rule["default"] for name, rule in rules.items()} == {
        name: value for name, value in default.items() if name in rules
    }
    left_out = {"audience", "complement", "unrated_protected"}  # could only be looser
    assert set(default) - set(rules) <= left_out
    DisclosurePolicy.from_mapping(
        {name: rule["default"] for name, rule in rules.items()}
    )


def test_the_example_file_has_every_key() -> None:
    text = example_text().replace("\n# ", "\n")
    keys = re.findall(r"^(\w+) = ", text, flags=re.MULTILINE)
    properties = schema()["properties"]
    expected = [key for key, rule in properties.items() if rule["type"] != "object"]
    for section in ("report", "policy"):
        expected += properties[section]["properties"]
    assert keys == expected


def test_a_value_that_is_the_default_is_as_good_as_none(tmp_path: Path) -> None:
    assert load(tmp_path, "[policy]\nsmallest_count = 5").policy == {}


@pytest.mark.parametrize(
    "text",
    [
        'output = "inbox"',
        'output = "brukerplan-data/reports"',
        'store = "reports/store"',
        'inbox = "reports"',
        'output = "."',
        'inbox = "../x/inbox"\noutput = "../x"',
    ],
)
def test_data_about_people_may_not_lie_among_what_is_published(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(UsageError, match="lie in each other"):
        load(tmp_path, text)


def test_a_path_of_windows_in_double_quotes_is_told_of(tmp_path: Path) -> None:
    r"""In double quotes, \t is a tab: C:\temp would be another folder."""
    file = tmp_path / "brukerplan.toml"
    file.write_text('inbox = "C:\\temp\\new"\n', encoding="utf-8")
    with pytest.raises(UsageError) as told:
        load_configuration(file)
    assert "single quotes, as in 'C:\\temp'" in told.value.message
