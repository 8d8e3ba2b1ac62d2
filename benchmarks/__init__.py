"""Measures the program beside other programs: `make bench`."""
