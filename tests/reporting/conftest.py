"""Reports of the invented corpora, and a browser to look at them."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from dissensus.comparing.comparison import compare
from dissensus.model.options import ReportingOptions
from dissensus.reporting.report import write_report

_FACTORIES = Path(__file__).parents[1] / "comparing"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _load(name):
    spec = importlib.util.spec_from_file_location(f"{name}_of_reports", _FACTORIES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def factory():
    """The module that builds corpora by hand."""
    return _load("corpus_factory")


@pytest.fixture(scope="session")
def positions():
    """The module that puts positions onto corpora."""
    return _load("position_factory")


@pytest.fixture(scope="session")
def report_of():
    """A function that writes the report of a corpus and gives its text."""

    def write(corpus, path, about=(), comparing=None, **options):
        findings = corpus.findings()
        write_report(
            path,
            compare(findings, comparing),
            findings,
            corpus.documents.__getitem__,
            corpus.annotations.__getitem__,
            ReportingOptions(**options),
            {"problems": "2", "dissensus": "0.1.0", **dict(about)},
        )
        return path.read_text(encoding="utf-8")

    return write


@pytest.fixture(scope="session")
def browser():
    """A browser without a network."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    assert found, (
        f"no browser is installed: one of {', '.join(_BROWSERS)} is needed to test the report (apt install chromium)"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """A function that opens a file; the page notes its requests, errors and dialogs in ``page.seen``."""
    contexts = []

    def show(path, fragment="", **options):
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("pageerror", lambda error: page.seen.append(f"error {error}"))
        page.on("console", lambda message: page.seen.append(f"console {message.text}"))
        page.on("dialog", lambda dialog: (page.seen.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri() + fragment)
        return page

    yield show
    for context in contexts:
        context.close()
