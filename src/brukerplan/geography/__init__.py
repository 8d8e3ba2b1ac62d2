"""Municipalities, counties, their changes in time, and their population."""
