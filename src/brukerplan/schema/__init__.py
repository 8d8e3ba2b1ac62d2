"""Layouts of files as data: the schemas, the vocabulary, and which fits a file.

Foundation: `intake` uses it to find the heading row, `validation` to know the columns.
"""

from brukerplan.schema.layouts import (
    Field,
    Schema,
    list_schemas,
    load_schema,
    read_schema,
)
from brukerplan.schema.matching import (
    NEEDED,
    Column,
    Detection,
    Match,
    detect,
    doubtful_columns,
    lacking,
    likeness,
    match,
)
from brukerplan.schema.text_matching import normal_text
from brukerplan.schema.vocabulary import Coding, Vocabulary, load_vocabulary, value_kind

__all__ = [
    "NEEDED",
    "Coding",
    "Column",
    "Detection",
    "Field",
    "Match",
    "Schema",
    "Vocabulary",
    "detect",
    "doubtful_columns",
    "lacking",
    "likeness",
    "list_schemas",
    "load_schema",
    "load_vocabulary",
    "match",
    "normal_text",
    "read_schema",
    "value_kind",
]
