"""What the browser is sent: our own look, no other's signs, and nothing that a storage with hashed names trips over."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

FIRST_PAGE_LIMIT = 100_000


@pytest.fixture
def built() -> Path:
    found = finders.find("design/followthrough.css")
    assert found, "The design assets are not built: run npm ci and npm run build."
    return Path(found).parent


def test_everything_sent_is_small(built: Path) -> None:
    sent = [*built.glob("*.css"), *built.glob("*.js"), *built.glob("images/*.svg")]
    assert len(sent) == 7
    assert sum(len(gzip.compress(file.read_bytes())) for file in sent) < FIRST_PAGE_LIMIT / 3


def test_the_look_is_our_own(built: Path) -> None:
    names = " ".join(str(file) for file in built.rglob("*"))
    css = (built / "followthrough.css").read_text(encoding="utf-8")
    assert not any(word in f"{names} {css}" for word in ("crown", "crest", "GDS Transport", "@font-face"))


def test_hashed_names_can_be_given_to_every_file(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(built))
    names = [str(file.relative_to(built)) for file in built.rglob("*.*")]
    files = {name: (source, name) for name in names}
    outcome = list(storage.post_process(files))
    assert all(done is True or done is False for _, _, done in outcome), outcome
    assert storage.stored_name("followthrough.css") != "followthrough.css"


def test_scripts_and_styles_ask_for_nothing_that_is_not_there(built: Path) -> None:
    script = (built / "followthrough.js").read_text(encoding="utf-8")
    library = script.split("from './")[1].split("'")[0]
    assert (built / library).exists()
    for file in (*built.glob("*.js"), *built.glob("*.css")):
        assert "sourceMappingURL" not in file.read_text(encoding="utf-8")
