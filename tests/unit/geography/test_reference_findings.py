"""Every rule for reference data is explained, and said in every language."""

import string

import pytest

from brukerplan.geography.reference_rules import reference_rules
from brukerplan.languages import LANGUAGES, SOURCE_LANGUAGE, load_texts
from brukerplan.tables import Severity

RULES = reference_rules()


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_whole_and_translated(rule: str) -> None:
    said = RULES[rule]
    assert set(said) == {"severity", "message", "when", "fix"}
    assert Severity(said["severity"])
    for language in LANGUAGES:
        text = load_texts("reference_findings", language).text(said["message"])
        assert parameters(text) == parameters(said["message"])
        assert (text == said["message"]) == (language == SOURCE_LANGUAGE)


@pytest.mark.parametrize("severity", ["warning", "error"])
def test_severity_is_translated(severity: str) -> None:
    texts = load_texts("reference_findings", "nb")
    assert texts.in_context("severity", severity) != severity
