"""Stage 4, compute: a `Survey` and the population become an `IndicatorTable`."""
