"""Many agendas in one file: drawn apart, put together without a loss."""

from __future__ import annotations

import io
import zipfile

import pypdf
import pytest

from fairs.agenda import packs
from tests.agenda.samples import agenda


def test_parts_are_put_together_in_order_under_one_title() -> None:
    parts = [packs.draw_together([agenda(2, person=name)], 1) for name in ("Ana", "Bao")]

    whole = pypdf.PdfReader(io.BytesIO(packs.bind_together(parts, "Salon\nde mars", "Réseau", "fr")))

    assert ["Ana" in page.extract_text() for page in whole.pages] == [True, False]
    assert whole.metadata is not None
    assert (whole.metadata.title, whole.metadata.author) == ("Tous les agendas – Salon de mars", "Réseau")
    assert whole.trailer["/Root"]["/Lang"] == "fr"


def test_single_files_are_numbered_through_all_parts() -> None:
    parts = [packs.draw_apart([agenda(1, person="Ana", organisation="Un")], 1)]
    parts.append(packs.draw_apart([agenda(1, person="Bao", organisation="Deux")], 2))

    archive = zipfile.ZipFile(io.BytesIO(packs.bind_apart(parts, "", "", "fr")))

    assert archive.namelist() == ["0001 Ana – Un.pdf", "0002 Bao – Deux.pdf"]
    assert packs.bind_apart(parts, "", "", "fr") == packs.bind_apart(parts, "", "", "fr")


@pytest.mark.abuse(30)
@pytest.mark.parametrize(
    ("person", "organisation", "named"),
    [
        ("../../etc/passwd", "C:\\Windows", "etc passwd – C  Windows"),
        ("Zoë\r\nStraßburger", "L’Été & Cie", "Zoë Straßburger – L’Été & Cie"),
        ("Елена", "Ήλιος", "Елена – Ήλιος"),
        ("x" * 200, "", "x" * 80),
    ],
)
def test_names_of_files_lead_nowhere(person: str, organisation: str, named: str) -> None:
    assert packs.file_name(agenda(1, person=person, organisation=organisation)) == named
