"""Charts as SVG text: one module a kind of chart, one look.

Each `draw_<kind>(data, *, style)` takes a record of `charts.data` and gives an SVG
document as text, the same bytes each time. `charts.page` makes it fit for a page.
"""
