"""What is tried for each row of docs/authorization.csv. The letters are read from there."""

from __future__ import annotations

import datetime as dt

from .case import Case, rows_written
from .factors import KEY, LINK, SESSION, factors_of, link_of, proved_again, sessions_of
from .things import PASSWORD
from .together_of_a import nobody_is_asked, taken_back

NEW_PASSWORD = "a staple of words"
UNKNOWN = "/practices/draft-0000000000000000/"
NOBODY = "/people/999999999/"
HOUSE = "/institutions/{t.a.slug}/"
DATES = {"starts_on": "2031-03-14", "starts_time": "09:00", "ends_time": "10:00"}
MEETING = DATES | {
    "title": "Called", "time_zone": "America/Chicago", "place": "Hall", "audience": "public",
}  # fmt: skip


def get(row: str, path: str, unknown: str = "", shows: str = "", **more) -> Case:
    return Case(row, "GET", path, unknown, shows=shows, **more)


def post(row: str, path: str, unknown: str = "", data: dict | None = None, **more) -> Case:
    return Case(row, "POST", path, unknown, data or {}, **more)


def every(rows: dict[str, str], *cases):
    """The same doors for several states: `rows` maps the name of a thing to its row."""
    made = []
    for name, row in rows.items():
        for make, door, *rest in cases:
            data = rest[0] if rest else {}
            path = f"/practices/{{t.{name}.slug}}/{door}"
            made.append(make(row, path, f"{UNKNOWN}{door}", **data, note=name))
    return made


def _nothing_is_answered(t, who):
    """As if nobody had looked yet: what is sent notes that it was asked."""
    from practices.models import ScreenedWords

    ScreenedWords.objects.filter(practice__in=[t.draft, t.newer]).delete()


PRACTICES = [
    get("PP1", "/practices/", shows="{t.shown[public title]}"),
    get("PP1", "/practices/?institution={t.a.slug}&page=1", shows="{t.shown[public title]}"),
    get("PP1", "/practices/{t.public.slug}/", shows="{t.shown[public need]}"),
    get("PP1", "/practices/{t.newer.slug}/", shows="{t.shown[newer need]}"),
    get("PP1", "/practices/{t.public.slug}/history/", shows="{t.shown[public later]}"),
    get("PP1", "/practices/{t.public.pk}/", leads="/practices/{t.public.slug}/"),
    get("PP1", "/practices/{t.public.slug}/cite.bib", shows="practice{t.public.pk}v"),
    get("PP1", "/practices/{t.public.slug}/cite.ris", shows="{t.shown[public title]}"),
    get("PP1", "/practices/suggest/?q={t.shown[public title]}", shows="{t.public.slug}"),
    get("PP1", "/feeds/practices.atom", shows="{t.shown[public need]}"),
    get("PP1", "/sitemap.xml", shows="{t.public.slug}"),
    get("PP2", "/practices/{t.public.slug}/files/{t.public_file.pk}/",
        shows="{t.shown[public file content]}"),
    *(post("PP3", f"/practices/{{t.{name}.slug}}/edit/",
           data={"title": "Forged", "revision": f"{{t.{name}.latest_revision_id}}"}, note=name)
      for name in ("public", "newer")),
    get("PP3", "/practices/{t.public.slug}/edit/", shows="{t.shown[public need]}", note="form"),
    get("PP3", "/practices/{t.public.slug}/edit/fit/", shows="{t.shown[public tag]}", note="step"),
    post("PP3", "/practices/{t.public.slug}/edit/fit/",
         data={"tags": "forged", "revision": "{t.public.latest_revision_id}"}, note="step"),
    post("PP3", "/practices/{t.public.slug}/edit/finish/", data={"do": "save", "note": "Forged"}),
    post("PP3", "/practices/{t.newer.slug}/edit/finish/", data={"do": "submit"}),
    get("PP3", "/practices/{t.public.slug}/check/", shows="{t.shown[public png file name]}"),
    post("PP3", "/practices/{t.newer.slug}/check/", before=_nothing_is_answered),
    post("PP3", "/practices/{t.newer.slug}/files/{t.newer_draft_picture.pk}/clean/"),
    post("PP3", "/practices/{t.public.slug}/restore/{t.first_version}/"),
    post("PP3", "/practices/{t.newer.slug}/submit/"),
    post("PP3", "/practices/{t.newer_waiting.slug}/take-back/"),
    *every({"newer": "PP4", "newer_waiting": "PP4"}, (get, "draft/")),
    *(get("PP4", f"/practices/{{t.{name}.slug}}/files/{{t.{name}_draft_file.pk}}/",
          f"/practices/{{t.{name}.slug}}/files/999999999/",
          shows=f"{{t.secret[{name} file content]}}") for name in ("newer", "newer_waiting")),
    get("PP4", "/practices/{t.newer.slug}/history/", shows="{t.secret[newer txt file name]}",
        is_open=True, note="what changed"),
    get("PP5", "/practices/{t.newer_waiting.slug}/review/", shows="{t.secret[newer_waiting need]}"),
    post("PP5", "/practices/{t.newer_waiting.slug}/publish/",
         data={"seen": "{t.newer_waiting.latest_revision_id}"}),
    post("PP5", "/practices/{t.newer_waiting.slug}/ask-changes/", data={"note": "More."}),
    get("PP6", "/practices/{t.public.slug}/take-down/", note="page"),
    post("PP6", "/practices/{t.public.slug}/take-down/", data={"reason": "A name."}),
]  # fmt: skip


def _of_a(t):
    from practices.models import Practice

    return Practice.objects.filter(institution=t.a, workflow="submitted")


def _waits_for_long(t, who):
    """A week, so that the author may remind."""
    _of_a(t).update(submitted_at=t.now - dt.timedelta(days=8))


def _nobody_answered(t, who):
    """Two weeks, and the coordinators were told."""
    _of_a(t).update(routed_at=t.now, submitted_at=t.now - dt.timedelta(days=15))


def _no_steward_is_left(t, who):
    _nobody_answered(t, who)
    t.a.memberships.filter(role="steward").update(role="contributor")


def _is_planned(t, who):
    from practices import actions

    for practice in _of_a(t):
        at = t.now + dt.timedelta(days=2)
        actions.plan(practice=practice, by=t.stewardA, publish_at=at, now=t.now)


WHEN = {"publish_on": "{t.plan_day}", "publish_time": "08:00"}
ENDED = {"reason": "The grant ran out.", "followed_by": "A phone line."}
NAMELESS = "/practices/?q=qqwwxxzzvvkkjj"


