"""From a release to what people read: reports, exports, comparisons, series."""
