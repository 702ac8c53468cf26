"""What a browser would make of a page, and whether somebody's words became any of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from icalendar import Calendar

if TYPE_CHECKING:
    from tests.abuse.browsing import Answer

LEADING = ("href", "src", "action", "formaction", "poster", "data")
FOREIGN = {"xss", "iframe", "object", "embed", "base", "style", "frame", "applet"}
VOID = {"input", "br", "img", "link", "meta", "hr"}
MARK = re.compile("Ω(.*?)Ω", re.DOTALL)
LITERAL = "{{7*7}}"


@dataclass
class Form:
    """A form of a page, as it would be sent if nothing was typed."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads a page once, and notes what should not be there."""

    def __init__(self, answer: Answer, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.forms: list[Form] = []
        self.data: list[str] = []  # what stands in data blocks
        self.text: list[str] = []
        self._address, self._block, self._area, self._select = address, "", "", ""
        self.feed(answer.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in FOREIGN or (tag == "meta" and "http-equiv" in told):
            self.faults.append(f"<{tag}>")
        self.faults += [f"<{tag} {name}>" for name in told if name.startswith("on") or name == "style"]
        for name in LEADING:
            if name in told:
                self._follow(tag, name, told[name])
        if tag == "script":
            self._block = told.get("type", "javascript")
            if "src" not in told and not self._block.endswith("json"):
                self.faults.append("a script in the page")
        self._note_form(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._block = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        (self.data if self._block else self.text).append(data)
        if self._area and self.forms:
            self.forms[-1].fields[self._area] = data.removeprefix("\n")

    def _follow(self, tag: str, name: str, value: str) -> None:
        leads = urlsplit(urljoin(f"http://site.invalid{self._address}", value.strip()))
        ours = leads.netloc == "site.invalid"
        picture = tag in {"img", "link"} and leads.scheme == "data"
        mail = leads.scheme in {"mailto", "webcal", "tel"} and tag == "a"
        if leads.scheme not in {"http", "https"} and not picture and not mail:
            self.faults.append(f"<{tag} {name}={value[:40]}>")
        if "evil" in leads.netloc or (not ours and tag in {"script", "img", "form"} and not picture):
            self.faults.append(f"<{tag} {name}={value[:40]}>, which leads away")

    def _note_form(self, tag: str, told: dict[str, str]) -> None:
        if tag == "form":
            self.forms.append(Form(told.get("action") or self._address, told.get("method", "get").lower()))
        if not self.forms or "disabled" in told:
            return
        fields, name = self.forms[-1].fields, told.get("name", "")
        if tag == "input" and name:
            ticked = told.get("type") not in {"checkbox", "radio"} or "checked" in told
            if ticked and told.get("type") not in {"file", "submit"}:
                fields[name] = told.get("value", "on")
        elif tag == "textarea":
            self._area, fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in fields or "selected" in told):
            fields[self._select] = told.get("value", "")


def faults(answer: Answer, address: str) -> list[str]:
    """What is wrong with an answer, whatever it is."""
    found = []
    if answer.kind == "text/html":
        page = Page(answer, address)
        found += page.faults
        for block in page.data:
            found += _not_parsed(json.loads, block)
        text = " ".join(page.text)
    else:
        text = answer.text if answer.kind.startswith("text/") else ""
    if answer.kind in {"application/atom+xml", "application/xml"}:
        found += _not_parsed(ET.fromstring, answer.body)
    if answer.kind in {"application/json", "application/feed+json"}:
        found += _not_parsed(json.loads, answer.body)
    if answer.kind == "text/calendar":
        found += _not_parsed(Calendar.from_ical, answer.body)
    found += [f"{said!r} was made of a word" for said in set(MARK.findall(text)) - {LITERAL}]
    return found


def _not_parsed(parse: object, content: str | bytes) -> list[str]:
    try:
        parse(content)  # type: ignore[operator]
    except (ValueError, ET.ParseError) as broken:
        return [f"not what it says it is: {broken}"]
    return []
