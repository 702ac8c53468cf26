"""Compiles the catalogues of translations, so that a wheel speaks every language it was written in.

A build calls `Catalogues`; `make install` runs this file, so that a changed catalogue is heard at once.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "fairs/translations/*/LC_MESSAGES/*.po"


class Catalogues(BuildHookInterface):  # type: ignore[type-arg] # the build's configuration is of no interest here
    """The step of the build before files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Leave a `.mo` beside each `.po`."""
        compile_catalogues(Path(self.root))


def compile_catalogues(root: Path) -> None:
    """Write what gettext reads. Uncertain translations (fuzzy) stay out."""
    for source in sorted(root.glob(CATALOGUES)):
        with source.open("rb") as written:
            catalogue = read_po(written, locale=source.parent.parent.name)
        compiled = BytesIO()
        write_mo(compiled, catalogue)
        source.with_suffix(".mo").write_bytes(compiled.getvalue())  # at once: somebody may be reading


if __name__ == "__main__":
    compile_catalogues(Path(__file__).parent)
