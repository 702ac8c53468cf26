from __future__ import annotations

from pathlib import Path

from fairs.sheets.words import FAMILIES, FORMS, LEVELS

PAGE = (Path(__file__).parents[2] / "docs" / "spreadsheets.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"### {title}:")[1].split("\n## ")[0].split("\n### ")[0]


def test_the_page_names_every_sheet_and_column_under_all_their_names() -> None:
    for sheet, form in FORMS.items():
        assert f"| `{sheet}` |" in PAGE
        rows = {row.split("|")[1].strip(" *"): row for row in section(sheet).splitlines() if "|" in row}
        for column in form.columns:
            row = rows[column.key]
            assert ("**" in row.split("|")[1]) == column.required
            for name in column.names:
                assert name.replace(" ", "_") == column.key or name in row, (sheet, column.key, name)


def test_the_page_names_every_family_under_all_its_names() -> None:
    for names in FAMILIES.values():
        for name in names:
            assert name in section("participants"), name


def test_the_page_names_every_level_under_all_its_names() -> None:
    for names in LEVELS.values():
        for name in names:
            assert name in section("interests"), name
