"""Is there a browser for the tests, and may this user have one from the machine's package manager?"""

from __future__ import annotations

import os
import shutil

from followthrough.setup.steps import Problem, run, say

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")


def prepare() -> None:
    """Have a browser if that can be done; if not, the browser tests say what to install."""
    if any(map(shutil.which, _NAMES)):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say("• Installing Chromium for the browser tests")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            run(
                ["apt-get", *words],
                environment=quiet,
                is_download=True,
                sentence=lambda said: f"apt-get could not: {said}",
            )
    except Problem as problem:
        say(f"  not installed: {problem}")
