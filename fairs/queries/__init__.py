"""Reads for pages and outputs: they change nothing."""
