"""A release as files that other programs take."""

from collections.abc import Callable, Mapping

from brukerplan.reporting.exports.csv_files import csv_for_machines, csv_for_people
from brukerplan.reporting.exports.datapackage import data_package
from brukerplan.reporting.exports.excel_workbook import workbook
from brukerplan.reporting.exports.jsonstat import json_stat
from brukerplan.reporting.exports.parquet_file import parquet
from brukerplan.reporting.exports.public import Export, export_of

FILE_FORMATS: Mapping[str, Callable[[Export], bytes]] = {
    "csv": csv_for_people,
    "csv-plain": csv_for_machines,
    "parquet": parquet,
    "xlsx": workbook,
    "json-stat": json_stat,
}
"""Formats of one file; `datapackage` is a folder of several."""

FORMATS = (*FILE_FORMATS, "datapackage")

__all__ = ["FILE_FORMATS", "FORMATS", "Export", "data_package", "export_of"]
