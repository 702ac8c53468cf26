"""From HTML to tagged PDF. Imported only where paper is made: it needs Pango, which a machine may lack.

Nothing is fetched, neither from the disk nor from the network: a name could hold a tag that asks for it.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from threading import Lock

import font_source_sans_pro
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from fairs import paths

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}
_press = Lock()  # Pango and the fonts are shared by the whole process


class Closed(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Opens what stands in the document itself, and nothing else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


def press(html: str) -> bytes:
    """One tagged PDF, the same bytes for the same HTML."""
    with _press:
        written: bytes = HTML(string=html, url_fetcher=Closed()).write_pdf(
            stylesheets=[_style()],
            font_config=_fonts(),
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
        )
    return written


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    tokens, sheet = (path.read_text(encoding="utf-8") for path in _sheets())
    return CSS(
        string="\n".join((*map(_face, WEIGHTS), tokens, sheet)), url_fetcher=Closed(), font_config=_fonts()
    )


def _sheets() -> tuple[Path, Path]:
    return paths.static() / "css" / "tokens.css", paths.templates() / "print" / "paper.css"


def _face(weight: int) -> str:
    """A static font of the family, carried inside the sheet."""
    file = font_directory() / f"SourceSansPro-{WEIGHTS[weight]}.ttf"
    data = base64.b64encode(file.read_bytes()).decode("ascii")
    return (
        f"@font-face {{ font-family: 'Source Sans Pro'; font-weight: {weight}; "
        f"src: url(data:font/ttf;base64,{data}) format('truetype') }}"
    )


def font_directory() -> Path:
    """Where the package keeps the fonts."""
    return Path(font_source_sans_pro.font_directory)
