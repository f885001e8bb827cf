"""What is taken of a request: methods that a page means, few reports of browsers; and one parser for each format."""

from __future__ import annotations

import ast
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver

from followthrough.service.access import reports, routes
from followthrough.service.config import checks, logs, providers
from integration.access.test_routes import patterns
from integration.agencies import making
from integration.asvs.test_answers import KINDS
from integration.asvs.test_what_the_code_never_does import MODULES, ROOT, SERVICE, calls, imports

BLOCKED = {"effective-directive": "script-src-elem", "blocked-uri": "https://evil.example/children/child-one/?name=Ada"}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_every_route_of_pages_refuses_other_methods(method: str) -> None:
    """Also those of the package for signing in, whose views would take PUT for POST."""
    making.agency("police", "response")
    client = Client()
    client.force_login(making.practitioner("constable", ("police", "response", "worker")))
    asked = 0
    for address, each in patterns(get_resolver(settings.ROOT_URLCONF)):
        if routes.class_of(each.callback) == "system":
            continue
        path = "/" + address
        for name, converter in each.pattern.converters.items():
            kind = KINDS[type(converter).__name__]
            path = path.replace(f"<{kind}:{name}>", "1" if kind == "int" else "x")
        assert client.generic(method, path).status_code in (404, 405), path
        asked += 1
    assert asked > 100


def report(client: Client, said: object, **more: Any) -> int:
    return client.post("/policy-reports/", json.dumps(said), content_type="application/csp-report", **more).status_code


@pytest.mark.django_db
def test_what_the_policy_stopped_is_logged_without_what_the_page_held(caplog: pytest.LogCaptureFixture) -> None:
    cache.clear()
    client = Client(enforce_csrf_checks=True)
    answer = client.get("/sign-in/")
    assert "report-uri /policy-reports/" in answer.headers["Content-Security-Policy"]
    with caplog.at_level(logging.WARNING, logger="followthrough.policy"):
        assert (
            report(client, {"csp-report": {**BLOCKED, "script-sample": "Canary", "document-uri": "/children/ada/"}})
            == 204
        )
        for odd in ([], "x", {"csp-report": "x"}, {}):
            assert report(client, odd) == 204
        assert client.post("/policy-reports/", "{", content_type="application/csp-report").status_code == 204
    assert caplog.messages == [
        "A browser stopped something by our content policy: script-src-elem, https://evil.example"
    ]
    assert client.get("/policy-reports/").status_code == 405


@pytest.mark.django_db
def test_reports_fill_no_log(caplog: pytest.LogCaptureFixture) -> None:
    cache.clear()
    with caplog.at_level(logging.WARNING, logger="followthrough.policy"):
        for _ in range(reports.MOST_A_MINUTE + 20):
            report(Client(), {"csp-report": BLOCKED})
        report(Client(), {"csp-report": {**BLOCKED, "more": "x" * reports.LONGEST}})
    assert len(caplog.messages) == reports.MOST_A_MINUTE


READS = {f"re.{name}" for name in ("compile", "match", "search", "fullmatch", "findall", "finditer", "split", "sub")}


def written_patterns() -> Iterator[tuple[str, str]]:
    for at, what, node in calls(MODULES):
        if what in READS and node.args and isinstance(node.args[0], ast.Constant):
            yield at, str(node.args[0].value)


def is_nested(parsed: Any, inside: bool = False) -> bool:
    """Whether something that repeats without an end holds something that does, as in (a+)+."""
    for operation, value in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            is_endless = value[1] > 1000
            if (is_endless and inside) or is_nested(value[2], inside or is_endless):
                return True
        within = [value[-1]] if name == "SUBPATTERN" else value[1] if name == "BRANCH" else []
        if any(is_nested(each, inside) for each in within):
            return True
    return False


# Each with why it cannot run for ever.
NESTED_AND_SAFE = {r"^[a-z0-9]+(-[a-z0-9]+)*$": "a hyphen parts the words, and stands in none of them"}


def test_no_pattern_can_run_for_ever() -> None:
    """Nothing that repeats holds something that repeats; so a match takes no more than the square of the text."""
    assert is_nested(sre_parse.parse("(a+)+$")) and not is_nested(sre_parse.parse("a+(bc?)d{2,5}"))
    found = list(written_patterns())
    assert len(found) > 20
    nested = {at: words for at, words in found if is_nested(sre_parse.parse(words))}
    assert {words for words in nested.values()} <= set(NESTED_AND_SAFE), nested


