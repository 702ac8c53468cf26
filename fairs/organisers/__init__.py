"""The organiser's pages: who comes, where, what grid and why, what left the house."""
