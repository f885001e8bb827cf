"""How is SVG written so that nothing in it can break out? Every text and attribute is escaped here.

No `style` attribute is ever written, so that pictures hold under a strict content security policy.
"""

from __future__ import annotations

from functools import cache
from html import escape
from xml.sax.saxutils import escape as escape_text

Attribute = str | int | float | None


class Svg(str):
    """Markup that is ready: template engines that ask for `__html__` print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def element(name: str, *children: str, **attributes: Attribute) -> Svg:
    """One element: `class_` is written class, `stroke_width` stroke-width; None is left out."""
    written = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    inner = "".join(child if isinstance(child, Svg) else escape_text(_printable(child)) for child in children)
    return Svg(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def join(*parts: str) -> Svg:
    return Svg("".join(part if isinstance(part, Svg) else escape_text(_printable(part)) for part in parts))


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(_printable(str(value)), quote=True)


def _printable(text: str) -> str:
    """XML has no place for control characters, not even escaped."""
    return text if text.isprintable() else text.translate(_CONTROLS)


_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"}
