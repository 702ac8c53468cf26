"""People who come in by a sheet: sent, looked over line by line, carried out, told, undone."""
