"""Files as people send them, and some that only pretend."""

from __future__ import annotations

import zipfile
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def packed(parts: dict[str, str]) -> bytes:
    holder = BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in parts.items():
            archive.writestr(name, said)
    return holder.getvalue()


DOCX = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
XLSX = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
ODT = packed({"mimetype": ODT_TYPE, "content.xml": "<content/>"})
WITH_MACROS = packed(
    {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>", "word/vbaProject.bin": "x"}
)
BOMB = packed({"content.xml": "0" * 20_000_000, "mimetype": "0" * 20_000_000})
