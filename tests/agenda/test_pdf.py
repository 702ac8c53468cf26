"""Agendas on paper, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairs.agenda import pdf
from fairs.agenda.qr import QUIET, qr_svg
from tests.agenda.reading import bare, bookmarks, fonts_of, opened, structure, texts_of
from tests.agenda.samples import agenda, cancelled, entry, occasion, partner

WORDS = (
    "Réemploi de mobilier professionnel, collecte et remise en état pour les collectivités ; "
    "ateliers ouverts au public, chantier d’insertion et boutique solidaire au centre du bourg."
)
LONG = tuple(
    entry(number, why=WORDS, partners=(partner(number % 2 * 4 + 1, pitch=WORDS),)) for number in range(14)
)


@pytest.mark.pains(34)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sheet_is_tagged_titled_and_speaks_its_language(language: str) -> None:
    data = pdf.agenda_pdf(agenda(2, language=language))
    root = opened(data).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = opened(data).metadata.title or ""  # type: ignore[union-attr]
    assert "Aïssatou Nœlle Sall" in title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    kinds = structure(data)
    assert kinds.count("TR") == 3
    assert kinds.count("TH") == 3 + 2  # heads of the columns, then the time of each meeting
    assert {"H1", "Table", "Caption", "Figure"} <= set(kinds)


@pytest.mark.parametrize("count", [0, 1, 8, 14])
def test_a_usual_day_fits_on_one_page_with_every_meeting(count: int) -> None:
    mine = agenda(count)
    (page,) = texts_of(pdf.agenda_pdf(mine))
    for meeting in mine.entries:
        assert bare(meeting.partners[0].organisation + meeting.partners[0].name) in bare(page)
        assert f" {meeting.table} " in page
    assert "14 mars 2027, 18:05" in page


def test_fourteen_meetings_with_much_to_say_still_fit() -> None:
    assert len(texts_of(pdf.agenda_pdf(agenda(LONG)))) == 1


def test_with_room_on_the_sheet_pitch_and_word_are_printed_whole() -> None:
    (page,) = texts_of(pdf.agenda_pdf(agenda(LONG[:2])))
    assert bare(page).count(bare("boutique solidaire au centre du bourg.")) == 4


def test_cancelled_meetings_are_struck_and_labelled() -> None:
    mine = agenda((entry(0), cancelled(entry(1))), language="en")
    (page,) = texts_of(pdf.agenda_pdf(mine))
    assert bare("(Jean-Baptiste d’Œuvrard-Lefèvre) Cancelled") in bare(page)
    assert "1 meeting" in page


def test_all_agendas_start_on_a_page_of_their_own_by_name_with_a_bookmark() -> None:
    people = ["Zoé", "Étienne", "eléa", "Ana"]
    data = pdf.agendas_pdf(
        [agenda(2, person=person, language=("en", "fr")[number % 2]) for number, person in enumerate(people)]
    )
    assert bookmarks(data) == ["Ana", "eléa", "Étienne", "Zoé"]
    pages = texts_of(data)
    assert [person in page for person, page in zip(bookmarks(data), pages, strict=True)] == [True] * 4
    assert "Thursday 18 March 2027" in pages[1]
    assert "eudi 18 mars 2027" in pages[2]


def test_no_agenda_at_all_is_a_sheet_that_says_so() -> None:
    assert len(texts_of(pdf.agendas_pdf([]))) == 1


@pytest.mark.pains(32)
def test_the_same_agenda_gives_the_same_sheet() -> None:
    assert pdf.agenda_pdf(agenda(2)) == pdf.agenda_pdf(agenda(2))


@pytest.mark.pains(31)
def test_only_our_font_is_embedded_whatever_the_alphabet() -> None:
    data = pdf.agendas_pdf([agenda(8), agenda(2, language="en", person="Žofie Čapková · Έλλη · Юлія ₂ №")])
    assert fonts_of(data) == {
        "Source-Sans-Pro",
        "Source-Sans-Pro-Semi-Bold",
        "Source-Sans-Pro-Bold",
    }


def test_the_code_is_one_path_that_shows_the_address() -> None:
    import segno  # noqa: PLC0415 - the reference, used here only

    address = "https://salon.example.org/me/saint-aubin/agenda"
    svg = qr_svg(address, "À <lire>")
    assert "<title>À &lt;lire&gt;</title>" in svg
    assert svg.count("<path") == 1
    dark = set()
    for rectangle in svg.partition('d="M')[2].partition('"')[0].split("M"):
        corner, length = rectangle.split("h")[:2]
        x, y = map(int, corner.split())
        dark |= {(x - QUIET + step, y - QUIET) for step in range(int(length.split("v")[0]))}
    matrix = segno.make(address, error="m", micro=False).matrix
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


@pytest.mark.abuse(22, 28)
def test_a_name_that_is_a_tag_is_printed_as_it_was_typed() -> None:
    tag = '<link rel=attachment href="file:///etc/passwd"><img src="file:///etc/passwd">&amp;{{7*7}}'
    poisoned = occasion(title=tag, place=tag, accent="red; background: url(file:///etc/passwd)")
    mine = agenda(
        (entry(0, why=tag, table=tag, partners=(partner(0, name=tag),)),),
        person=tag,
        occasion=poisoned,
        page_url="file:///etc/passwd",
    )
    data = pdf.agenda_pdf(mine)
    assert opened(data).attachments == {}
    assert bare(tag) in bare(texts_of(data)[0])


def test_a_day_in_two_languages_counts_its_meetings_in_the_readers() -> None:
    one = agenda(1, language="en")
    assert "1 meeting " in texts_of(pdf.agenda_pdf(one))[0]
    assert "2 meetings " in texts_of(pdf.agenda_pdf(replace(one, entries=agenda(2).entries)))[0]
