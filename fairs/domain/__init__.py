"""Decisions, one verb each: no web, no commit, no clock of their own."""
