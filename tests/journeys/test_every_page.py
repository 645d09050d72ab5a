"""Every page of the running portal, looked at by axe in light and dark and at three widths."""

from __future__ import annotations

import re

import pytest

from tests.journeys.people import ADMINISTRATOR, COORDINATOR, OF_TWO, STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

TAKEN_UP = "/practices/legal-aid-two-mornings-a-week-down-the-hall-from-the-exam-rooms/"
TOGETHER = "/practices/rides-booked-by-the-clinic-and-paid-by-the-plan/"
TO_SIGN = "/practices/draft-6aad199aad8002a6/with/graywing/"  # gift cards, handed in
FOR_ALL = [
    "/",
    "/charter/",
    "/charter/changes/",
    "/charter/versions/1/",
    "/practices/",
    "/practices/?q=interpreter&wall=within&story=success",
    "/practices/?q=nothing-is-called-this",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/history/",
    "/practices/colorectal-screening-kits-handed-out-at-flu-shot-clinics/",
    "/practices/mobile-dental-days-at-eleven-iron-range-schools/",
    "/practices/a-translated-patient-portal-that-few-people-opened/",
    "/practices/?stage=ended",
    "/practices/spread/",
    "/practices/gaps/",
    "/practices/goals/",
    "/practices/compare/",
    f"/practices/compare/?p={TAKEN_UP.split('/')[2]}&p={TOGETHER.split('/')[2]}&q=ride",
    "/practices/like-mine/",
    "/practices/like-mine/?size=small&counties=Stearns%2C+Nowhere&setting=hospital&language=so",
    TAKEN_UP,
    f"{TAKEN_UP}adoptions/",
    TOGETHER,
    "/institutions/",
    "/institutions/graywing/",
    "/thought-leadership/",
    "/meetings/",
    "/data/",
    "/accounts/login/",
    "/accounts/signup/",
    "/institutions/propose/",
    "/institutions/propose/thanks/",
    "/institutions/propose/done/",
    "/account/deleted/",
]
FOR_STEWARDS = [
    "/desk/",
    "/account/",
    "/welcome/",
    "/join/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/password/set/",
    "/account/sessions/",
    "/account/data/",
    "/account/delete/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/comments/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/ask/",
    "/questions/",
    "/kept/",
    "/practices/like-mine/",
    "/following/",
    "/searches/",
    "/searches/save/?q=interpreter&scope=language-access",
    "/practices/ask/?q=interpreter&scope=language-access",
    "/questions/open/",
    "/practices/?q=nothing-is-called-this&scope=language-access",
    "/practices/share/",
    "/practices/import/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/edit/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/review/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/take-down/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/end/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/withdraw/",
    "/desk/reviews/",
    "/practices/paying-community-reviewers-for-every-patient-handout-we-print/check/",
    "/practices/paying-community-reviewers-for-every-patient-handout-we-print/review/",
    f"{TAKEN_UP}adoptions/graywing/",
    f"{TAKEN_UP}adoptions/graywing/change/",
    f"{TAKEN_UP}adoptions/graywing/take-out/",
    "/practices/rides-booked-by-the-clinic-and-paid-by-the-plan/adopt/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/adopt/",
    "/practices/interpreters-after-10-pm-in-our-emergency-departments/people/?person=sand",
    TO_SIGN,
    f"{TO_SIGN}withdraw/",
    "/institutions/graywing/people/",
    "/institutions/graywing/invite/",
    "/institutions/graywing/record/",
    "/institutions/graywing/people/former/",
    "/people/",
    "/people/letters/",
    "/people/?q=nobody-is-called-this",
    "/calendar/",
    "/digests/preferences/",
]
FOR_COORDINATORS = [
    "/desk/",
    "/desk/reviews/",
    "/meetings/schedule/",
    "/people/letters/log/",
    "/questions/log/",
    "/questions/open/?show=waiting",
    "/record/",
    "/digests/desk/",
    "/digests/desk/preview/weekly/",
    "/digests/desk/send/",
    "/institutions/graywing/domains/",
    "/desk/institutions/",
    "/desk/institutions/?show=without-steward",
    "/desk/institutions/graywing/close/",
    "/desk/proposals/",
    "/finding/words/",
    "/finding/words/?q=ride&try=REaL+data+turjubaan",
    "/finding/words/add/",
    "/finding/goals/",
    "/finding/goals/add/",
]
FOR_ADMINISTRATORS = [
    "/desk/",
    "/desk/accounts/",
    "/desk/accounts/?q=graywing",
    "/desk/accounts/?q=nobody-is-called-this",
]


