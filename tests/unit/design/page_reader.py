"""Reads rendered HTML for tests: which elements stand there, and do all their references lead somewhere?"""

from __future__ import annotations

from html.parser import HTMLParser

REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls")


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]

    def one(self, id_: str) -> dict[str, str]:
        (found,) = [attrs for _, attrs in self.elements if attrs.get("id") == id_]
        return found

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def broken_references(self) -> list[str]:
        return [
            f"{tag} {name}={wanted}"
            for tag, attrs in self.elements
            for name in REFERENCES
            for wanted in attrs.get(name, "").split()
            if wanted not in self.ids
        ]

    @property
    def error_links(self) -> list[str]:
        """Where the error summary's links lead: the links to a place on this page."""
        return [a["href"][1:] for a in self.all("a") if a.get("href", "").startswith("#id_")]
