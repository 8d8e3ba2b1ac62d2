"""Rows by file, year and municipality: the same as counting them one by one."""

from collections import Counter

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from brukerplan.validation.row_keys import keys_of

ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([None, 2023, 2024]),
        st.sampled_from([None, "1103", "0301", "5501"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=100)
@given(rows=ROWS)
def test_keys_are_those_of_the_rows(rows: list[tuple]) -> None:
    files, years, codes, kept = (list(column) for column in zip(*rows, strict=True))
    spelt = pd.array([pd.NA if code is None else code for code in codes], dtype="str")
    for words in (spelt, pd.Categorical(spelt, categories=["5501", "1103", "0301"])):
        values = {
            "survey_year": pd.array(years, dtype="Int32"),
            "municipality_code": words,
        }
        keys = keys_of(np.array(files), 3, values)
        assert [tuple(keys.known[place]) for place in keys.of_row] == [
            row[:3] for row in rows
        ]
        assert len(set(keys.known)) == len(keys.known)
        counted = Counter(row[:3] for row in rows if row[3])
        sizes = keys.sizes(np.array(kept)).tolist()
        assert sizes == [counted[tuple(key)] for key in keys.known]
        of_files = [end - start for start, end in keys.of_files(np.array(sizes))]
        assert of_files == [
            sum(1 for row in rows if row[3] and row[0] == file) for file in range(3)
        ]
        told = [key for key in keys.known if key.year and key.code]
        assert told == sorted(told)
        assert [keys.known[place] for place in keys.whole] == told
