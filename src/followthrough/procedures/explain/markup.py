"""How is HTML written so that nothing in it can break out? Text and attributes are escaped; only Html is not."""

from __future__ import annotations

from html import escape

_VOID = frozenset({"br", "hr", "meta", "link", "img", "wbr"})


class Html(str):
    """Markup that is ready."""

    __slots__ = ()


def tag(element: str, /, *children: str, **attributes: str | bool | None) -> Html:
    """One element. `class_` is written as class, `aria_label` as aria-label; None and False leave one out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value), quote=True)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if element in _VOID:
        return Html(f"<{element}{written}>")
    return Html(f"<{element}{written}>{both(*children)}</{element}>")


def both(*children: str) -> Html:
    return Html("".join(child if isinstance(child, Html) else escape(child, quote=False) for child in children))
