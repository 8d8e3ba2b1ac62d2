"""Stage 2, validate: a `RawTable` becomes a `Survey` and findings."""