def test_each_format_is_read_by_one_parser() -> None:
    named = {name.split(".")[0] for _, name in imports(SERVICE)}
    others = {"simplejson", "orjson", "ujson", "rapidjson", "json5", "demjson3", "ruamel", "furl", "yarl", "rfc3986",
              "xmltodict", "defusedxml", "bs4", "html5lib", "httpx", "aiohttp"}  # fmt: skip
    assert named & others == set()
    assert {"json", "urllib"} <= named
    addresses = {at for at, name in imports(SERVICE) if name in ("urllib3.util.parse_url", "urlparse")}
    assert addresses == set()


def test_only_who_it_is_is_asked_of_a_provider() -> None:
    told = [
        {"key": "p", "agency": "police", "title": "P", "issuer": "https://p.example", "client_id": "c", "secret": "s"}
    ]
    (app,) = providers.for_allauth(told)["openid_connect"]["APPS"]
    assert app["settings"]["scope"] == ["openid"]


def test_a_static_folder_with_a_file_that_was_forgotten_stops_the_start(tmp_path: Path) -> None:
    assert checks.only_known_kinds_are_served() == []
    (tmp_path / "backup.sql").write_text("x")
    with override_settings(STATICFILES_DIRS=[tmp_path]):
        from django.contrib.staticfiles import finders

        finders.get_finder.cache_clear()
        (found,) = checks.only_known_kinds_are_served()
    finders.get_finder.cache_clear()
    assert "backup.sql" in found.msg


def test_a_log_for_machines_is_one_object_a_line_and_says_no_more() -> None:
    try:
        raise ValueError("\n".join(["first", "".join(["row of ", "a child"])]))
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "a\nb", None, fault)
    line = logs.AsJson().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert set(said) == {"at", "level", "logger", "message"} and said["message"].startswith("a b")
    assert "row of a child" not in line and said["at"].endswith("+00:00")


# Where something secret is compared, it is compared in one time.
COMPARES = {
    "src/followthrough/service/gateway/views.py",
    "src/followthrough/service/outside/opening.py",
}


def test_what_is_secret_is_compared_in_one_time() -> None:
    one_time = ("compare_digest", "constant_time_compare")
    by_library = {at.partition(":")[0] for at, what, _ in calls(SERVICE) if what.endswith(one_time)}
    assert by_library >= COMPARES
    secret = re.compile(r"(^|_)(token|secret|password|code|signature|mac)$")
    served = {path: tree for path, tree in SERVICE.items() if "config" not in path.parts}  # of settings, at the start
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for path, tree in served.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)
        if not any(isinstance(each, ast.Constant) for each in (node.left, node.comparators[0]))
        if any(secret.search(_name(each)) for each in (node.left, node.comparators[0]))
    ]
    assert [each for each in found if "status_code" not in each] == []


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else str(getattr(node, "id", ""))


@pytest.mark.django_db
def test_an_answer_is_as_long_as_it_says() -> None:
    making.agency("police", "response")
    client = Client()
    client.force_login(making.practitioner("constable", ("police", "response", "worker")))
    for address in ("/", "/shares/", "/rules/", "/sign-in/sessions/", "/nowhere/", "/people/", "/children/x/"):
        answer = client.get(address)
        assert int(answer.headers["Content-Length"]) == len(answer.content), address
        assert "Transfer-Encoding" not in answer.headers


PAGE = (ROOT / "docs/reference/what-it-leans-on.md").read_text(encoding="utf-8")
SECRETS = re.compile(r"(KEY|KEYS|PASSWORD|TOKEN|MAILBOXES|PROVIDERS|DATABASE_(OWNER|APPLICATION|ASSESSOR|KEEPER))$")


def test_every_secret_stands_on_the_page_with_when_it_changes() -> None:
    names = {
        name
        for path in (ROOT / "src/followthrough").rglob("*.py")
        for name in re.findall(r"\bFOLLOWTHROUGH_[A-Z_]+[A-Z]\b", path.read_text(encoding="utf-8"))
        if SECRETS.search(name)
    }
    assert len(names) >= 10
    rows = {
        row.split("|")[1].strip().strip("`"): row.split("|") for row in PAGE.splitlines() if row.startswith("| `FOLLOW")
    }
    assert names == set(rows), names ^ set(rows)
    assert [name for name, cells in rows.items() if len(cells[3].strip()) < 8] == []


def test_every_module_that_speaks_to_another_machine_stands_on_the_page() -> None:
    speaking = {"requests", "smtplib", "imaplib", "http.client", "urllib.request", "urllib3", "socket", "ftplib"}
    found = {
        at.removeprefix("src/followthrough/service/")
        for at, name in imports(SERVICE)
        if name in speaking or ".".join(name.split(".")[:2]) in speaking
    }
    here = {"config/serving.py", "config/commands/serve.py", "config/embedded.py"}  # of this machine alone
    assert {each for each in found - here if f"`{each}`" not in PAGE} == set()
