# SPDX-License-Identifier: LGPL-3.0-or-later
"""Office documents (Word, Excel, PowerPoint, OpenDocument): what they keep and do not show."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from .findings import (
    COMMENT,
    EMBEDDED,
    HIDDEN_CELLS,
    HIDDEN_PART,
    HIDDEN_TEXT,
    LINKED_DATA,
    LOCKED,
    MACRO,
    METADATA,
    TOO_BIG,
    TRACKED,
    UNREADABLE,
    Finding,
    PaperError,
)

_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_MEMBERS = 5000
_EMBEDDED = re.compile(r"(^|/)(embeddings|activeX|ctrlProps|oleObjects?|Object ?\d*)/", re.I)
_MACRO = re.compile(r"vbaProject|vbaData|^Basic/|^Scripts/|macrosheets", re.I)
_COMMENT = re.compile(r"(word|ppt|xl)/(comments|threadedComments|persons|commentAuthors)", re.I)
_LINKED = re.compile(
    r"(externalLinks|queryTables|pivotCache|model|connections\.xml|customData)(/|$|[\w]*\.xml)", re.I
)
_HIDDEN_PART = re.compile(r"^(customXml/item\d+\.xml|ppt/notesSlides/|word/glossary/)", re.I)
# Marks in the XML, by their names without namespace.
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
            "tcPrChange", "trPrChange", "tracked-changes", "changed-region"}  # fmt: skip
_COMMENTS = {"commentRangeStart", "commentReference", "annotation", "annotation-end"}
_YES = {"1", "true"}
_ROWS = (("hidden", _YES, HIDDEN_CELLS), ("ht", {"0"}, HIDDEN_CELLS), ("width", {"0"}, HIDDEN_CELLS))
_PAGE = (("display", {"false"}, HIDDEN_PART), ("visibility", {"hidden"}, HIDDEN_PART))
# Marks that hide something when one of their attributes says so: {mark: ((attribute, values, what is hidden), ...)}
_HIDING = {
    "row": _ROWS,
    "col": _ROWS,
    "table-row": (("visibility", {"collapse", "filter"}, HIDDEN_CELLS),),
    "table-column": (("visibility", {"collapse", "filter"}, HIDDEN_CELLS),),
    "sheet": (("state", {"hidden", "veryhidden"}, HIDDEN_PART),),
    "sld": (("show", {"0", "false"}, HIDDEN_PART),),
    "cNvPr": (("hidden", _YES, HIDDEN_PART),),
    "table-properties": _PAGE,
    "drawing-page-properties": _PAGE,
    "text-properties": (("display", {"none"}, HIDDEN_TEXT),),
    "section": (("display", {"none"}, HIDDEN_TEXT),),
    "color": (("val", {"ffffff"}, HIDDEN_TEXT),),
}
_OFF = {"0", "false", "off", "none"}


def members(data: bytes) -> dict[str, bytes]:
    """What is in the file, by name.

    :raise PaperError: damaged, encrypted, or far larger unpacked than any document
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
            if (
                len(inside) > _MOST_MEMBERS
                or sum(member.file_size for member in inside) > _MOST_UNPACKED
                or len({member.filename for member in inside}) != len(inside)
            ):
                raise PaperError(TOO_BIG)
            if any(member.flag_bits & 1 for member in inside):
                raise PaperError(LOCKED)
            return {member.filename: archive.read(member) for member in inside if not member.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise PaperError(UNREADABLE) from None


def inspect_office(data: bytes) -> Iterator[Finding]:
    """Everything kept and not shown, in either family of formats."""
    inside = members(data)
    for name, content in inside.items():
        yield from _by_name(name)
        if name.endswith(".xml"):
            yield from _by_marks(name, tree(content))
    if "META-INF/manifest.xml" in inside and b"encryption-data" in inside["META-INF/manifest.xml"]:
        raise PaperError(LOCKED)
    yield from _about(inside)


def texts(data: bytes) -> Iterator[str]:
    """All its words, shown or not, with those of headers, notes and properties."""
    inside = members(data)
    for name, content in inside.items():
        if name.endswith((".xml", ".rels")):
            root = tree(content)
            # Letters of one word may stand in several pieces of the file: joined, and with a blank between, both are tried.
            pieces = [piece for piece in root.itertext() if piece.strip()]
            yield "".join(pieces)
            yield " ".join(pieces)
            yield " ".join(value for node in root.iter(etree.Element) for value in node.attrib.values())


def tree(content: bytes):
    """The XML, without ever fetching or expanding anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise PaperError(UNREADABLE) from None


def _by_name(name):
    for pattern, code in (
        (_MACRO, MACRO),
        (_EMBEDDED, EMBEDDED),
        (_COMMENT, COMMENT),
        (_LINKED, LINKED_DATA),
        (_HIDDEN_PART, HIDDEN_PART),
    ):
        if pattern.search(name):
            yield Finding(code)
    if name.lower().endswith((".bin", ".exe", ".ole")) and "printerSettings" not in name:
        yield Finding(EMBEDDED)


def _local(node):
    return etree.QName(node).localname


def _value(node, name):
    """An attribute by its name without namespace, or ``None``."""
    for key, value in node.attrib.items():
        if etree.QName(key).localname == name:
            return value
    return None


def _by_marks(name, root):
    for node in root.iter(etree.Element):
        tag = _local(node)
        if tag in _TRACKED and "/calcChain" not in name:
            yield Finding(TRACKED)
        elif tag in _COMMENTS:
            yield Finding(COMMENT)
        elif tag == "object-ole" or (tag == "attachedTemplate"):
            yield Finding(EMBEDDED if tag == "object-ole" else LINKED_DATA)
        elif code := _hidden(tag, node, name):
            yield Finding(code)


def _hidden(tag, node, name):
    """Whether this mark hides something, and what."""
    if tag == "color" and not name.startswith("word/document"):
        return None
    for attribute, values, code in _HIDING.get(tag, ()):
        if (_value(node, attribute) or "").lower() in values:
            return code
    if tag in ("vanish", "webHidden", "specVanish") and (_value(node, "val") or "1").lower() not in _OFF:
        return HIDDEN_TEXT
    if tag == "notes" and name == "content.xml" and "".join(node.itertext()).strip():
        return HIDDEN_PART
    return HIDDEN_TEXT if tag in ("hidden-text", "hidden-paragraph") else None


# ---- who made it
_KEPT_CORE = {"coreProperties", "created", "modified", "revision", "language", "category"}
_APP_TELLS = {"Company", "Manager", "HyperlinkBase", "TitlesOfParts", "Template"}
_META_TELLS = {"creator", "initial-creator", "printed-by", "title", "subject", "description", "keyword", "user-defined",
               "template"}  # fmt: skip


def _about(inside):
    for name, tells in (
        ("docProps/core.xml", None),
        ("docProps/app.xml", _APP_TELLS),
        ("meta.xml", _META_TELLS),
    ):
        if name not in inside:
            continue
        for node in tree(inside[name]).iter(etree.Element):
            tag, said = _local(node), "".join(node.itertext()).strip()
            if (
                said
                and (tag in tells if tells else tag not in _KEPT_CORE)
                and not (said == "Normal.dotm" or said == "Normal")
            ):
                yield Finding(METADATA)
    if "docProps/custom.xml" in inside or any(
        name.lower().startswith(("docprops/thumbnail", "thumbnails/")) for name in inside
    ):
        yield Finding(METADATA)
    settings = inside.get("word/settings.xml", b"")
    if b"<w:rsids>" in settings or b"trackRevisions" in settings:
        yield Finding(METADATA)
