"""Made-up exports, like the published figures and like nobody in particular.

Used by `brukerplan example` and `brukerplan demo`, by tests and by benchmarks.
"""