def planning(row, name, **more):
    """A yes for later, and calling it off."""
    seen = {"seen": f"{{t.{name}.latest_revision_id}}"}
    unknown = "" if name == "newer_waiting" else UNKNOWN
    at_draft = {"coord": "/practices/{t.draft.slug}/%s/"} if row == "DP8" else {}
    for door, data, before in (("plan", WHEN | seen, None), ("cancel-plan", {}, _is_planned)):
        other = {who: where % door for who, where in at_draft.items()}
        yield post(
            row,
            f"/practices/{{t.{name}.slug}}/{door}/",
            unknown and f"{unknown}{door}/",
            data,
            before=before,
            other=other,
            **more,
        )


REVIEWS = [
    *planning("PP5", "newer_waiting"),
    *planning("DP8", "waiting"),
    *planning("DP20", "waiting"),
    post("PP3", "/practices/{t.newer_waiting.slug}/remind/", before=_waits_for_long),
    post("DP6", "/practices/{t.waiting.slug}/remind/", f"{UNKNOWN}remind/",
         before=_waits_for_long, other={"coord": "/practices/{t.draft.slug}/remind/"}),
    post("DP19", "/practices/{t.waiting.slug}/remind/", f"{UNKNOWN}remind/",
         before=_waits_for_long),
    get("RV1", "/desk/reviews/", shows="{t.secret[waiting title]}", is_open=True),
    get("RV1", "/desk/reviews/", shows="{t.secret[newer_waiting title]}", is_open=True),
    get("RV2", "/desk/reviews/", shows="{t.secret[waiting title]}", before=_nobody_answered,
        is_open=True),
    get("RV3", "/practices/{t.waiting.slug}/review/", f"{UNKNOWN}review/",
        "{t.secret[waiting note]}", before=_no_steward_is_left),
    post("RV3", "/practices/{t.waiting.slug}/ask-changes/", f"{UNKNOWN}ask-changes/",
         {"note": "More."}, before=_no_steward_is_left),
    post("RV4", "/practices/{t.waiting.slug}/publish/", f"{UNKNOWN}publish/",
         {"seen": "{t.waiting.latest_revision_id}"}, before=_no_steward_is_left),
    post("RV4", "/practices/{t.waiting.slug}/plan/", f"{UNKNOWN}plan/",
         WHEN | {"seen": "{t.waiting.latest_revision_id}"}, before=_no_steward_is_left),
    *(get("RV5", f"/practices/{{t.public.slug}}/{door}/") for door in ("end", "withdraw")),
    post("RV5", "/practices/{t.public.slug}/end/", data=ENDED),
    post("RV5", "/practices/{t.public.slug}/withdraw/", data={"reason": "It did not hold."}),
    post("RV5", "/practices/{t.gone.slug}/bring-back/"),
    post("RV6", "/practices/{t.public.slug}/still-true/"),
    post("PP6", "/practices/{t.gone.slug}/take-down/", data={"reason": "A name."}, note="gone"),
    *(get("RV7", f"/practices/{{t.gone.slug}}/{door}", shows=f"{{t.shown[gone {word}]}}")
      for door, word in (("", "need"), ("", "reason"), ("history/", "title"))),
    get("RV7", "/practices/{t.gone.slug}/adoptions/", shows="{t.shown[gone adoption]}"),
    *(get("RV9", path, shows="{t.shown[gone title]}", is_open=True)
      for path in ("/practices/spread/", "/institutions/{t.b.slug}/")),
    get("RV7", "/practices/{t.gone.slug}/files/{t.gone_file.pk}/",
        shows="{t.shown[gone file content]}"),
    *(get("RV8", f"/practices/?{name}={{t.shown[gone {word}]}}",
          NAMELESS.replace("q=", f"{name}="), "{t.shown[gone title]}", is_open=True)
      for name, word in (("q", "advice"), ("tag", "tag"))),
    *(get("RV9", path, shows="{t.shown[gone title]}", is_open=True) for path in (
        "/feeds/practices.atom", "/", HOUSE, "/api/v1/practices?page_size=100")),
    get("RV9", "/sitemap.xml", shows="{t.gone.slug}", is_open=True),
]  # fmt: skip

