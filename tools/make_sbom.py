"""Write docs/reference/sbom.cdx.json: every package that the running service can load, in CycloneDX.

python tools/make_sbom.py            writes it
python tools/make_sbom.py --check    says whether it is stale, and writes nothing

Names, versions and hashes come from the locks. A licence comes from the installed package; of one that is not
installed here (for another system, say), from the file as it stands.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BOM = ROOT / "docs" / "reference" / "sbom.cdx.json"
LOCKS = ("web", "analytics")  # what the service imports; tests and tools are no part of it
_PACKAGE = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
Part = dict[str, Any]


def bom() -> Part:
    project = {"type": "application", "name": "followthrough", "licenses": [{"expression": "Apache-2.0"}]}
    parts = {part["purl"]: part for part in (*_python(), *_design())}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": project},
        "components": [parts[purl] for purl in sorted(parts)],
    }


def written(found: Part) -> str:
    """One component a line, so that a change of one package is a change of one line."""
    head = {name: value for name, value in found.items() if name != "components"}
    lines = ",\n".join(json.dumps(part, ensure_ascii=False) for part in found["components"])
    return json.dumps(head)[:-1] + f', "components": [\n{lines}\n]}}\n'


def locked(lock: str) -> Iterator[tuple[str, str, list[str]]]:
    """Name, version and hashes of each package of requirements/<lock>.lock."""
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    for block in re.split(r"\n(?=\w)", text):
        if found := _PACKAGE.match(block):
            yield found[1], found[2], sorted(_HASH.findall(block))


def _python() -> Iterator[Part]:
    known = _licences_known()
    for name, version, hashes in (each for lock in LOCKS for each in locked(lock)):
        purl = f"pkg:pypi/{name}@{version}"
        licence = _licence(name, version) or known.get(purl)
        yield _part(name, version, purl, [("SHA-256", each) for each in hashes], licence)


def _design() -> Iterator[Part]:
    """What the pages' style and scripts are built from."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for path, said in packages.items():
        if path:
            name = path.removeprefix("node_modules/")
            digest = base64.b64decode(said["integrity"].removeprefix("sha512-")).hex()
            purl = f"pkg:npm/{name.replace('@', '%40')}@{said['version']}"
            yield _part(name, said["version"], purl, [("SHA-512", digest)], said.get("license"))


def _part(name: str, version: str, purl: str, hashes: list[tuple[str, str]], licence: str | None) -> Part:
    part: Part = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    if licence:
        part["licenses"] = [{"license": {"name": licence}}]
    return part | {"hashes": [{"alg": kind, "content": digest} for kind, digest in hashes]}


def _licence(name: str, version: str) -> str | None:
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    if said["Version"] != version:
        return None
    classed = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    short = (said["License"] or "").strip()
    short = short if "\n" not in short and len(short) < 80 else ""
    return said["License-Expression"] or short or "; ".join(classed) or None


def _licences_known() -> dict[str, str]:
    if not BOM.exists():
        return {}
    parts = json.loads(BOM.read_text(encoding="utf-8"))["components"]
    return {part["purl"]: part["licenses"][0]["license"]["name"] for part in parts if "licenses" in part}


def is_stale() -> bool:
    """But for licences: of a package for another system, this machine may know none, and another machine one."""
    if not BOM.exists():
        return True
    return _without_licences(json.loads(BOM.read_text(encoding="utf-8"))) != _without_licences(bom())


def _without_licences(found: Part) -> Part:
    parts = [{name: value for name, value in part.items() if name != "licenses"} for part in found["components"]]
    return found | {"components": parts}


def main() -> int:
    if "--check" not in sys.argv:
        BOM.write_text(written(bom()), encoding="utf-8")
    elif is_stale():
        print("docs/reference/sbom.cdx.json is stale: run python tools/make_sbom.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
