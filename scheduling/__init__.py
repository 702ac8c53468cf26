"""Places wished meetings in slots and tables: a pure library, no Flask and no database."""
