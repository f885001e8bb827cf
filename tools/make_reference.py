"""Write the pages of docs/reference that are made from the rulebook, its worked cases and the spec tests.

python tools/make_reference.py            writes them, and removes those that are no longer made
python tools/make_reference.py --check    says which are stale, and writes nothing
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools"), str(ROOT)]

from reference import coverage, index, language, procedures, vocabulary
from reference.book import Book

REFERENCE = ROOT / "docs" / "reference"
MADE = ("procedures", "language-examples", "vocabulary.md", "coverage.md")


def pages(book: Book) -> dict[str, str]:
    """Every made file, by its path under docs/reference."""
    return dict(
        (
            ("procedures/README.md", index.page(book)),
            *procedures.pages(book),
            ("vocabulary.md", vocabulary.page(book)),
            ("coverage.md", coverage.page(book)),
            *language.pages(ROOT),
        )
    )


def stale(made: dict[str, str]) -> Iterator[str]:
    """Files that differ from what would be written, are missing, or are no longer made."""
    for name, text in made.items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield name
    yield from (name for name in _standing() if name not in made)


def _standing() -> list[str]:
    found = [path for name in MADE for path in [REFERENCE / name, *(REFERENCE / name).rglob("*")] if path.is_file()]
    return sorted(path.relative_to(REFERENCE).as_posix() for path in found)


def write(made: dict[str, str], names: list[str]) -> None:
    for name in names:
        path = REFERENCE / name
        if name in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
        else:
            path.unlink()


def main() -> int:
    made = pages(Book.load(ROOT / "rulebooks"))
    names = list(stale(made))
    if "--check" in sys.argv[1:]:
        for name in names:
            print(f"docs/reference/{name} is stale")
        print(f"{len(names)} of {len(made)} pages are stale: run python tools/make_reference.py" if names else "Fresh.")
        return 1 if names else 0
    write(made, names)
    print(f"{len(made)} pages, {len(names)} of them changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