# Where a coordinator reads a draft because it was submitted [DP7], another door of it is no secret
# [DP19, DP20]. So for the coordinator these doors are tried at a draft that was not submitted.
AT_DRAFT = "/practices/{t.draft.slug}/"
DRAFTS = [
    *(get("DP1", f"/practices/{{t.{name}.slug}}/", UNKNOWN, f"{{t.secret[{name} need]}}")
      for name in ("draft", "asked", "down")),
    get("DP1", "/practices/{t.draft.pk}/", "/practices/999999999/",
        leads="/practices/{t.draft.slug}/"),
    get("DP14", "/practices/{t.draft.slug}/cite.bib", f"{UNKNOWN}cite.bib"),
    *every({"draft": "DP2", "asked": "DP2", "down": "DP2"}, (get, "edit/")),
    *every({"draft": "DP2"}, (get, "edit/how/"), (get, "edit/finish/")),
    post("DP3", "/practices/{t.draft.slug}/edit/adopting/", f"{UNKNOWN}edit/adopting/",
         {"advice": "Forged", "revision": "{t.draft.latest_revision_id}", "do": "autosave"},
         note="autosave"),
    *(get("DP2", f"/practices/{{t.{name}.slug}}/check/", f"{UNKNOWN}check/",
          f"{{t.secret[{name} png file name]}}") for name in ("draft", "asked", "down")),
    post("DP3", "/practices/{t.draft.slug}/check/", f"{UNKNOWN}check/",
         before=_nothing_is_answered),
    post("DP3", "/practices/{t.draft.slug}/files/{t.draft_picture.pk}/clean/",
         f"{UNKNOWN}files/1/clean/"),
    *(post("DP3", f"/practices/{{t.{name}.slug}}/edit/", f"{UNKNOWN}edit/",
           {"title": "Forged", "revision": f"{{t.{name}.latest_revision_id}}"})
      for name in ("draft", "asked", "down")),
    *(get("DP4", f"/practices/{{t.{name}.slug}}/history/", f"{UNKNOWN}history/",
          f'value="{{t.{name}_first_version}}"') for name in ("draft", "waiting", "asked", "down")),
    get("DP4", "/practices/{t.draft.slug}/history/?from={t.draft_first_version}&to="
        "{t.draft.latest_revision_id}", f"{UNKNOWN}history/", "{t.secret[draft txt file name]}"),
    *(post("DP5", f"/practices/{{t.{name}.slug}}/restore/{{t.{name}_first_version}}/",
           f"{UNKNOWN}restore/1/") for name in ("draft", "asked", "down")),
    *every({"draft": "DP5", "asked": "DP5"}, (post, "delete/"), (get, "delete/")),
    *every({"draft": "DP6", "asked": "DP6", "down": "DP6"}, (post, "submit/")),
    *every({"draft": "DP6"}, (post, "edit/finish/", {"data": {"do": "submit"}})),
    post("DP6", "/practices/{t.waiting.slug}/take-back/", f"{UNKNOWN}take-back/",
         other={"coord": f"{AT_DRAFT}take-back/"}),
    get("DP7", "/practices/{t.waiting.slug}/", UNKNOWN, "{t.secret[waiting need]}"),
    get("DP8", "/practices/{t.waiting.slug}/review/", f"{UNKNOWN}review/",
        "{t.secret[waiting note]}", other={"coord": f"{AT_DRAFT}review/"}),
    post("DP8", "/practices/{t.waiting.slug}/publish/", f"{UNKNOWN}publish/",
         {"seen": "{t.waiting.latest_revision_id}"}, other={"coord": f"{AT_DRAFT}publish/"}),
    post("DP8", "/practices/{t.waiting.slug}/ask-changes/", f"{UNKNOWN}ask-changes/",
         {"note": "More."}, other={"coord": f"{AT_DRAFT}ask-changes/"}),
    post("DP10", "/practices/{t.draft.slug}/edit/", f"{UNKNOWN}edit/",
         {"title": "Forged", "revision": "{t.draft.latest_revision_id}",
          "institution": "{t.b.pk}", "institution_id": "{t.b.pk}", "author": "{me.user}",
          "live": "on", "workflow": "settled", "slug": "taken-over"},
         inert=lambda t, _: list(t.a.practices.order_by("pk").values_list(
             "pk", "institution_id", "author_id", "live", "slug"))),
    *(get(row, f"/practices/{{t.{name}.slug}}/files/{{t.{name}_{kind}.pk}}/",
          f"/practices/{{t.{name}.slug}}/files/999999999/" if name == "waiting"
          else f"{UNKNOWN}files/1/")
      for row, kind in (("DP11", "file"), ("DP12", "picture"))
      for name in ("draft", "waiting", "asked", "down")),
    *(get("DP13", f"/practices/?q={{t.secret[{name} advice]}}", "/practices/?q=qqwwxxzzvvkkjj",
          f"{{t.secret[{name} title]}}", is_open=True, note=name)
      for name in ("draft", "asked", "down")),
    get("DP13", "/practices/?tag={t.secret[draft tag]}", "/practices/?tag=qqwwxxzzvvkkjj",
        "{t.secret[draft title]}", is_open=True, note="tag"),
    *(get("DP14", f"/api/v1/practices{path}", unknown, f"{{t.secret[{name} title]}}", is_open=True)
      for name in ("draft", "waiting", "newer")
      for path, unknown in (
          (f"?q={{t.secret[{name} advice]}}", "/api/v1/practices?q=qqwwxxzzvvkkjj"),
          (f"?tag={{t.secret[{name} tag]}}", "/api/v1/practices?tag=qqwwxxzzvvkkjj"))),
    get("DP14", "/api/v1/practices/{t.draft.slug}", "/api/v1/practices/draft-0000000000000000",
        "{t.secret[draft title]}"),
    get("DP14", "/api/v1/practices/{t.waiting.slug}", "/api/v1/practices/draft-0000000000000000",
        "{t.secret[waiting title]}"),
    *(get("DP15", path, shows=f"{{t.secret[{name} {word}]}}", is_open=True)
      for name in ("draft", "waiting", "newer", "down")
      for path, word in (
          ("/feeds/practices.atom", "title"), ("/practices/export.csv", "title"), ("/", "title"))),
    *(get("DP15", "/sitemap.xml", shows=f"{{t.{name}.slug}}", is_open=True)
      for name in ("draft", "waiting", "down")),
    *(get("DP15", f"/practices/suggest/?q={{t.secret[{name} {word}]}}",
          shows=f"{{t.{name}.slug}}", is_open=True)
      for name in ("draft", "waiting", "down") for word in ("title", "tag")),
    get("DP15", "/practices/export.json?q={t.secret[draft advice]}",
        shows="{t.draft.slug}", is_open=True,
        leads="/api/v1/practices?q={t.secret[draft advice]}&page_size=100"),
    get("DP15", "/feeds/practices.atom?q={t.secret[draft advice]}",
        "/feeds/practices.atom?q=qqwwxxzzvvkkjj", "{t.secret[draft title]}", is_open=True),
    get("DP15", "/practices/export.csv?q={t.secret[draft advice]}",
        "/practices/export.csv?q=qqwwxxzzvvkkjj", "{t.secret[draft title]}", is_open=True),
    get("DP17", "/practices/share/"),
    post("DP18", "/practices/share/", data={"title": "Begun"}),
    post("WR1", "/practices/plain-words/", data={"plain_summary": "We call. They come."},
         inert=lambda *_: rows_written(), note="letters in tests/practices/test_meters.py"),
    get("WR2", "/practices/import/"),
    post("WR3", "/practices/import/draft/", data={
        "title": "Brought", "parts": "1", "part_0_heading": "Need",
        "part_0_text": "Parents waited.", "part_0_target": "need"}),
    *every({"waiting": "DP19"}, (get, "edit/"), (get, "edit/fit/"), (get, "edit/finish/")),
    get("DP19", "/practices/{t.waiting.slug}/edit/", f"{UNKNOWN}edit/"),
    get("DP19", "/practices/{t.waiting.slug}/check/", f"{UNKNOWN}check/",
        "{t.secret[waiting answer to the screen]}"),
    post("DP19", "/practices/{t.waiting.slug}/take-back/", f"{UNKNOWN}take-back/"),
    get("DP20", "/practices/{t.waiting.slug}/review/", f"{UNKNOWN}review/",
        "{t.secret[waiting note]}"),
    post("DP20", "/practices/{t.waiting.slug}/publish/", f"{UNKNOWN}publish/",
         {"seen": "{t.waiting.latest_revision_id}"}),
    post("DP20", "/practices/{t.waiting.slug}/ask-changes/", f"{UNKNOWN}ask-changes/",
         {"note": "More."}),
]  # fmt: skip


