"""The public's pages: what is coming, where, for whom, and how to get in."""
