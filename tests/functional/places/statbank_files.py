"""Table 07459 made from the shipped population, in the layouts it is downloaded in."""

import json
from collections.abc import Iterable, Sequence

import pandas as pd

from brukerplan.geography import municipalities, population

BANDS = {
    "0-15": ("0-15 years", "0-15 år"),
    "16-17": ("16-17 years", "16-17 år"),
    "18-24": ("18-24 years", "18-24 år"),
    "25-34": ("25-34 years", "25-34 år"),
    "35-44": ("35-44 years", "35-44 år"),
    "45-54": ("45-54 years", "45-54 år"),
    "55-66": ("55-66 years", "55-66 år"),
    "67-79": ("67-79 years", "67-79 år"),
    "80+": ("80 years or older", "80 år eller eldre"),
}
SEXES_EN = {"male": "Males", "female": "Females", "total": "Both sexes"}
SEXES_NB = {"male": "Menn", "female": "Kvinner", "total": "Begge kjønn"}
TITLE = "07459: Population, by region, sex, age, contents and year"


def cells(
    year: int = 2024, sexes: Sequence[str] = ("total",), counties: bool = False
) -> pd.DataFrame:
    """Give code, name, sex, age_band and population; with county and nation if asked."""
    frame = population(year).frame
    frame = frame[frame["sex"].isin(sexes)]
    names = municipalities(year).set_index("municipality_code")["name"]
    frame = frame.assign(name=frame["municipality_code"].map(names))
    frame = frame.rename(columns={"municipality_code": "code"})
    if not counties:
        return frame
    keys = ["sex", "age_band"]
    by_county = frame.groupby([frame["code"].str[:2], *keys])["population"].sum()
    nation = frame.groupby(keys)["population"].sum().reset_index()
    extra = by_county.reset_index().assign(name="fylke")
    nation = nation.assign(code="0", name="Hele landet")
    return pd.concat([frame, extra, nation], ignore_index=True)


def single_years(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the bands as single ages: all of a band at its first age, 0 at the rest."""
    first = frame["age_band"].str.extract(r"^(\d+)")[0].astype(int)
    frame = frame.assign(age=first)
    keys = ["code", "name", "sex"]
    wide = frame.pivot(index=keys, columns="age", values="population")
    wide = wide.reindex(columns=range(106)).fillna(0).astype("int64")
    long = wide.rename_axis(columns="age").stack().rename("population").reset_index()
    return long


def age_label(age: int, language: str = "en") -> str:
    """Give a single age as the statistics bank writes it."""
    if language == "nb":
        return "105 år eller eldre" if age == 105 else f"{age} år"
    return {1: "1 year", 105: "105 years or older"}.get(age, f"{age} years")


def lines(rows: Iterable[Iterable[object]], separator: str, *, quote: bool) -> str:
    """Give rows as text, with CRLF."""
    sign = '"' if quote else ""
    return "".join(
        separator.join(
            f"{sign}{cell}{sign}" if isinstance(cell, str) else str(cell)
            for cell in row
        )
        + "\r\n"
        for row in rows
    )


def json_stat(frame: pd.DataFrame, year: int) -> bytes:
    """Give a frame with sex and age bands or single ages as PxWebApi v2 answers.

    The keys of an index come in another order than its numbers.
    """
    regions = sorted(frame["code"].unique())
    sexes = {"male": "1", "female": "2"}
    if "age" in frame:
        codes = {a: f"{a:03d}" if a < 105 else "105+" for a in range(106)}
        frame = frame.assign(age_band=frame["age"].map(codes))
    ages = list(frame["age_band"].unique())
    ordered = frame.assign(sex=frame["sex"].map(sexes)).set_index(
        ["code", "sex", "age_band"]
    )["population"]
    every = pd.MultiIndex.from_product([regions, ["1", "2"], ages])
    dimensions = {
        "Region": ("region", regions),
        "Kjonn": ("sex", ["1", "2"]),
        "Alder": ("age", ages),
        "ContentsCode": ("contents", ["Personer1"]),
        "Tid": ("year", [str(year)]),
    }
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": TITLE,
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "id": list(dimensions),
        "size": [len(codes) for _, codes in dimensions.values()],
        "dimension": {
            key: {
                "label": label,
                "category": {
                    # the order is that of the numbers, not of the keys
                    "index": {c: codes.index(c) for c in reversed(codes)},
                    "label": {c: c for c in codes},
                },
            }
            for key, (label, codes) in dimensions.items()
        },
        "value": [int(n) for n in ordered.reindex(every)],
    }
    return json.dumps(document).encode()
