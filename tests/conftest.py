"""What every test may ask for.

db, client, …            of pytest-django: one transaction a test, rolled back, as the application's role, for
                         whom row-level security holds; "owner" and "assessor" are connections of their own
transactional_db,        committed data; the database is made anew from a migrated template afterwards
  live_server
demo_db                  committed data of the example partnership (Wealdshire), on the demo's own clock
database_addresses       the three addresses as environment variables, for a command run as a process
page, context, …         of pytest-playwright, in the Chromium of this machine
check_accessibility      check_accessibility(page): no violation that axe can see
take_screenshot          take_screenshot(page, "name"): kept under test-results/, where FOLLOWTHROUGH_SCREENSHOTS is set

The database is a private PostgreSQL that lives for one run, or a new one on the server of DATABASE_URL.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from followthrough.service.config.embedded import Server
from support.database import TestDatabase

# How many histories: few on every run, thousands in `make proof`. How fast a machine makes them up is no matter.
_NEVER_TIMED = [HealthCheck.too_slow]
hypothesis.register_profile("few", max_examples=40, deadline=None, suppress_health_check=_NEVER_TIMED)
hypothesis.register_profile(
    "proof", max_examples=1500, deadline=None, database=None, suppress_health_check=_NEVER_TIMED
)

_CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "microsoft-edge",
)
_NO_BROWSER = (
    "No browser for the browser tests. Install Chromium (Debian, Ubuntu: apt-get install chromium) "
    "or run: .venv/bin/playwright install chromium"
)
_FLAGS = [
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_configure() -> None:
    """A command that a test runs as a process imports the same code as the test."""
    source = str(Path(__file__).parents[1] / "src")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))


# A file of few but long tests that comes last leaves all processes but one idle.
_LONG_FIRST = ("generative", "browser", "integration/reliability", "cases", "integration")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        within = item.path.relative_to(here).as_posix()
        return next((n for n, folder in enumerate(_LONG_FIRST) if within.startswith(folder)), len(_LONG_FIRST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL where databases and roles may be made."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    folder = Path(tempfile.mkdtemp(prefix="followthrough-tests-"))
    server = Server(folder / "postgres", fast=True)
    try:
        server.start()
        yield server.address()
    finally:
        server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def tests_database(postgres: str, django_db_blocker: DjangoDbBlocker) -> Iterator[TestDatabase]:
    database = TestDatabase(postgres, is_private=not os.environ.get("DATABASE_URL"))
    with django_db_blocker.unblock():
        database.make_template()
        database.renew()
        yield database
        database.drop()


@pytest.fixture(scope="session")
def django_db_setup(tests_database: TestDatabase) -> Iterator[None]:
    """In place of pytest-django's own, whose test database would be owned by the application's role."""
    with pytest.MonkeyPatch.context() as patch:
        # Django would empty tables, which the append-only ones refuse, as they should.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: tests_database.renew())
        yield


@pytest.fixture(autouse=True)
def _test_reads_as_the_system(request: pytest.FixtureRequest) -> None:
    """For what a test itself makes and looks at. A request, and whoever is `acting`, is a viewer of its own."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        _act_for_the_test()


def _act_for_the_test() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.viewer', 'system:test', false)")


@pytest.fixture
def demo_db(transactional_db: None, tests_database: TestDatabase, settings: Settings) -> None:
    settings.FOLLOWTHROUGH_CLOCK = "followthrough.service.demo.clock.DemoClock"
    tests_database.renew(of_demo=True)
    _act_for_the_test()


@pytest.fixture
def database_addresses(tests_database: TestDatabase) -> dict[str, str]:
    return tests_database.addresses.as_environment()


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright: Playwright) -> dict[str, object]:
    # Playwright keeps a loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if not found and not Path(playwright.chromium.executable_path).exists():
        pytest.fail(_NO_BROWSER, pytrace=False)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": found, "args": [*_FLAGS, *as_root]}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def check_accessibility() -> Callable[[Page], None]:
    def check(page: Page) -> None:
        # A press may still be on its way when its page is looked at: what counts is the page that stays.
        for last in (False, False, True):
            page.wait_for_load_state()
            try:
                found = Axe().run(page)
            except PlaywrightError:
                if last:
                    raise
                continue
            if page.evaluate("'axe' in window"):
                break
        else:
            pytest.fail(f"{page.url} went on to another page three times while it was looked at")
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture
def take_screenshot() -> Callable[[Page, str], None]:
    """For who wants to look: a browser without a graphics card takes a second for each."""
    folder = Path(__file__).parents[1] / "test-results"

    def take(page: Page, name: str) -> None:
        if os.environ.get("FOLLOWTHROUGH_SCREENSHOTS"):
            folder.mkdir(exist_ok=True)
            page.screenshot(path=folder / f"{name}.png", full_page=True)

    return take
