"""What every Word file of ours has: A4, fonts and colours, British English, page numbers, links that open."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

GREEN, GREY = RGBColor(0x1B, 0x5E, 0x41), RGBColor(0x4A, 0x53, 0x4E)  # both over 7:1 on white
MARGIN, INDENT = Pt(62), Pt(18)


def new_file(title: str) -> Any:
    """Return an empty Word file that bears a title."""
    file = Document()
    properties = file.core_properties
    properties.title, properties.language, properties.author = title[:255], "en-GB", "Green Shoots"
    properties.comments = ""
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Quote"):
        style = file.styles[name]
        style.font.name = "Calibri"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    file.styles["Normal"].font.size = Pt(11)
    file.styles["Title"].font.size = Pt(22)
    for name in ("Title", "Heading 1", "Heading 2"):
        file.styles[name].font.color.rgb = GREEN
    file.styles["Subtitle"].font.color.rgb = GREY
    file.styles["Quote"].font.color.rgb = RGBColor(0, 0, 0)
    file.styles["Quote"].paragraph_format.left_indent = INDENT
    _language(file)
    page = file.sections[0]
    page.page_width, page.page_height = Pt(595.3), Pt(841.9)  # A4
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    _page_numbers(page.footer.paragraphs[0])
    return file


def saved(file: Any) -> bytes:
    """Return the bytes of a .docx file."""
    packed = io.BytesIO()
    file.save(packed)
    return packed.getvalue()


def put_link(paragraph: Any, url: str) -> None:
    """Add an address that opens; it stands in print, so that it can be read on paper."""
    target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(url)
    run.font.color.rgb, run.font.underline = GREEN, True
    link.append(run._r)
    paragraph._p.append(link)


def _language(file: Any) -> None:
    """Set British English, so that a screen reader reads it out as such."""
    for one in file.styles.element.iter(qn("w:lang")):
        one.set(qn("w:val"), "en-GB")


def _page_numbers(paragraph: Any) -> None:
    paragraph.add_run("Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    """Add a field that Word works out by itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)
