"""Everybody's ways in and out: signing in without a password, and what belongs to it."""
