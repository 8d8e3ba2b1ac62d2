"""Layouts as data: what a schema file may say, and which layout a file has."""

import json
from pathlib import Path
from typing import Any

import pytest

from brukerplan.errors import ReferenceDataError
from brukerplan.schema import (
    detect,
    doubtful_columns,
    list_schemas,
    load_schema,
    load_vocabulary,
    normal_text,
    value_kind,
)
from brukerplan.tables import AREAS, SERVICES, YES_NO_COLUMNS
from brukerplan.validation.mapping import fields_of, words_of


def schema_file(tmp_path: Path, **changes: Any) -> Path:
    field = {
        "name": "housing",
        "title": "Bolig",
        "type": "string",
        "constraints": {"enum": ["A"]},
        "brukerplan": {"codes": {"A": "green"}},
    }
    content = {
        "name": "own",
        "title": "Egen",
        "fields": [field | changes.pop("field", {})],
    }
    path = tmp_path / "own.json"
    path.write_text(json.dumps(content | changes), encoding="utf-8")
    return path


def test_layout_of_the_users_own_is_read(tmp_path: Path) -> None:
    layout = load_schema(str(schema_file(tmp_path)))
    assert layout.id == "own"
    assert layout.fields[0].codes == {"A": "green"}


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"feilds": []}, "feilds"),
        ({"name": "other"}, "name"),
        ({"field": {"name": "shoe_size"}}, "shoe_size"),
        ({"field": {"type": "number"}}, "number"),
        ({"field": {"constraints": {"uniqe": True}}}, "uniqe"),
        ({"field": {"constraints": {"enum": ["B"]}}}, "enum"),
        ({"field": {"brukerplan": {"alias": []}}}, "alias"),
        ({"field": {"brukerplan": {"sensitivity": "secret"}}}, "sensitivity"),
        ({"brukerplan": {"kind": "dogs"}}, "dogs"),
        ({"fields": 3}, ""),
    ],
)
def test_slip_of_the_pen_is_an_error(
    tmp_path: Path, changes: dict[str, Any], word: str
) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        load_schema(str(schema_file(tmp_path, **changes)))
    assert caught.value.slug == "schema-unusable"
    assert word in caught.value.message


def test_unknown_layout_is_said_to_be_so() -> None:
    with pytest.raises(ReferenceDataError) as caught:
        load_schema("brukerplan-1999")
    assert caught.value.slug == "schema-unknown"


@pytest.mark.parametrize("layout", list_schemas(), ids=lambda one: one.id)
def test_shipped_layout_uses_known_words_and_is_found_by_its_headings(layout) -> None:
    assert {one.name for one in layout.fields} <= fields_of(layout.kind)
    for one in layout.fields:
        known = words_of(one.name, layout.kind)
        if one.codes:
            assert set(one.codes.values()) <= (known or set())
            assert one.description or one.title
    headings = [one.title for one in layout.fields]
    best = detect(headings).best
    assert best is not None
    assert best.schema.id == layout.id


def test_no_heading_stands_for_two_fields_of_a_layout() -> None:
    for layout in list_schemas():
        seen: dict[str, str] = {}
        for one in layout.fields:
            for text in one.headings:
                assert seen.setdefault(normal_text(text), one.name) == one.name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kjønn", " kjønn "),
        ("Sosial\nfungering", "sosial fungering"),
        ("Økonomi:", "økonomi"),
        ("a\u030a", "å"),
        ("IP.", "ip"),
    ],
)
def test_differences_without_meaning_are_none(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)


def test_resembling_heading_is_doubtful_and_not_used() -> None:
    headings = [one.title for one in load_schema("brukerplan-2023").fields]
    headings[headings.index("Bosituasjon")] = "Bositasjon"
    best = detect(headings).best
    assert best is not None
    assert "housing" not in {one.field.name for one in best.columns}
    (doubtful,) = doubtful_columns(best, headings)
    assert (doubtful.heading, doubtful.field.name) == ("Bositasjon", "housing")


def test_too_few_headings_are_no_layout() -> None:
    assert detect(["Kjønn", "Alder", "Bolig"]).best is None
    assert detect([]).best is None


def test_vocabulary_speaks_of_known_fields_and_words() -> None:
    vocabulary = load_vocabulary()
    fields = fields_of("persons") | fields_of("counts")
    assert set(vocabulary.headings) <= fields
    examples = {
        "level": AREAS[0],
        "yes_no": YES_NO_COLUMNS[0],
        "service": "services_received",
    }
    for kind, words in vocabulary.words.items():
        allowed = words_of(examples.get(kind, kind), "counts")
        assert allowed is not None
        assert set(words.values()) <= allowed
    for coding in vocabulary.codings:
        assert set(coding.codes.values()) <= set(vocabulary.words[coding.kind].values())


def test_each_service_has_a_word() -> None:
    assert set(load_vocabulary().words["service"].values()) == set(SERVICES)
    assert value_kind(f"received_{SERVICES[0]}") == "yes_no"
