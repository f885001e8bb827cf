"""`followthrough`: every word teaches itself, and a replay needs neither Django nor a database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from followthrough.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_word_teaches_by_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    said = capsys.readouterr().out
    assert left.value.code == 0
    assert "example" in said and f"followthrough {name}" in said.partition("example")[2]


def test_without_a_word_all_words_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().out
    assert all(command.summary in said for command in COMMANDS.values())


def test_an_unknown_word_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["repaly"])
    assert left.value.code == 2
    assert "'replay'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["replay", "check-rulebook"])
def test_the_rulebook_is_asked_without_django(name: str) -> None:
    ask = (
        "import sys; from followthrough.cli import main\n"
        f"try: main([{name!r}, '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')])"
    )
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True)
    assert said.stdout.splitlines()[-1] == "[]", said.stderr
