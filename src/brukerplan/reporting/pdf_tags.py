"""What Typst cannot yet say in a PDF's tags: that a row's first cell heads the row.

Typst has row headings behind a switch (`a11y-extras`) that its Python package does not
offer, so they are set in the finished file, as ISO 32000-1 (14.8.4.3.4 and 14.8.5.7)
describes them.
"""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_HEADS_A_ROW = {"/O": Name.Table, "/Scope": Name.Row}


def with_row_headings(content: bytes) -> bytes:
    """Give the PDF with the first cell of each body row tagged as the row's heading.

    Cells that named their column headings one by one leave it to the headings' scope,
    which holds for rows and columns alike. Nothing that is seen changes, but the file
    is packed more tightly. The same content gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for row in _body_rows(pdf.Root.StructTreeRoot.K):
            _head(row)
        written = io.BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return written.getvalue()


def _body_rows(top: Any) -> Iterator[Any]:
    """Give every row of every table's body, found from the top of the tree."""
    waiting = [top]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Array):
            waiting.extend(element)
        elif isinstance(element, Dictionary):
            kind = element.get("/S")
            if kind == Name.TBody:
                yield from element.K
            elif kind != Name.THead and "/K" in element:
                waiting.append(element.K)


def _head(row: Any) -> None:
    first, *others = row.K
    first.S = Name.TH
    first.A = Dictionary(_HEADS_A_ROW)
    for cell in others:
        if "/A" in cell:
            del cell.A
