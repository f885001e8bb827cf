"""Write rulebooks/schemas: the form of each kind of file, for editors.

python tools/make_schemas.py            writes them
python tools/make_schemas.py --check    says which are stale, and writes nothing
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

from followthrough.procedures.language.schemas import schemas

FOLDER = ROOT / "rulebooks" / "schemas"


def texts() -> dict[Path, str]:
    return {FOLDER / f"{name}.json": json.dumps(form, indent=2) + "\n" for name, form in schemas().items()}


def main() -> int:
    stale = [path for path, text in texts().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"{path.relative_to(ROOT)} is stale: run python tools/make_schemas.py" for path in stale))
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(texts()[path], encoding="utf-8")
    print(f"{len(texts())} schemas, {len(stale)} of them changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
