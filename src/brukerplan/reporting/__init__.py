"""Stage 6, report: a `Release` becomes HTML, PDF, spreadsheets and CSV."""