# A has taken up two practices of B: of one its steward confirmed the words and newer ones wait, of
# the other nobody but A knows.
LEDGER = "/practices/{t.of_b.slug}/adoptions/"
OWN_LINE = f"{LEDGER}{{t.a.slug}}/"
NEW_LINE = "/practices/{t.news.slug}/adoptions/{t.a.slug}/"
NO_LINE = "/practices/{t.news.slug}/adoptions/nobody/"
SAYS = {"state": "stopped", "stopped_reason": "Money."}
ADOPTIONS = [
    *(get("AD1", path, shows="{t.shown[adoption changed]}") for path in (
        "/practices/{t.of_b.slug}/", LEDGER, "/api/v1/practices/{t.of_b.slug}")),
    *(get("AD1", path, shows="{t.of_b.title}") for path in (
        "/practices/spread/", HOUSE, "/institutions/{t.b.slug}/", "/")),
    get("AD2", NEW_LINE, NO_LINE, "{t.secret[adoption changed]}"),
    get("AD2", f"{NEW_LINE}change/", f"{NO_LINE}change/", "{t.secret[adoption outcome]}"),
    get("AD2", OWN_LINE, NO_LINE, "{t.secret[newer adoption changed]}"),
    get("AD3", "/practices/{t.public.slug}/adopt/"),
    post("AD4", "/practices/{t.public.slug}/adopt/", data={"state": "trying"}),
    post("AD5", f"{NEW_LINE}change/", f"{NO_LINE}change/", SAYS | {"version": "1"}),
    post("AD5", f"{OWN_LINE}change/", f"{NO_LINE}change/", SAYS | {"version": "2"}),
    post("AD5", f"{NEW_LINE}take-back/", f"{NO_LINE}take-back/"),
    *(post("AD6", f"{line}confirm/", f"{NO_LINE}confirm/", {"seen": seen})
      for line, seen in ((NEW_LINE, "1"), (OWN_LINE, "2"))),
    post("AD6", f"{NEW_LINE}decline/", f"{NO_LINE}decline/", {"note": "Since when?", "seen": "1"}),
    get("AD7", f"{OWN_LINE}take-out/"),
    post("AD7", f"{OWN_LINE}take-out/", data={"reason": "A name."}),
]  # fmt: skip


def _belongs_somewhere_else(t, who):
    """A coordinator or administrator who is a member of some institution may leave it."""
    from tests.factories import InstitutionFactory, MembershipFactory

    if who in {"coord", "siteadmin"}:
        user = getattr(t, who)
        MembershipFactory(user=user, institution=InstitutionFactory(slug="some-other"))


def _a_closed_institution(t, who):
    from tests.factories import InstitutionFactory

    InstitutionFactory(slug="closed-house", state="closed")


def _sign_on_of(t):
    from members.models import SignOn

    row = SignOn.objects.select_related("app").get(institution=t.a)
    return row.issuer, row.app.client_id, row.sealed_secret, row.is_required


def _deputy_has_a_factor(t, who):
    factors_of(t, "deputyA")
    proved_again(t, who)


def _sign_on_is_required(t, who):
    """For the one who may end that; its own people would be led to the sign-on instead."""
    from members.models import SignOn

    proved_again(t, who)
    if who == "siteadmin":
        SignOn.objects.filter(institution=t.a).update(is_required=True, break_glass=t.stewardA)


def _goes_alone(t, who):
    """Who proved it just now, and is not the last who looks after something."""
    from tests.factories import UserFactory

    UserFactory(is_superuser=True)
    proved_again(t, who)


def _listed_has_a_factor(t, who):
    factors_of(t, "listed")
    proved_again(t, who)


def _listed_is_closed(t, who):
    type(t.listed).objects.filter(pk=t.listed.pk).update(is_active=False)
    proved_again(t, who)


PROPOSED = {
    "name": "Marsh Wren Clinic", "kind": "clinic", "city": "Aitkin", "counties": "Aitkin",
    "why": "To compare.", "proposer_name": "Pat Lund", "email": "pat@marshwren.example.org",
}  # fmt: skip
PROPOSALS = [
    get("PR1", "/institutions/propose/"),
    get("PR1", "/institutions/propose/thanks/"),
    get("PR1", "/institutions/propose/done/"),
    post("PR2", "/institutions/propose/", data=PROPOSED),
    get("PR3", "/institutions/propose/{t.proposal_token}/", shows="{t.secret[unheard proposal]}"),
    post("PR4", "/institutions/propose/{t.proposal_token}/"),
    get("PR5", "/desk/proposals/", shows="{t.secret[proposal name]}"),
    get("PR5", "/desk/proposals/{t.proposal.pk}/", shows="{t.secret[proposal why]}"),
    post("PR6", "/desk/proposals/{t.proposal.pk}/admit/", data={
        "name": "Marsh Wren Clinic", "slug": "marsh-wren-clinic", "kind": "clinic",
        "city": "Aitkin", "counties": "Aitkin", "steward_email": "pat@marshwren.example.org"}),
    post("PR6", "/desk/proposals/{t.proposal.pk}/decline/", data={"reason": "Not yet."}),
    get("CO1", "/desk/institutions/", shows="{t.domain.domain}"),
    get("CO2", "/desk/institutions/{t.a.slug}/close/"),
    post("CO2", "/desk/institutions/{t.a.slug}/close/", data={"reason": "Merged."}),
    post("CO2", "/desk/institutions/closed-house/reopen/", before=_a_closed_institution),
]  # fmt: skip

