"""A Word document is unpacked within bounds and packed anew from the parts that we know: no macros, no programs, no
files inside, nothing that is fetched when it is opened, and no traces of who wrote it.

Its words, comments and marked changes stay; their authors' names go, as Word itself takes them out.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import etree

from followthrough.service.attachments.cleaning import pictures
from followthrough.service.attachments.kinds import JPEG, MIB, PNG, Refused

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 100 * MIB
_PDF: Final = "Save it as a PDF and add that."
_BROKEN: Final = f"It is no Word document, or a broken one. {_PDF}"
_PROGRAMS: Final = f"It holds a macro or a program. {_PDF}"
_FILES: Final = f"It holds another file inside. {_PDF}"
_FETCHES: Final = f"It fetches something from elsewhere when it is opened. {_PDF}"
_UNPACKS: Final = f"It becomes far larger when it is opened. {_PDF}"
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES, _RELS = "[Content_Types].xml", ".rels"
_DROPPED: Final = ("docProps/", "customXml/", "docMetadata/", "word/webextensions/")
_PROGRAM_WORDS: Final = ("vba", "macro", "activex", "control")
_FILE_WORDS: Final = ("embeddings/", "oleobject", "package", "afchunk")
_PICTURES: Final = {".jpg": JPEG, ".jpeg": JPEG, ".png": PNG}
_FONTS: Final = ".odttf"
_FIELDS: Final = re.compile(
    r"\b(DDEAUTO|DDE|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON|DATABASE|RD|QUOTE|EMBED)\b", re.IGNORECASE
)
_AUTHORS: Final = {"author", "initials", "userId", "providerId"}


def clean(content: bytes) -> bytes:
    try:
        parts = _unpacked(content)
        trees = {name: _parsed(part) for name, part in parts.items() if name.endswith((".xml", _RELS))}
        _check_types(trees.get(_TYPES))
        kept = {name for name in parts if not name.startswith(_DROPPED)}
        for name in kept:
            _check_name(name)
        written = {name: _written(name, parts, trees, kept) for name in sorted(kept)}
        return _packed(written)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, ValueError, KeyError, OSError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        raise Refused(_BROKEN) from error


def _unpacked(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = MOST_UNPACKED
    with zipfile.ZipFile(BytesIO(content)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            raise Refused(_UNPACKS)
        for each in (info for info in archive.infolist() if not info.is_dir()):
            name = posixpath.normpath(each.filename)
            if name != each.filename or name.startswith(("/", "..")) or "\\" in name or name in found:
                raise Refused(_BROKEN)
            if each.flag_bits & 1:
                raise Refused("It is locked with a password. Save it without one and add that.")
            with archive.open(each) as part:
                found[name] = part.read(room + 1)
            room -= len(found[name])
            if room < 0:
                raise Refused(_UNPACKS)
    return found


def _parsed(part: bytes) -> Any:
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:4] or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(_BROKEN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _check_types(types: Any) -> None:
    if types is None:
        raise Refused(_BROKEN)
    said = [each.get("ContentType", "") for each in types]
    if any(word in each.lower() for each in said for word in ("macroenabled", "vbaproject", "activex")):
        raise Refused(_PROGRAMS)
    if _MAIN not in said:
        raise Refused(_BROKEN)


def _check_name(name: str) -> None:
    low, ending = name.lower(), posixpath.splitext(name)[1].lower()
    if any(word in low for word in _FILE_WORDS):
        raise Refused(_FILES)
    if any(word in low for word in _PROGRAM_WORDS):
        raise Refused(_PROGRAMS)
    if ending not in (".xml", _RELS, _FONTS, *_PICTURES) and not name.endswith(_RELS):
        raise Refused(f"It holds a part of a kind that we cannot check ({ending[:8] or 'without a name'}). {_PDF}")


def _written(name: str, parts: dict[str, bytes], trees: dict[str, Any], kept: set[str]) -> bytes:
    if name not in trees:
        kind = _PICTURES.get(posixpath.splitext(name)[1].lower())
        return pictures.clean(parts[name], kind)[0] if kind else parts[name]
    tree = trees[name]
    if name == _TYPES:
        _remove(tree, lambda each: each.get("PartName", "/").lstrip("/").startswith(_DROPPED))
    elif name.endswith(_RELS):
        _check_relations(name, tree, kept)
    else:
        _check_fields(tree)
        _forget(tree)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _check_relations(name: str, tree: Any, kept: set[str]) -> None:
    for each in list(tree):
        kind, target = each.get("Type", "").rpartition("/")[2], each.get("Target", "")
        if each.get("TargetMode") != "External":
            if _target(name, target).startswith(_DROPPED):
                tree.remove(each)
        elif kind == "attachedTemplate":  # what most agencies' Word writes into each document
            tree.remove(each)
        elif kind != "hyperlink" or urlsplit(target).scheme.lower() not in ("http", "https", "mailto", ""):
            raise Refused(_FETCHES)


def _target(name: str, target: str) -> str:
    of = posixpath.dirname(posixpath.dirname(name))
    return posixpath.normpath(posixpath.join("/", of, target)).lstrip("/")


def _check_fields(tree: Any) -> None:
    """Orders to Word that stand between the words, in one piece or in several."""
    texts, orders = [], []
    for each in tree.iter(etree.Element):
        local = etree.QName(each).localname
        if local == "instrText":
            texts.append(each.text or "")
        elif local == "fldSimple":
            orders += [value for key, value in each.attrib.items() if key.endswith("instr")]
        elif local in ("object", "OLEObject", "altChunk", "control"):
            raise Refused(_FILES)
    if any(_FIELDS.search(each) for each in ("".join(texts), " ".join(texts), *orders)):
        raise Refused(_FETCHES)


def _forget(tree: Any) -> None:
    _remove(tree, lambda each: etree.QName(each).localname == "attachedTemplate")
    for each in tree.iter(etree.Element):
        for key in each.attrib:
            if etree.QName(key).localname in _AUTHORS:
                each.attrib[key] = "Author"


def _remove(tree: Any, wanted: Any) -> None:
    for each in [found for found in tree.iter(etree.Element) if wanted(found)]:
        if each.getparent() is not None:
            each.getparent().remove(each)


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda each: (each != _TYPES, each)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