def test_public_pages_are_accessible(portal, page, assert_accessible):
    for path in FOR_ALL:
        assert_accessible(portal.url(path))
    for index, link in (
        ("/thought-leadership/", r"/thought-leadership/[a-z0-9-]+/"),
        ("/meetings/", r"/meetings/[a-z0-9-]+/"),
        ("/institutions/graywing/", r"/institutions/graywing/[a-z0-9-]{12,}/"),
    ):
        page.goto(portal.url(index))
        found = re.search(rf'href="({link})"', page.content())
        assert found, f"no page below {index}"
        assert_accessible(portal.url(found[1]))


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        (STEWARD, FOR_STEWARDS),
        (COORDINATOR, FOR_COORDINATORS),
        (ADMINISTRATOR, FOR_ADMINISTRATORS),
    ],
)
def test_pages_behind_sign_in_are_accessible(portal, new_page, assert_accessible, who, paths):
    cookies = sign_in(portal, new_page, who).context.cookies()
    for path in paths:
        assert_accessible(portal.url(path), cookies=cookies)
    if "/desk/accounts/" in paths:
        page = new_page(cookies=cookies)
        page.goto(portal.url("/desk/accounts/?q=fadumo"))
        link = page.get_by_role("link", name="Fadumo Warsame")
        assert_accessible(link.evaluate("link => link.href"), cookies=cookies)
    if "/kept/" in paths:
        page = new_page(cookies=cookies)
        page.goto(portal.url("/questions/"))
        for name in ("Answer", "Read"):  # one that waits and one that was answered
            link = page.locator("main").get_by_role("link", name=name).first
            assert_accessible(link.evaluate("link => link.href"), cookies=cookies)
        # One saved search with something new, and how it is removed; one question to all.
        for index, link in (("/searches/", r"/searches/\d+/"),
                            ("/questions/open/", r"/questions/open/\d+/")):  # fmt: skip
            page.goto(portal.url(index))
            address = re.search(rf'href="({link})"', page.content())[1]
            assert_accessible(portal.url(address), cookies=cookies)
            if index == "/searches/":
                assert_accessible(portal.url(f"{address}remove/"), cookies=cookies)
    if "/finding/goals/" in paths:
        page = new_page(cookies=cookies)
        page.goto(portal.url("/finding/goals/"))
        for name in ("Change", "Remove"):
            link = page.locator("main .entry").get_by_role("link", name=name).first
            assert_accessible(link.evaluate("link => link.href"), cookies=cookies)
    if "/desk/proposals/" in paths:
        page = new_page(cookies=cookies)
        page.goto(portal.url("/desk/proposals/"))
        assert_accessible(
            page.get_by_role("link", name="Answer").first.evaluate("link => link.href"),
            cookies=cookies,
        )


def test_what_somebody_of_two_institutions_is_asked_is_accessible(
    portal, new_page, assert_accessible
):
    page = sign_in(portal, new_page, OF_TWO)
    page.goto(portal.url("/accounts/email/"))
    page.get_by_label("One more e-mail address").fill("linh.duong@somewhere-else.example.org")
    page.get_by_role("button", name="Send the code").click()
    cookies = page.context.cookies()
    paths = ["/accounts/email/", "/accounts/confirm-email/", "/practices/share/"]
    for index, link in (("/meetings/", r"/meetings/[a-z0-9-]+/"), ("/people/", r"/people/\d+/")):
        page.goto(portal.url(index))
        paths.append(re.search(rf'href="({link})"', page.content())[1])
    for path in paths:
        assert_accessible(portal.url(path), cookies=cookies)
