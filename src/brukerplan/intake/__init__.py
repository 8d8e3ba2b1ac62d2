"""Stage 1, import: a file becomes a `RawTable`."""
