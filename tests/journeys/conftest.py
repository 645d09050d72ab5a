"""A real browser before a real server. Without Chromium, journeys say what is missing."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tools.browser import (
    FLAGS,
    IN_THE_DARK,
    axe_violations,
    chromium_path,
    has_chromium,
    problems_of,
)

MISSING = (
    "no Chromium for the browser journeys. Install it (Debian: apt-get install chromium), or name "
    "one in CHROMIUM=, or run .venv/bin/playwright install chromium."
)
WIDTHS = (320, 768, 1280)


@pytest.fixture(scope="session")
def playwright_engine() -> Generator[Playwright]:
    # Playwright's synchronous calls run inside a loop of its own, which Django takes for an
    # asynchronous program and then refuses the database to tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as engine:
        yield engine


@pytest.fixture(scope="session")
def browser(playwright_engine: Playwright) -> Generator[Browser]:
    """The Chromium of CHROMIUM=, of the system, or Playwright's own."""
    if not has_chromium(playwright_engine.chromium.executable_path):
        pytest.skip(MISSING)
    browser = playwright_engine.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def new_page(browser: Browser, site_css: None) -> Generator[Callable[..., Page]]:
    """`new_page(width=320, scheme="dark", javascript=False, cookies=…)`: a browser of its own."""
    contexts = []

    def make(
        *,
        width: int = 1280,
        scheme: str = "light",
        javascript: bool = True,
        cookies: list[dict] | None = None,
        **more: object,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if cookies:
            context.add_cookies(cookies)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def signed_in(live_server, client_of):
    """`signed_in(user)`: the cookie of this person's session, for `new_page(cookies=…)`."""

    def cookies(user) -> list[dict]:
        client = client_of(user)
        return [
            {"name": morsel.key, "value": morsel.value, "url": live_server.url}
            for morsel in client.cookies.values()
        ]

    return cookies


@pytest.fixture
def assert_accessible(new_page: Callable[..., Page]) -> Callable[..., None]:
    """Opens an address, in light at every width and in the dark, and lists all that is wrong.

    Addresses are opened one after another in one window, each with the cookies it is given and no
    others: a window takes longer to open than most pages.
    """
    asked: list[str] = []
    errors: list[str] = []
    windows: list[Page] = []

    def window() -> Page:
        if not windows:
            windows.append(new_page())
            windows[0].on("request", lambda request: asked.append(request.url))
            windows[0].on("pageerror", lambda error: errors.append(str(error)))
        return windows[0]

    def check(url: str, *, cookies: list[dict] | None = None, status: int = 200) -> None:
        page = window()
        page.goto("about:blank")
        page.context.clear_cookies()
        page.context.add_cookies(cookies or [])
        page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
        page.emulate_media(color_scheme="light")
        asked.clear()
        errors.clear()
        response = page.goto(url)
        wrong = [f"light: {violation}" for violation in axe_violations(page)]
        if response is None or response.status != status:
            wrong.append(f"answered {response and response.status} instead of {status}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found = problems_of(page, with_axe=False)
            wrong += [f"at {width}: {one}" for one in found]
        page.emulate_media(color_scheme="dark")
        wrong += [f"dark: {violation}" for violation in axe_violations(page, IN_THE_DARK)]
        origin = "/".join(url.split("/")[:3])
        wrong += [f"asks another host: {host}" for host in asked if not host.startswith(origin)]
        wrong += [f"script error: {error}" for error in errors]
        assert wrong == []

    return check
