"""Carries out what follows from events, and lets time act. Embedded mode: threads in the web process.

The only user of APScheduler. Knows no Flask: it is given a session factory and settings.
"""
