"""The chapters of a report: each module turns figures into one part of the model."""
