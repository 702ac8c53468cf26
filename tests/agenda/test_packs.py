"""Many agendas in one file: drawn apart, put together without a loss."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pypdf
import pytest

from fairs.agenda import binding, packs
from tests.agenda.samples import agenda


def test_parts_are_put_together_in_order_under_one_title() -> None:
    parts = [packs.draw_together([agenda(2, person=name)], 1) for name in ("Ana", "Bao")]

    whole = pypdf.PdfReader(io.BytesIO(packs.bind_together(parts, "Salon\nde mars", "Réseau", "fr")))

    assert ["Ana" in page.extract_text() for page in whole.pages] == [True, False]
    assert whole.metadata is not None
    assert (whole.metadata.title, whole.metadata.author) == ("Tous les agendas – Salon de mars", "Réseau")
    root = whole.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)
    assert b"Tous les agendas \xe2\x80\x93 Salon de mars" in root["/Metadata"].get_data()
    assert [entry.title for entry in whole.outline] == ["Ana", "Bao"]  # type: ignore[union-attr]


@pytest.mark.pains(34)
def test_each_page_and_link_of_the_whole_finds_its_own_tags() -> None:
    """What screen readers go by: the tags of a page, in order, and under the same document as all others."""
    names = ("Ana", "Bao", "Cléo")
    parts = [packs.draw_together([agenda(2, person=name)], 1) for name in names]

    whole = pypdf.PdfReader(io.BytesIO(packs.bind_together(parts, "Salon", "Réseau", "fr")))

    tree: Any = whole.trailer["/Root"]["/StructTreeRoot"]
    (document,) = tree["/K"]
    sheets = [sheet.get_object() for sheet in document["/K"]]
    assert [sheet["/S"] for sheet in sheets] == ["/Sect"] * 3
    assert {sheet.raw_get("/P") for sheet in sheets} == {document}
    pages = [page.indirect_reference for page in whole.pages]
    assert [sheet.raw_get("/Pg") for sheet in sheets] == pages
    numbers = tree["/ParentTree"]["/Nums"]
    found = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in whole.pages:
        tags = found[page["/StructParents"]]
        links = [found[link.get_object()["/StructParent"]] for link in page["/Annots"]]
        assert {tag.get_object().raw_get("/Pg") for tag in (*tags, *links)} == {page.indirect_reference}
    assert sorted(found) == list(range(tree["/ParentTreeNextKey"]))


def test_a_pile_for_the_printer_has_its_outline_and_no_tags() -> None:
    parts = [packs.draw_together([agenda(1, person=name)], 1) for name in ("Ana", "Bao")]

    whole = pypdf.PdfReader(io.BytesIO(binding.bound(parts, "Salon & co", "Réseau", "fr", tagged_at_most=1)))

    root = whole.trailer["/Root"]
    assert ("/StructTreeRoot" in root, root["/Lang"], len(whole.outline)) == (False, "fr", 2)
    assert b"Salon &amp; co" in root["/Metadata"].get_data()
    assert b"pdfuaid:part=" not in root["/Metadata"].get_data()


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
