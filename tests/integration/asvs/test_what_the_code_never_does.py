"""What no module of the service does, read from its syntax: a new one that does fails here and has to be argued for."""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "src" / "followthrough"
# Django writes its own; ours are read.
MODULES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
SERVICE = {path: tree for path, tree in MODULES.items() if "service" in path.relative_to(SOURCE).parts[:1]}


def calls(trees: dict[Path, ast.AST]) -> Iterator[tuple[str, str, ast.Call]]:
    """Where, what is called as it is written, and the call."""
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node.func), node


def imports(trees: dict[Path, ast.AST]) -> Iterator[tuple[str, str]]:
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((str(path.relative_to(ROOT)), each.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield str(path.relative_to(ROOT)), node.module
                yield from ((str(path.relative_to(ROOT)), f"{node.module}.{each.name}") for each in node.names)


def test_no_text_is_run_as_code() -> None:
    run = [at for at, what, _ in calls(MODULES) if what in ("eval", "exec", "compile", "__import__", "os.system")]
    assert run == []


def test_no_shell_reads_what_a_person_typed() -> None:
    """Programs are started from a list of words, so no sign in one of them means anything; and by no page but one."""
    started = [
        (at, node) for at, what, node in calls(MODULES) if what.startswith(("subprocess.", "os.popen", "os.exec"))
    ]
    assert started
    assert [at for at, node in started if any(k.arg == "shell" for k in node.keywords)] == []
    assert [at for at, node in started if node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)] == []
    by_pages = {at.partition(":")[0] for at, _ in started if "/service/" in at and "/config/" not in at}
    assert by_pages <= {"src/followthrough/service/attachments/cleaning/apart.py"}


def test_what_is_read_back_never_becomes_code() -> None:
    named = {name for _, name in imports(MODULES)}
    assert not {each for each in named if each.split(".")[0] in ("pickle", "marshal", "shelve", "dill", "jsonpickle")}
    unsafe = [
        (at, ast.unparse(node))
        for at, what, node in calls(MODULES)
        if what.startswith("yaml.") and what.split(".")[1] in ("load", "load_all", "unsafe_load", "full_load")
        and "Loader" not in ast.unparse(node)
    ]  # fmt: skip
    assert unsafe == []
    loaders = [
        base for tree in MODULES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        for base in map(ast.unparse, node.bases) if "Loader" in base
    ]  # fmt: skip
    assert all("Safe" in each for each in loaders), loaders


def test_no_template_is_made_of_words() -> None:
    made = [at for at, what, _ in calls(SERVICE) if what.split(".")[-1] in ("Template", "from_string", "mark_safe")]
    # Where the pack for the night is sealed, a file is built from a string.Template of ours, with base64 and a date.
    assert {at.partition(":")[0] for at in made} <= {"src/followthrough/service/outofhours/sealing.py"}, made


def test_what_must_not_be_guessed_comes_from_the_systems_randomness() -> None:
    random = {(at, name) for at, name in imports(SERVICE) if name.split(".")[0] == "random"}
    assert random == set()


WEAK = re.compile(r"\b(md5|sha1|SHA1|MD5|DES|TripleDES|ARC4|Blowfish|ECB|CBC|PKCS1v15)\b")
CRYPTOGRAPHY = ("cryptography", "hashlib", "hmac", "secrets", "jwt", "ssl", "nacl", "Crypto", "argon2", "bcrypt")


def test_no_name_is_read_from_form_and_address_at_once() -> None:
    """What a form says cannot be overridden or filled in by the address that it is sent to, nor the other way round."""
    mixed = re.compile(r"request\.(POST|GET)\b[^\n]*\b(or|\|)\s[^\n]*request\.(GET|POST)\b(?!.*if request\.method)")
    assert mixed.search('x = request.POST.get("for") or request.GET.get("for", "")')
    found = {each.name for each in (ROOT / "src/followthrough/service").rglob("*.py") if mixed.search(each.read_text())}
    assert found == set()


def test_no_answer_is_a_whole_row() -> None:
    """A page, a paper or an answer to a system names each field that it shows; none hands out what a table holds."""
    whole = {"django.core.serializers", "django.forms.models.model_to_dict", "rest_framework"}
    named = {(at, name) for at, name in imports(SERVICE) if any(name.startswith(each) for each in whole)}
    assert named == set()
    answering = [at for at, name in imports(SERVICE) if name.endswith("JsonResponse")]
    spread = re.compile(r"JsonResponse\([^)]*(\.values\(\)|__dict__|vars\()")
    assert answering and not [at for at in answering if spread.search((ROOT / at).read_text("utf-8"))]


def test_no_weak_cipher_mode_or_digest_is_named() -> None:
    named = {name for _, name in imports(MODULES) if WEAK.search(name)}
    called = {(at, what) for at, what, _ in calls(MODULES) if WEAK.search(what)}
    assert (named, called) == (set(), set())


def test_every_use_of_cryptography_stands_in_the_list() -> None:
    page = (ROOT / "docs/reference/cryptography.md").read_text(encoding="utf-8")
    used = {at for at, name in imports(SERVICE) if name.split(".")[0] in CRYPTOGRAPHY}
    listed = set(re.findall(r"`(src/followthrough/[\w/]+\.py)`", page))
    assert listed == used, {"not in the list": sorted(used - listed), "no longer used": sorted(listed - used)}


def test_only_known_libraries_do_cryptography() -> None:
    own = {name.split(".")[0] for _, name in imports(MODULES)} & {"Crypto", "nacl", "rsa", "ecdsa", "pyaes", "M2Crypto"}
    assert own == set()
    ciphers = {name for _, name in imports(SERVICE) if "ciphers" in name and name.startswith("cryptography")}
    assert ciphers and all("aead" in each for each in ciphers)  # each text is sealed with its integrity


# Who may speak to another machine. The address comes from the settings, and never from a page.
SPEAKS = {
    "src/followthrough/service/gateway/notify.py",  # texts, by GOV.UK Notify
    "src/followthrough/service/ledger/channels.py",  # letters: the name of a fault, no connection of its own
    "src/followthrough/service/intake/tokens.py",  # tokens for mailboxes whose service takes no password
    "src/followthrough/service/attachments/scanning.py",  # a virus scanner of this machine
    "src/followthrough/service/core/audit/shipping.py",  # heads of the audit
    "src/followthrough/service/access/openid.py",  # an agency's provider: the name of a fault, and django-allauth asks
    "src/followthrough/service/config/commands/serve.py",  # asks itself whether it answers
    "src/followthrough/service/config/serving.py",  # whether a port of this machine is free
}
NETWORK = ("urllib.request", "http.client", "requests", "httpx", "aiohttp", "socket", "smtplib", "ftplib", "websockets")


def test_the_service_speaks_to_nobody_but_those_that_are_named() -> None:
    speak = {at for at, name in imports(SERVICE) if name in NETWORK}
    assert speak == SPEAKS


def test_logs_go_to_the_console_and_nowhere_else() -> None:
    from followthrough.service.config.settings import base

    assert {each["class"] for each in base.LOGGING["handlers"].values()} == {"logging.StreamHandler"}  # type: ignore[attr-defined]
    handlers = [at for at, what, _ in calls(SERVICE) if what.endswith("Handler") and "logging" in what]
    assert handlers == []


def test_a_line_that_somebody_smuggles_into_a_log_stays_one_line() -> None:
    from followthrough.service.config.logs import WithoutRows

    row = logging.LogRecord(
        "x", logging.ERROR, "f", 1, "Not found: %s", ("/a\nERROR root: the audit was emptied",), None
    )
    told = WithoutRows("{levelname} {name}: {message}", style="{").format(row)
    assert "\n" not in told and told.startswith("ERROR x: Not found: /a")


SCRIPTS = [*(SOURCE / "service").rglob("*.js")]


@pytest.mark.parametrize("banned", [r"\beval\(", r"new Function", r"__proto__", r"innerHTML", r"outerHTML",
                                    r"document\.write", r"insertAdjacentHTML", r"localStorage", r"sessionStorage",
                                    r"indexedDB", r"postMessage"])  # fmt: skip
def test_no_script_of_ours_builds_code_or_keeps_anything(banned: str) -> None:
    ours = [path for path in SCRIPTS if "static/design" not in str(path) and "govuk" not in path.name]
    if banned == "innerHTML":  # the pack for the night shows what the service made, escaped and sealed
        ours = [path for path in ours if path.name != "reader.js"]
    assert ours
    assert [path.name for path in ours if re.search(banned, path.read_text(encoding="utf-8"))] == []
