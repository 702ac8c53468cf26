"""The solver without the rest of the house: ``python -m scheduling solve PROBLEM``."""

from scheduling.cli import main

if __name__ == "__main__":
    main(prog_name="scheduling")
