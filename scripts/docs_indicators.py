"""Makes `docs/reference/indicators.md` from the definitions in `data/indicators/`."""

from collections.abc import Iterator

from brukerplan.definitions import Definitions, IndexRule, Indicator, load_definitions
from brukerplan.definitions.indicator_model import LEVELS_OF_REGION, Grouping

HEAD = """<!-- Made by scripts/docs_indicators.py: change data/indicators/, then `make docs`. -->
# Indicators

Every figure of a release, as `data/indicators/` declares it.
[Adding one](../how-to/add-an-indicator.md) needs no code; [indicators.md](../explanation/indicators.md) explains the words.

Figures are of people of 18 and over unless the definition says otherwise.
*Better* says which way is better, for comparisons: higher, lower, or neither.
"""

BETTER = {
    "higher_is_better": "higher",
    "lower_is_better": "lower",
    "neutral": "neither",
}


def pages() -> dict[str, str]:
    """Give the page of indicators."""
    definitions = load_definitions()
    themes = dict.fromkeys(i.theme for i in definitions.indicators)
    parts = [HEAD, *_overview(definitions)]
    for theme in themes:
        parts.append(f"## {definitions.word('theme', theme, 'en')}\n")
        parts += [_section(i) for i in definitions.indicators if i.theme == theme]
    parts.append("## Rules of the index\n")
    parts.append(
        "The official algorithm is not public. "
        "Each rule is a local definition, and is called so wherever it is shown.\n"
    )
    parts += [_rule(rule) for rule in definitions.rules.values()]
    return {"docs/reference/indicators.md": "\n".join(parts)}


def _overview(definitions: Definitions) -> Iterator[str]:
    yield "| Identifier | Indikator | Unit | Interval |"
    yield "|---|---|---|---|"
    for i in definitions.indicators:
        interval = i.interval or "none"
        yield f"| [`{i.id}`](#{i.id}) | {i.label['nb']} | {i.unit} | {interval} |"
    yield ""


def _section(indicator: Indicator) -> str:
    lines = [f"### {indicator.id}", ""]
    for language, name in (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")):
        label, said = indicator.label[language], indicator.definition[language]
        lines += [f"**{name}**: {label}.", said, ""]
    lines += ["| Category | Counts | Out of | Better |", "|---|---|---|---|"]
    for category in indicator.categories:
        out_of = f"`{category.denominator}`" if category.denominator else "–"
        lines.append(
            f"| {category.id} | `{category.numerator}` | {out_of} "
            f"| {BETTER[category.polarity]} |"
        )
    lines += ["", *(_grouping(grouping) for grouping in indicator.groupings)]
    if indicator.population == "16+":
        lines.append("- Population: 16 and over (`age_band` is `16+`).")
    if indicator.trend:
        lines.append(
            "- Earlier survey years too, on the borders of the release's year."
        )
    if indicator.three_years:
        lines.append(f"- Sum over three years: `{indicator.id}_3_years`.")
    return "\n".join(lines) + "\n"


def _grouping(grouping: Grouping) -> str:
    groups = ", ".join(f"`{group}`" for group in grouping.groups)
    by = f", by {', '.join(grouping.by)}" if grouping.by else ""
    everywhere = set(grouping.levels) == set(LEVELS_OF_REGION)
    where = "every level" if everywhere else ", ".join(grouping.levels)
    return f"- For {groups}{by}: {where}."


def _rule(rule: IndexRule) -> str:
    return (
        f"### {rule.id}\n\n**{rule.label['en']}** (version {rule.version}).\n"
        f"{rule.definition['en']}\n"
    )