MEMBERS = [
    get("IN1", "/institutions/", shows="{t.a.name}"),
    get("IN1", HOUSE, shows="{t.shown[statement]}"),
    get("IN1", "/institutions/{t.b.slug}/", shows="{t.b.name}"),
    get("IN1", f"{HOUSE}news.atom", shows="{t.shown[news]}"),
    get("IN1", "/api/v1/institutions", shows="{t.a.name}"),
    get("IN3", f"{HOUSE}people/", shows="{t.memberA.name}"),
    get("IN4", f"{HOUSE}people/", shows="{t.memberA.email}", is_open=True),
    get("IN5", f"{HOUSE}people.csv", shows="{t.memberA.email}"),
    get("IN6", f"{HOUSE}invite/"),
    get("IN6", f"{HOUSE}people/", shows="{t.invited_address}", is_open=True),
    post("IN6", f"{HOUSE}invite/", data={"email": "new@mail.example.org", "role": "contributor"}),
    post("IN6", f"{HOUSE}invitations/{{t.invitation.pk}}/resend/"),
    post("IN6", f"{HOUSE}invitations/{{t.invitation.pk}}/revoke/"),
    get("IN7", "/invitations/{t.invitation_tokens[open]}/", shows="{t.a.name}"),
    post("IN8", "/invitations/{me.invitation}/"),
    post("IN9", f"{HOUSE}people/{{t.membership.pk}}/role/", data={"role": "steward"},
         other={"memberA": f"{HOUSE}people/{{t.ended.pk}}/role/"}),
    post("IN10", "/institutions/{me.own.slug}/people/{me.membership.pk}/role/",
         data={"role": "contributor"},
         other=dict.fromkeys(("nomember", "coord", "siteadmin", "anon", "link"), "")),
    post("IN10", "/account/", data={
             "name": "Me", "about": "", "dlp_year": "", "role": "steward", "is_superuser": "on",
             "is_staff": "on", "is_coordinator": "on", "is_editor": "on", "is_active": "on",
             "memberships-0-role": "steward", "institution": "{t.a.pk}", "groups": "1",
             "email": "other@mail.example.org"},
         inert=lambda _, me: me.user and (
             list(me.user.memberships.order_by("pk").values_list("pk", "role", "state")),
             list(type(me.user).objects.filter(pk=me.user.pk).values_list(
                 "is_superuser", "is_coordinator", "is_editor", "is_active", "email")),
             list(me.user.groups.values_list("pk", flat=True)))),
    post("IN11", f"{HOUSE}people/{{t.membership.pk}}/remove/"),
    post("IN12", "/institutions/{me.own.slug}/leave/", before=_belongs_somewhere_else),
    get("IN12", "/institutions/{me.own.slug}/leave/", before=_belongs_somewhere_else),
    get("IN13", f"{HOUSE}domains/", shows="{t.domain.domain}"),
    post("IN13", f"{HOUSE}domains/", data={
        "domain": "new.example.org", "joining": "automatic", "proof": "word", "word": "By phone"}),
    post("IN13", f"{HOUSE}domains/{{t.domain.pk}}/check/"),
    post("IN13", f"{HOUSE}domains/{{t.domain.pk}}/remove/"),
    get("IN14", f"{HOUSE}sign-on/", shows="{t.secret[issuer]}", before=proved_again),
    post("IN14", f"{HOUSE}sign-on/", before=proved_again, data={
        "issuer": "http://127.0.0.1:9", "client_id": "another", "secret": "another"},
        inert=lambda t, _: _sign_on_of(t), note="nobody answers there"),
    post("IN14", "/institutions/{t.b.slug}/sign-on/begin/"),
    post("IN14", f"{HOUSE}sign-on/require/", data={"break_glass": "{t.deputyA.pk}"},
         before=_deputy_has_a_factor),
    post("IN14", f"{HOUSE}sign-on/optional/", before=_sign_on_is_required),
    post("IN14", f"{HOUSE}sign-on/remove/", before=proved_again),
    post("IN15", f"{HOUSE}ask/", data={"note": "Let me in"}),
    get("IN15", f"{HOUSE}ask/"),
    post("IN16", f"{HOUSE}people/{{t.request.pk}}/approve/"),
    post("IN16", f"{HOUSE}people/{{t.request.pk}}/decline/", data={"reason": "Unknown here"}),
    get("IN17", f"{HOUSE}people/{{t.request.pk}}/", shows="{t.secret[request note]}"),
    get("IN17", f"{HOUSE}people/{{t.membership.pk}}/", shows="{t.memberA.email}"),
    get("RC1", f"{HOUSE}record/", shows="{t.secret[letter address]}"),
    get("RC1", f"{HOUSE}record/?kind=members.invited&person=example",
        shows="{t.secret[letter address]}"),
    get("RC2", "/record/", shows="{t.secret[letter address]}"),
    get("RC3", f"{HOUSE}people/former/", shows="{t.exA.email}"),
    get("RC3", f"{HOUSE}people/", shows="last signed in", is_open=True),
    get("PE1", "/people/", shows="{t.listed.name}"),
    get("PE1", "/people/?scope=policy-advocacy&institution={t.a.slug}", shows="{t.listed.name}"),
    get("AC2", "/people/{t.listed.pk}/", NOBODY, "{t.listed.name}"),
    post("PE2", "/people/{t.listed.pk}/", NOBODY, {
        "subject": "Hello", "text": "Words", "shows_address": "on", "key": "0" * 32}),
    get("PE3", "/people/letters/"),
    post("PE3", "/people/letters/", data={"user": "{t.listed.pk}"}),
    get("PE4", "/people/letters/log/", shows="{t.listed.name} wrote to"),
    get("SR1", "/finding/words/?q=interpreter", shows="{t.words.note}"),
    get("SR1", "/finding/words/add/"),
    get("SR1", "/finding/words/{t.words.pk}/", "/finding/words/999999999/", "{t.words.note}"),
    get("SR1", "/finding/words/{t.words.pk}/remove/", shows="{t.words.note}"),
    post("SR2", "/finding/words/add/", data={"note": "Forged", "terms": "one\ntwo"}),
    post("SR2", "/finding/words/{t.words.pk}/", data={
        "note": "Forged", "terms": "one\ntwo", "seen": "{t.words.updated_at}"}),
    post("SR2", "/finding/words/{t.words.pk}/remove/"),
    get("DK1", "/desk/"),
    get("DK1", "/welcome/"),
    get("DK1", "/join/"),
    get("AC1", "/account/"),
    post("AC1", "/account/", data={"name": "Somebody else", "about": "", "dlp_year": ""}),
    get("AC3", "/account/data/"),
    post("AC3", "/account/data/", before=proved_again),
    get("AC3", "/account/delete/"),
    post("AC3", "/account/delete/", data={"name": "former", "email": "{me.user.email}"},
         before=_goes_alone, other=dict.fromkeys(("anon", "link"), "")),
    post("AC3", "/account/delete/", data={"name": "former", "email": "{t.coming.email}"},
         before=proved_again, inert=lambda t, _: type(t.coming).objects.filter(
             pk=t.coming.pk, is_active=True).exists(), note="another's address"),
    get("AC5", "/desk/accounts/?q={t.listed.name}", shows="{t.listed.email}"),
    get("AC5", "/desk/accounts/{t.listed.pk}/", shows="{t.listed.email}"),
    *(post("AC6", f"/desk/accounts/{{t.listed.pk}}/{act}/", data={f"{form}-reason": "Asked for."},
           before=before)
      for act, form, before in (
          ("reset-factors", "reset_form", _listed_has_a_factor),
          ("close", "close_form", proved_again),
          ("reopen", "reopen_form", _listed_is_closed))),
    get("AC4", "/accounts/email/"),
    post("AC4", "/accounts/password/change/", data={
        "oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}),
    get("AC4", "/accounts/password/change/"),
    get("AC4", "/accounts/password/set/"),
    get("AC4", "/accounts/reauthenticate/"),
    get("AC4", "/accounts/reauthenticate/code/"),
    *(get("AC4", f"/accounts/2fa/{page}", before=factors_of) for page in (
        "", "reauthenticate/", "totp/activate/", "totp/deactivate/", "recovery-codes/",
        "recovery-codes/generate/", "recovery-codes/download/", "webauthn/", "webauthn/add/",
        f"webauthn/keys/{KEY}/edit/", f"webauthn/keys/{KEY}/remove/")),
    get("AC4", "/accounts/2fa/webauthn/reauthenticate/"),
    get("AC4", "/accounts/sign-on/", before=link_of),
    post("AC4", f"/accounts/sign-on/{LINK}/remove/", before=link_of),
    get("AC4", "/account/sessions/", before=sessions_of),
    post("AC4", f"/account/sessions/{SESSION}/end/", before=sessions_of),
    post("AC4", "/account/sessions/end-others/", before=sessions_of),
]  # fmt: skip

MEETINGS = [
    get("ME1", "/meetings/", shows="{t.shown[meeting]}"),
    get("ME1", "/meetings/{t.meeting.slug}/", shows="{t.shown[place]}"),
    get("ME1", "/sitemap.xml", shows="/meetings/{t.meeting.slug}/"),
    *(get("ME2", "/meetings/{t.meeting.slug}/", shows=shows, is_open=True)
      for shows in ("{t.secret[join link]}", "{t.secret[attendee name]}")),
    post("ME6", "/meetings/{t.meeting.slug}/answer/", data={"answer": "yes"}),
    post("ME7", "/meetings/{t.meeting.slug}/answer/",
         data={"answer": "no", "user": "{t.coming.pk}", "user_id": "{t.coming.pk}"},
         inert=lambda t, _: list(t.coming.attendances.order_by("pk").values())),
    get("ME8", "/meetings/{t.meeting.slug}.ics", shows="{t.shown[meeting]}"),
    *(get("ME9", f"/calendar/{{t.feeds[{who}]}}.ics", "/calendar/unknown.ics",
          other={"link": "/calendar/{t.feeds[memberA]}.ics"}, note=who)
      for who in ("exA", "inactive", "rotated")),
    *(get("ME10", f"/calendar/{other}.ics", "/calendar/unknown.ics")
      for other in ("{t.memberA.pk}", "{t.memberA.email}", "{t.memberA.calendar_feed.token_hash}")),
    get("ME11", "/calendar/"),
    post("ME11", "/calendar/"),
    get("ME12", "/meetings/schedule/"),
    post("ME12", "/meetings/schedule/", data=MEETING),
    *(case for name in ("meeting", "inside") for case in (
        get("ME12", f"/meetings/{{t.{name}.slug}}/edit/"),
        get("ME12", f"/meetings/{{t.{name}.slug}}/cancel/"),
        post("ME12", f"/meetings/{{t.{name}.slug}}/edit/", data=MEETING | {"sequence": "0"}),
        post("ME12", f"/meetings/{{t.{name}.slug}}/cancel/"))),
    get("ME13", "/meetings/{t.inside.slug}/", "/meetings/unknown/", "{t.secret[inside agenda]}"),
    get("ME13", "/meetings/{t.inside.slug}.ics", "/meetings/unknown.ics",
        "{t.secret[inside agenda]}"),
    get("ME13", "/meetings/", shows="{t.secret[inside title]}", is_open=True),
]  # fmt: skip


def _subscriptions_without(_, me):
    """Everybody's wish for a digest but one's own."""
    from collaborative.digests.models import DigestSubscription

    others = DigestSubscription.objects.exclude(user_id=me.user.pk if me.user else 0)
    return list(others.order_by("pk").values())


DIGESTS = [
    get("DG1", "/digests/preferences/"),
    post("DG1", "/digests/preferences/", data={"how_often": "daily", "scopes": "language-access"}),
    post("DG1", "/digests/preferences/comments/", data={"user": "{t.coming.pk}"}),
    post("DG2", "/digests/preferences/?user={t.coming.pk}",
         data={"how_often": "daily", "user": "{t.coming.pk}", "user_id": "{t.coming.pk}",
               "email": "{t.coming.email}"},
         inert=_subscriptions_without),
    get("DG3", "/digests/unsubscribe/{me.unsubscribe}/"),
    post("DG4", "/digests/unsubscribe/{me.unsubscribe}/",
         other=dict.fromkeys(("nomember", "inactive", "siteadmin"),
                             "/digests/unsubscribe/{t.unsubscribe}/")),
    *(get("DG5", path.format("{me.unsubscribe}"), path.format("digest.1.unknown")) for path in (
        "/calendar/{}.ics", "/invitations/{}/", "/digests/issue/{}/", "/practices/{}/")),
    get("DG6", "/digests/issue/{t.issue.pk}/", "/digests/issue/999999999/", "{t.public.slug}"),
    get("DG7", "/digests/desk/preview/weekly/"),
    get("DG7", "/digests/desk/preview/extra/", shows="Told next"),
    get("DG7", "/digests/desk/send/", shows="Told next"),
    post("DG8", "/digests/desk/send/", data={"key": "fedcba9876543210"}),
    get("DG9", "/digests/desk/"),
    get("DG9", "/digests/desk/{t.issue.pk}/", shows="{t.memberA.email}"),
]  # fmt: skip

PAGES = [
    get("PG1", "/", shows="{t.shown[article]}"),
    get("PG1", "/charter/", shows="{t.shown[charter 2]}"),
    get("PG1", "/charter/versions/1/", shows="{t.shown[charter 1]}"),
    get("PG1", "/charter/changes/", shows="{t.shown[charter 2]}"),
    get("PG1", "/thought-leadership/", shows="{t.shown[article]}"),
    get("PG1", "/thought-leadership/articles.atom", shows="{t.shown[article]}"),
    get("PG1", "{t.article.url}", shows="{t.shown[article body]}"),
    get("PG1", "{t.cms_news.url}", shows="{t.shown[news]}"),
    get("PG2", "{t.cms_draft.url}", f"{HOUSE}unknown/"),
    get("PG2", "{t.article_draft.url}", "/thought-leadership/unknown/"),
    *(get("PG2", path, shows=f"{{t.secret[{name}]}}", is_open=True) for path, name in (
        ("/", "newer home"), ("/charter/", "newer charter"), (HOUSE, "newer statement"),
        (HOUSE, "page title"), ("{t.cms_news.url}", "newer news"), ("/", "article"),
        (f"{HOUSE}news.atom", "page title"), (f"{HOUSE}news.atom", "newer news"),
        ("/thought-leadership/", "article"), ("{t.article.url}", "newer article"),
        ("/thought-leadership/articles.atom", "newer article"))),
    get("PG3", "{t.shown_document.url}", shows="{t.shown[document file name]}"),
    get("PG3", "{t.shown_rendition.url}"),
    get("PG4", "{t.document.url}", "/documents/999999999/unknown.pdf",
        "{t.secret[document file name]}"),
    get("PG4", "{t.image.file.url}", "/media/original_images/unknown.png"),
    get("PG4", "{t.rendition.url}", "/media/images/unknown.png"),
    get("PG4", "{t.shown_image.file.url}", "/media/original_images/unknown.png", note="original"),
    get("PG5", "/data/", shows="/api/v1/openapi.json"),
]  # fmt: skip

SITE = [
    *(get("SY3", f"/api/v1{path}") for path in (
        "/", "/practices", "/practices/{t.public.slug}", "/institutions", "/scope-areas",
        "/openapi.json", "/practices?institution={t.a.slug}")),
    get("SY4", "/healthz"),
    *(get("SY5", path, "/unknown-address/") for path in (
        "/metrics/", "/flower/", "/admin/", "/silk/")),
    get("SY5", "/debug.py", "/unknown.py"),
]  # fmt: skip

TALK = "/practices/{t.public.slug}/comments/"
SAID = f"{TALK}{{t.comment.pk}}/"
GONE = "/practices/{t.down.slug}/comments/"
OWN = 900_001  # the number of one's own keep and follow


def _keeps_of_others(t, me):
    """Everybody's keeps and follows but one's own."""
    from practices.models import Follow, Keep

    mine = me.user.pk if me.user else 0
    return [list(one.objects.exclude(user=mine).order_by("pk").values()) for one in (Keep, Follow)]


def _keeps_one(t, who):
    from practices.models import Follow, Keep

    if user := getattr(t, who, None):
        Keep.objects.create(pk=OWN, user=user, practice=t.newer, kept_at=t.now)
        Follow.objects.create(pk=OWN, user=user, kind="tag", tag="Doulas", since=t.now)


TALKING = [
    get("CM1", TALK, shows="{t.secret[comment]}"),
    get("CM1", SAID, shows="{t.secret[comment reply]}"),
    get("CM1", "/practices/{t.public.slug}/", shows="{t.secret[comment]}", is_open=True),
    post("CM2", TALK, data={"text": "And who pays?", "key": "a" * 32}),
    post("CM2", SAID, data={"text": "We do.", "key": "b" * 32}),
    get("CM3", f"{SAID}change/", shows="{t.secret[comment]}"),
    post("CM3", f"{SAID}change/", data={"text": "Forged"}),
    get("CM3", f"{SAID}take-back/"),
    post("CM3", f"{SAID}take-back/"),
    get("CM4", f"{SAID}hide/", shows="{t.secret[comment]}"),
    post("CM4", f"{SAID}hide/", data={"reason": "A name."}),
    post("CM4", f"{TALK}{{t.hidden_with_reply.pk}}/show/"),
    *(get("CM5", path, shows=f"{{t.secret[{name}]}}", is_open=True)
      for path in (TALK, f"{TALK}{{t.hidden_with_reply.pk}}/")
      for name in ("hidden comment", "hidden because")),
    get("CM6", GONE, f"{UNKNOWN}comments/", "{t.secret[comment below]}"),
    get("CM6", f"{GONE}{{t.comment_below.pk}}/", f"{UNKNOWN}comments/1/",
        "{t.secret[comment below]}"),
    get("KE1", "/kept/"),
    post("KE1", "/practices/{t.newer_waiting.slug}/keep/"),
    get("KE1", f"/kept/{OWN}/", before=_keeps_one),
    post("KE1", f"/kept/{OWN}/", data={"note": "Mine"}, before=_keeps_one),
    post("KE1", f"/kept/{OWN}/let-go/", before=_keeps_one),
    *(make("KE2", f"/kept/{{t.kept.pk}}/{door}", f"/kept/999999999/{door}",
           **more, inert=_keeps_of_others)
      for make, door, more in (
          (get, "", {}), (post, "", {"data": {"note": "Forged"}}), (post, "let-go/", {}))),
    get("FO1", "/following/"),
    post("FO1", "/following/add/", data={"kind": "area", "target": "accessibility"}),
    post("FO1", f"/following/{OWN}/end/", before=_keeps_one),
    post("FO2", "/following/{t.followed.pk}/end/", "/following/999999999/end/",
         inert=_keeps_of_others),
]  # fmt: skip


def _may_be_asked(t, who):
    from practices.models import PracticeContact

    if user := getattr(t, who, None):
        PracticeContact.objects.create(practice=t.newer, user=user, agreed_at=t.now)


ASK = "/practices/{t.public.slug}/ask/"
QUESTION, NO_QUESTION = "/questions/{t.question.pk}/", "/questions/999999999/"
QUESTIONS = [
    get("QU1", ASK, shows="deputyA</strong>, steward"),
    get("QU1", "/practices/{t.public.slug}/", shows="deputyA</strong>, steward", is_open=True),
    post("QU2", ASK, data={"text": "Who pays?", "key": "c" * 32}),
    post("QU3", "/practices/{t.newer.slug}/contact/", data={"may": "yes"}),
    post("QU3", "/practices/{t.newer.slug}/contact/", before=_may_be_asked, note="back"),
    post("QU4", "/practices/{t.public.slug}/contacts/{t.contact.pk}/remove/"),
    get("QU5", QUESTION, NO_QUESTION, "{t.secret[question]}"),
    get("QU5", "/questions/{t.answered.pk}/", NO_QUESTION, "{t.secret[question reply]}"),
    post("QU6", QUESTION, NO_QUESTION, {"text": "The plan."}),
    get("QU7", "/questions/"),
    get("QU8", "/questions/log/", shows="asked Authora"),
]  # fmt: skip


OWN_SEARCH, OTHERS_SEARCH = f"/searches/{OWN}/", "/searches/{t.saved.pk}/"
OPEN, NO_OPEN = "/questions/open/{t.open_question.pk}/", "/questions/open/999999999/"
SAID_OPEN = f"{OPEN}answers/{{t.open_answer.pk}}/"
HIDDEN_OPEN = "/questions/open/{t.open_hidden.pk}/"
HIDDEN_SAID = f"{OPEN}answers/{{t.hidden_answer.pk}}/"
TELLS = {"name": "Renamed", "tells": "not"}


def _saved_one(t, who):
    from collaborative.search.models import SavedSearch, SavedSearchHit, WatchedSearch

    if user := getattr(t, who, None):
        watched, _ = WatchedSearch.objects.get_or_create(params="q=rides")
        saved = SavedSearch.objects.create(
            pk=OWN, owner=user, watched=watched, name="Rides", created_at=t.now, seen_at=t.now
        )
        found_at = t.now + dt.timedelta(seconds=1)
        SavedSearchHit.objects.create(saved=saved, practice=t.public, found_at=found_at)


def _saved_of_others(t, me):
    """Everybody's saved searches but one's own, with what they found."""
    from collaborative.search.models import SavedSearch, SavedSearchHit

    mine = me.user.pk if me.user else 0
    others = SavedSearch.objects.exclude(owner=mine).order_by("pk")
    return list(others.values()), list(SavedSearchHit.objects.order_by("pk").values())


COMING_BACK = [
    get("SV1", "/searches/"),
    get("SV1", "/searches/save/?q=rides", shows="“rides”"),
    post("SV1", "/searches/save/?q=rides", data={"name": "Rides", "tells": "at-once"}),
    get("SV1", OWN_SEARCH, shows="{t.shown[public title]}", before=_saved_one),
    post("SV1", OWN_SEARCH, data=TELLS, before=_saved_one),
    post("SV1", f"{OWN_SEARCH}seen/", before=_saved_one),
    get("SV1", f"{OWN_SEARCH}remove/", before=_saved_one),
    post("SV1", f"{OWN_SEARCH}remove/", before=_saved_one),
    *(make("SV2", f"{OTHERS_SEARCH}{door}", f"/searches/999999999/{door}", **more,
           inert=_saved_of_others)
      for make, door, more in (
          (get, "", {}), (post, "", {"data": TELLS}), (post, "seen/", {}), (get, "remove/", {}),
          (post, "remove/", {}))),
    get("OQ1", "/practices/ask/?q=dialysis&scope=language-access", shows="“dialysis”"),
    post("OQ1", "/practices/ask/?q=dialysis", data={"text": "Who does it?", "key": "c" * 32}),
    get("OQ2", "/questions/open/", shows="{t.secret[open question]}"),
    get("OQ2", OPEN, shows="{t.secret[answer of A]}"),
    post("OQ3", OPEN, data={"text": "We do.", "key": "d" * 32}),
    *(make("OQ4", f"{place}take-back/") for make in (get, post) for place in (OPEN, SAID_OPEN)),
    *(get("OQ5", f"{place}hide/") for place in (OPEN, SAID_OPEN)),
    *(post("OQ5", f"{place}hide/", data={"reason": "A name."}) for place in (OPEN, SAID_OPEN)),
    *(post("OQ5", f"{place}show/") for place in (HIDDEN_OPEN, HIDDEN_SAID)),
    post("OQ6", f"{OPEN}close/"),
]  # fmt: skip

TOGETHER = "/practices/{t.shared.slug}/"
WITH_B = f"{TOGETHER}with/{{t.b.slug}}/"
WITH_NOBODY = "/practices/{t.shared.slug}/with/nobody/"
VERSION = {"seen": "{t.shared.latest_revision_id}"}
TOGETHERS = [
    *(get("CP1", WITH_B, WITH_NOBODY, f"{{t.secret[shared {part}]}}")
      for part in ("title", "need", "advice", "txt file name")),
    post("DP6", f"{TOGETHER}submit/", f"{UNKNOWN}submit/", before=taken_back, note="asks B"),
    post("DP20", f"{TOGETHER}publish/", f"{UNKNOWN}publish/", VERSION, note="tells B"),
    post("CP2", f"{WITH_B}sign/", f"{WITH_NOBODY}sign/", VERSION),
    post("CP2", f"{WITH_B}decline/", f"{WITH_NOBODY}decline/", VERSION | {"note": "No site."}),
    get("CP3", WITH_B, WITH_NOBODY, "{t.secret[shared note to stewards]}", before=taken_back),
    get("CP4", f"{WITH_B}withdraw/", f"{WITH_NOBODY}withdraw/"),
    post("CP4", f"{WITH_B}withdraw/", f"{WITH_NOBODY}withdraw/", {"reason": "Ended."}),
    get("CP5", f"{TOGETHER}files/{{t.shared_file.pk}}/", f"{TOGETHER}files/999999999/",
        "{t.secret[shared file content]}"),
    get("CP6", f"{TOGETHER}people/", f"{UNKNOWN}people/", "{t.secret[shared title]}"),
    post("CP7", f"{TOGETHER}people/add/", f"{UNKNOWN}people/add/", {"person": "{t.memberA.pk}"}),
    post("CP8", f"{TOGETHER}people/name/", f"{UNKNOWN}people/name/", {"do": "show"}),
    post("CP9", f"{TOGETHER}people/ask/", f"{UNKNOWN}people/ask/",
         {"institution": "{t.b.name}", "note": "Please."}, before=nobody_is_asked),
    post("CP11", f"{WITH_B}call-off/", f"{WITH_NOBODY}call-off/"),
    post("CP10", f"{TOGETHER}people/{{t.shared_author.pk}}/remove/",
         f"{UNKNOWN}people/1/remove/"),
]  # fmt: skip

GOAL = {
    "words": "be heard", "heading": "Change the rules", "address": "/practices/?story=attempt",
    "is_shown": "on",
}  # fmt: skip
WAYS_IN = [
    get("WI1", "/practices/gaps/", shows="practices: Language access"),
    get("WI1", "/practices/gaps/people.csv", shows="Any area"),
    get("WI1", "/practices/gaps/regions.csv", shows="Upper Minnesota Valley"),
    get("WI1", "/practices/goals/", shows="learn from what did not work"),
    get("WI1", "/practices/like-mine/?setting=hospital"),
    get("WI2", "/practices/compare/?p={t.public.slug}&p={t.newer.slug}",
        shows="{t.shown[newer need]}"),
    get("WI3", "/practices/compare/?p={t.draft.slug}",
        "/practices/compare/?p=draft-0000000000000000", "{t.secret[draft title]}", is_open=True),
    get("WI3", "/practices/compare/?q={t.secret[draft advice]}",
        "/practices/compare/?q=qqwwxxzzvvkkjj", "{t.secret[draft title]}", is_open=True),
    get("TA1", "/practices/export.csv?institution={t.a.slug}", shows="{t.shown[public title]}"),
    get("TA1", "/practices/export.json?institution={t.a.slug}",
        leads="/api/v1/practices?institution={t.a.slug}&page_size=100"),
    get("TA2", "/opensearch.xml", shows="{{searchTerms}}"),
    get("WI4", "/finding/goals/", shows="Goal kept back"),
    get("WI4", "/finding/goals/add/"),
    get("WI4", "/finding/goals/{t.goal.pk}/", shows="Goal kept back"),
    get("WI4", "/finding/goals/{t.goal.pk}/remove/", shows="Goal kept back"),
    post("WI5", "/finding/goals/add/", data=GOAL),
    post("WI5", "/finding/goals/{t.goal.pk}/", data=GOAL | {"sequence": "1"}),
    post("WI5", "/finding/goals/{t.goal.pk}/remove/"),
    post("WI5", "/finding/goals/{t.goal.pk}/move/", data={"to": "up"}),
    post("WI5", "/finding/goals/move-heading/", data={"heading": "Change the rules", "to": "up"}),
]  # fmt: skip

CASES = [
    *PRACTICES, *REVIEWS, *DRAFTS, *ADOPTIONS, *TALKING, *QUESTIONS, *COMING_BACK,
    *TOGETHERS,
    *PROPOSALS, *MEMBERS, *MEETINGS, *DIGESTS, *PAGES, *SITE, *WAYS_IN,
]  # fmt: skip
