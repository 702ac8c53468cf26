"""Puts tagged PDFs together without losing what screen readers need: tags, outline, language, title.

pypdf copies pages and leaves their tags behind. Here each part's tree of tags comes along whole, and all hang
on one document; the numbers by which pages and links find their tags are counted on from part to part.

Tags weigh three times what the pages do. A pile of more sheets than a usual fair has is for the printer: it
has its outline and its language, and whoever needs tags has them in their own agenda.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

TAGGED_AT_MOST = 300  # pages: some ten seconds and 300 MB of a process that puts them together
TREE, TAGS_OF_PAGE, TAG_OF_LINK = "/StructTreeRoot", "/StructParents", "/StructParent"
ABOUT = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><rdf:Description rdf:about=""{tagged}>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def bound(
    parts: Sequence[bytes], title: str, author: str, language: str, tagged_at_most: int = TAGGED_AT_MOST
) -> bytes:
    """One tagged PDF of several, in their order."""
    whole = PdfWriter()
    readers = [PdfReader(io.BytesIO(part)) for part in parts]
    tagged = sum(len(reader.pages) for reader in readers) <= tagged_at_most
    tags = Tags(whole)
    for reader in readers:
        first = len(whole.pages)
        whole.append(reader)
        if tagged:
            tags.take_along(reader, first)
    if tagged:
        tags.hang()
    _name(whole, title, author, language, tagged=tagged)
    written = io.BytesIO()
    whole.write(written)
    return written.getvalue()


class Tags:
    """The tree of tags of the whole, as it grows."""

    def __init__(self, whole: PdfWriter) -> None:
        self.whole = whole
        self.elements = ArrayObject()  # what hangs on the document: the sheets
        self.numbers = ArrayObject()  # pairs of a number and the tags found by it
        self.next = 0

    def take_along(self, reader: PdfReader, first: int) -> None:
        """The tags of a part whose pages begin at `first`; a part without tags has none."""
        root = reader.root_object
        if TREE not in root:
            return
        tree: Any = root[TREE].clone(self.whole)
        for document in tree["/K"]:
            inner = document.get_object().get("/K", ArrayObject())
            self.elements.extend(inner if isinstance(inner, list) else [inner])
        numbers = tree["/ParentTree"]["/Nums"]
        for number, found in zip(numbers[::2], numbers[1::2], strict=True):
            self.numbers.extend((NumberObject(self.next + number), found))
        pages = zip(reader.pages, self.whole.pages[first:], strict=True)
        for page, copy in pages:
            self._count_on(page, copy)
        self.next += max(numbers[::2], default=-1) + 1

    def _count_on(self, page: Any, copy: Any) -> None:
        if TAGS_OF_PAGE in page:
            copy[NameObject(TAGS_OF_PAGE)] = NumberObject(self.next + page[TAGS_OF_PAGE])
        for link in (one.get_object() for one in copy.get("/Annots", ())):
            if TAG_OF_LINK in link:
                link[NameObject(TAG_OF_LINK)] = NumberObject(self.next + link[TAG_OF_LINK])

    def hang(self) -> None:
        """All of them on one document, and the document on the file."""
        tree = DictionaryObject({NameObject("/Type"): NameObject(TREE)})
        root = self.whole._add_object(tree)  # noqa: SLF001 - pypdf has no other way in
        document = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Document"),
                NameObject("/P"): root,
                NameObject("/K"): self.elements,
            }
        )
        above = self.whole._add_object(document)  # noqa: SLF001 - the same
        for element in self.elements:
            element.get_object()[NameObject("/P")] = above
        tree[NameObject("/K")] = ArrayObject([above])
        parents = DictionaryObject({NameObject("/Nums"): self.numbers})
        tree[NameObject("/ParentTree")] = self.whole._add_object(parents)  # noqa: SLF001 - the same
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(self.next)
        self.whole.root_object[NameObject(TREE)] = root
        self.whole.root_object[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): BooleanObject(value=True)}
        )


def _name(whole: PdfWriter, title: str, author: str, language: str, *, tagged: bool) -> None:
    """What a reader is told of the file before its first page."""
    whole.add_metadata({"/Title": title, "/Author": author})
    about = StreamObject()
    said = {name: escape(value) for name, value in (("title", title), ("author", author))}
    standard = ' pdfuaid:part="1"' if tagged else ""
    about.set_data(ABOUT.format(**said, language=language, tagged=standard).encode())
    about.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    root = whole.root_object
    root[NameObject("/Metadata")] = whole._add_object(about)  # noqa: SLF001 - the same
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(value=True)}
    )
