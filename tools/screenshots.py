"""Takes pictures of pages as people see them, and says what is wrong with each.

    python -m tools.screenshots http://127.0.0.1:8000 --to /tmp/shots / /practices/
    python -m tools.screenshots http://127.0.0.1:8000 --cookie sessionid=… /desk/

Each page is opened at 320, 768 and 1280 pixels in light and in dark. Reported: any answer but 200,
sideways scrolling, axe-core violations (WCAG 2.2 AA), more or fewer than one h1, requests to other
hosts, script errors. The exit code is 1 when anything was reported.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import FLAGS, chromium_path, problems_of

HTTP_OK, HTTP_NOT_FOUND = 200, 404
NO_SUCH_PAGE = "/no-such-page/"
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
PAGES = (
    "/",
    "/charter/",
    "/practices/",
    "/practices/?q=interpreter",
    "/institutions/",
    "/meetings/",
    "/thought-leadership/",
    "/accounts/login/",
    "/accounts/signup/",
    NO_SUCH_PAGE,
    "/design-system/",
)


def main() -> int:
    options = _arguments()
    base = options.base.rstrip("/")
    options.to.mkdir(parents=True, exist_ok=True)
    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for path in options.pages or PAGES:
            for scheme in options.schemes.split(","):
                for width in [int(width) for width in options.widths.split(",")]:
                    found += _one(browser, base, path, width, scheme, options)
        browser.close()
    print(f"{found} problems." if found else "No problems.")
    return 1 if found else 0


def _one(
    browser: Browser, base: str, path: str, width: int, scheme: str, options: argparse.Namespace
) -> int:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=True,
        reduced_motion="reduce",
    )
    if options.cookie:
        name, _, value = options.cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    problems: list[str] = []
    host = urlsplit(base).netloc
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on(
        "request",
        lambda request: (
            problems.append(f"asks another host: {request.url}")
            if urlsplit(request.url).netloc not in {host, ""}
            else None
        ),
    )
    response = page.goto(base + path)
    # An error page is well dressed too: only its status tells that the page asked for is not it.
    status = response.status if response else 0
    if status != (HTTP_NOT_FOUND if path == NO_SUCH_PAGE else HTTP_OK):
        problems.append(f"answered {status}")
    # The picture comes last: taking it puts a style of its own into the page.
    problems += problems_of(page, with_axe=not options.quick)
    _picture(page, options.to / f"{_name(path)}-{width}-{scheme}.png", whole=not options.fold)
    for problem in problems:
        print(f"{path} at {width} {scheme}: {problem}")
    context.close()
    return len(problems)


def _picture(page: Page, file: Path, *, whole: bool) -> None:
    page.screenshot(path=str(file), full_page=whole)


def _name(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("base", help="where the site is served, such as http://127.0.0.1:8000")
    parser.add_argument("pages", nargs="*", help="paths; without any, the usual ones")
    parser.add_argument("--to", type=Path, default=Path("var/screenshots"), help="folder for PNGs")
    parser.add_argument("--cookie", default="", help="name=value of a signed-in session")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--schemes", default=",".join(SCHEMES))
    parser.add_argument("--quick", action="store_true", help="without axe-core")
    parser.add_argument("--fold", action="store_true", help="only what is seen before scrolling")
    return parser.parse_intermixed_args()


if __name__ == "__main__":
    sys.exit(main())
