"""A PDF is opened, looked through object by object, and written anew: no programs, no files inside, no traces of who
made it where. Earlier versions of it and whatever else stood in the file are gone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from followthrough.service.attachments.cleaning import segments
from followthrough.service.attachments.kinds import MIB, MOST_PAGES, MOST_PIXELS, Refused

MOST_OBJECTS: Final = 200_000
MOST_INFLATED: Final = 400 * MIB
DEEPEST: Final = 200
_AGAIN: Final = "Print it to a new PDF and add that."
_PROGRAMS: Final = f"It holds a program. {_AGAIN}"
_FILES: Final = "It holds another file, a sound or a film. Take that out, or print it to a new PDF and add that."
_BROKEN: Final = f"It is broken or cut off. {_AGAIN}"
_ACTIONS: Final = {
    "/JavaScript": _PROGRAMS, "/Launch": _PROGRAMS, "/SubmitForm": _PROGRAMS, "/ImportData": _PROGRAMS,
    "/Rendition": _FILES, "/Sound": _FILES, "/Movie": _FILES, "/GoToE": _FILES, "/RichMediaExecute": _FILES,
    "/GoTo3DView": _FILES,
}  # fmt: skip
_KEYS: Final = {
    "/JS": _PROGRAMS, "/JavaScript": _PROGRAMS, "/XFA": _PROGRAMS,
    "/EmbeddedFiles": _FILES, "/EF": _FILES, "/RichMediaContent": _FILES, "/Collection": _FILES,
}  # fmt: skip
_SUBTYPES: Final = {"/FileAttachment", "/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"}
# What says who made it, when and with what; and what happens by itself when it is opened.
_TRACES: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/OpenAction", "/AA", "/AF", "/SpiderInfo")
_NOTES: Final = {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Stamp",
                 "/Popup", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Caret"}  # fmt: skip


def clean(content: bytes) -> bytes:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if not 1 <= len(pdf.pages) <= MOST_PAGES:
                raise Refused(f"It has {len(pdf.pages)} pages. We take 1 to {MOST_PAGES}: add it in parts.")
            _go_through(pdf)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            out = BytesIO()
            pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return out.getvalue()
    except pikepdf.PasswordError as error:
        raise Refused("It is locked with a password. Save it without one and add that.") from error
    except Refused:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, zlib.error) as error:
        raise Refused(_BROKEN) from error


def _go_through(pdf: pikepdf.Pdf) -> None:
    room = MOST_INFLATED
    for number, found in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Refused(f"It has more parts than we take. {_AGAIN}")
        for each in _inside(found, 0):
            _check(each)
            _forget(each)
        if isinstance(found, Stream):
            room -= _inflated(found, room)
            _clean_picture(found)


def _inside(found: Any, depth: int) -> Iterator[Any]:
    """The dictionaries that stand in an object itself; what it refers to comes by itself."""
    if depth > DEEPEST:
        raise Refused(_BROKEN)
    if isinstance(found, Array):
        children = list(found)
    elif isinstance(found, Dictionary | Stream):
        children = [value for _, value in found.items()]  # before anything is taken out of it
        yield found
    else:
        return
    for each in children:
        if isinstance(each, Array | Dictionary | Stream) and not each.is_indirect:
            yield from _inside(each, depth + 1)


def _check(found: Any) -> None:
    keys = set(found.keys())
    for key in keys & _KEYS.keys():
        raise Refused(_KEYS[key])
    if "/S" in keys and (why := _ACTIONS.get(str(found["/S"]))):
        raise Refused(why)
    if str(found.get("/Subtype", "")) in _SUBTYPES or str(found.get("/Type", "")) == "/EmbeddedFile":
        raise Refused(_FILES)
    width, height = found.get("/Width", 0), found.get("/Height", 0)
    if str(found.get("/Subtype", "")) == "/Image" and int(width) * int(height) > 2 * MOST_PIXELS:
        raise Refused(f"One of its pictures has {width} by {height} dots, which is more than we take. {_AGAIN}")


def _forget(found: Any) -> None:
    traces = [each for each in _TRACES if each in found]
    if str(found.get("/Subtype", "")) in _NOTES:
        traces += [each for each in ("/T", "/M", "/CreationDate") if each in found]
    for each in traces:
        del found[each]


def _filters(found: Any) -> list[str]:
    given = found.get("/Filter", None)
    if given is None:
        return []
    return [str(each) for each in given] if isinstance(given, Array) else [str(given)]


def _inflated(found: Any, room: int) -> int:
    """How many bytes it becomes when it is read, counted before any reader tries."""
    if _filters(found)[:1] not in (["/FlateDecode"], ["/Fl"]):
        return 0
    machine, raw, total = zlib.decompressobj(), found.read_raw_bytes(), 0
    while raw and not machine.eof:
        total += len(machine.decompress(raw, MIB))
        raw = machine.unconsumed_tail
        if total > room:
            raise Refused(f"It becomes far larger when it is opened. {_AGAIN}")
    return total


def _clean_picture(found: Any) -> None:
    """A photograph keeps the camera's notes inside the PDF too."""
    filters = _filters(found)
    if not {"/DCTDecode", "/DCT", "/JPXDecode"} & set(filters):
        return
    raw = found.read_raw_bytes()
    if filters[:-1] in (["/FlateDecode"], ["/Fl"]):
        raw = zlib.decompress(raw)
    elif len(filters) > 1:
        raise Refused(f"It holds a picture of a kind that we cannot check. {_AGAIN}")
    is_jpeg = filters[-1] != "/JPXDecode"
    parameters = found.get("/DecodeParms", None) if len(filters) == 1 else None
    found.write(
        segments.bare_jpeg(raw) if is_jpeg else segments.bare_jpeg_2000(raw),
        filter=Name("/DCTDecode" if is_jpeg else "/JPXDecode"),
        decode_parms=parameters,
    )
