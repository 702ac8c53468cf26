"""What the program is measured by, with a baseline beside it in the same run: ``python -m benchmarks``."""
