"""Everything that an edition holds, as tables to take home."""
