"""Words that stand in private texts only, looked for in every byte that others can fetch.

Institution A has written a token into each of its private texts, names, tags and files. Each
person follows every link from the front page, ticks every box and searches for the tokens; who
finds which is compared with who may. A's own people find them, so that nothing is hidden by chance.
"""

from __future__ import annotations

import itertools
import json
import re

import pytest
from django.test import Client

from collaborative.digests import actions as digests
from collaborative.search.models import SavedSearchHit
from tests.matrix import answer_of, body_of
from tests.sign_in import prove_again, sign_in
from tests.url_map import patterns

from .crawl import crawl, holding

pytestmark = pytest.mark.django_db

PRACTICES = r"draft|waiting|asked|down|newer|newer_waiting|reason$|adoption"
# Drafts of the CMS are read in the CMS (tests/pages); what these two hold is only kept.
NOT_ON_PAGES = re.compile(
    r"page .*|newer (home|charter|statement|news|article)|article.*|standfirst|image .*|document .*"
    r"|.* about|attendee address|unheard proposal"
    # A letter is in the mail and nowhere else.
    r"|written .*"
    # Nobody but the one who wrote it, who is none of those below.
    r"|note of another|saved search"
)
# What members ask the whole consortium and answer each other.
OPEN = r"open (question|answer)|looked for|answer of A"
# Who may find what on the portal's own pages: patterns of the names of the tokens.
INSIDE = {
    # What they wrote themselves and was hidden, they still read with the reason.
    "memberB": (
        r"inside .*|join link|attendee name|comment( reply)?|hidden comment|hidden because"
        # What they asked, and the answer.
        rf"|question.*|{OPEN}"
    ),
    # What B is asked to publish too, its stewards read [CP1, CP5].
    "stewardB": rf"inside .*|join link|attendee name|comment( reply)?|shared .*|{OPEN}",
    "coord": (
        r"inside .*|join link|comment( reply)?|hidden .*"
        rf"|attendee name|attendee address|domain|word for the domain|{OPEN}"
        r"|asker( address)?|request note|(memberA|authorA|stewardA) (address|about)"
        r"|(invited|letter|listed|revoked) address|reason to leave|proposal .*|declined proposal"
        r"|waiting domain|what a look said|challenge of the domain|why not now"
        r"|(declined|removed) (name|address|reason)"
        # What was handed in is the coordinator's to read [DP7], without its files [DP11].
        r"|waiting (title|need|did|result|summary|tag|how|takes|community|detail|advice|slug)"
        r"|shared (title|need|did|result|summary|tag|how|takes|community|detail|advice)"
    ),
}
OUTSIDERS = ("anon", "nomember", "exA", "inactive", "memberB", "stewardB", "coord")


@pytest.fixture(scope="module")
def secrets(things):
    """Name -> token; the addresses of what is hidden are secrets too."""
    slugs = {f"{name} slug": getattr(things, name).slug for name in ("draft", "waiting", "asked")}
    return things.secret.words | slugs


@pytest.fixture(scope="module")
def pages_of(things):
    """`pages_of("anon")`: all that a person reaches, read once."""
    read = {}
    house = f"/institutions/{things.a.slug}/"
    # Some doors are found by those who know what lies behind; everybody tries them here.
    guesses = [
        f"/digests/issue/{things.issue.pk}/", f"/digests/desk/{things.issue.pk}/",
        f"/questions/{things.question.pk}/", f"/questions/{things.answered.pk}/",
        "/questions/log/", f"/practices/{things.public.slug}/ask/",
        "/searches/", f"/searches/{things.saved.pk}/", "/questions/open/",
        f"/questions/open/{things.open_question.pk}/",
        f"/questions/open/{things.open_hidden.pk}/",
        "/record/", "/people/letters/log/", f"/people/{things.listed.pk}/",
        f"/people/{things.memberA.pk}/",
        *(f"{house}{door}" for door in (
            "people/", "people/former/", "people.csv", "record/", "domains/", "invite/", "sign-on/",
            f"people/{things.request.pk}/", f"people/{things.membership.pk}/",
            f"people/{things.declined.pk}/",
            f"{things.cms_draft.slug}/")),
        *(f"/practices/{getattr(things, name).slug}/{door}"
          for name in ("draft", "waiting", "asked", "down", "newer", "newer_waiting", "shared")
          for door in ("", "draft/", "edit/", "history/", "review/", "delete/", "take-down/",
                       "people/", f"with/{things.b.slug}/")),
        f"/desk/proposals/{things.proposal.pk}/", "/desk/proposals/", "/desk/institutions/",
        things.document.url, things.image.file.url, things.rendition.url,
        things.article_draft.url, things.inside.get_absolute_url(), things.inside.get_ics_url(),
    ]  # fmt: skip

    def pages(who):
        if who not in read:
            read[who] = crawl(browser(things, who), *guesses)
        return read[who]

    return pages


def browser(things, who):
    client = Client()
    if user := getattr(things, who, None):
        sign_in(client, user)
    return client


def known_to(who, secrets):
    return {name for name in secrets if re.fullmatch(INSIDE.get(who, "$^"), name)}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_holds_a_word_that_is_not_for_its_reader(who, pages_of, secrets, things):
    pages = pages_of(who)

    found = holding(pages, secrets)

    assert {name: found[name] for name in found.keys() - known_to(who, secrets)} == {}
    # The reader was there: what everybody may read was found, and what this one may as well.
    public = holding(pages, things.shown.words)
    assert {name for name in things.shown.words if name.startswith("public ")} <= public.keys()
    assert {"meeting", "statement", "article", "news", "charter 2", "of B"} <= public.keys()
    unread = known_to(who, secrets) - found.keys()
    assert {name for name in unread if not name.startswith("attendee address")} == set()


def test_its_own_people_find_every_word(pages_of, things, secrets):
    found = set()
    for who in ("authorA", "stewardA", "coord"):
        found |= holding(pages_of(who), secrets).keys()
    # How an institution signs on is the administrators' business, after a fresh proof.
    page = prove_again(browser(things, "siteadmin")).get(f"/institutions/{things.a.slug}/sign-on/")
    found |= holding({"": answer_of(page)}, secrets).keys()

    assert {name for name in secrets.keys() - found if not NOT_ON_PAGES.fullmatch(name)} == set()


def test_people_of_the_institution_find_each_draft(pages_of, secrets):
    for who in ("memberA", "authorA", "stewardA"):
        found = holding(pages_of(who), secrets)
        for name in ("draft", "waiting", "asked", "down", "newer", "newer_waiting"):
            for part in ("title", "need", "tag", "advice", "txt file name", "png alt text"):
                assert f"{name} {part}" in found, (who, name, part)


def test_no_address_of_a_person_is_on_a_page_for_outsiders(pages_of):
    for who in ("anon", "nomember", "memberB"):
        own = {"nomember": b"nomember@people", "memberB": b"memberb@people"}.get(who, b"@")
        for address, answer in pages_of(who).items():
            for found in re.findall(rb"[\w.+-]+@(?:people|mail)\.example\.org", answer.body):
                assert own in found, (who, address)
                assert who != "anon", address


def asked(secrets, pattern=".*"):
    """Searches for ten tokens at a time: any of them would be found."""
    words = sorted(word for name, word in secrets.items() if re.fullmatch(pattern, name))
    for start in range(0, len(words), 8):
        yield " or ".join(words[start : start + 8])


@pytest.mark.parametrize("who", ["anon", "nomember", "memberB", "stewardB", "exA"])
def test_no_search_finds_a_hidden_word(who, things, secrets):
    client = browser(things, who)
    nothing = found_by(client, "qqwwxxzzvvkkjj")
    inside = {name: word for name, word in secrets.items() if name.startswith("inside ")}
    is_member = who in {"memberB", "stewardB"}
    hidden = {name: word for name, word in secrets.items() if not (is_member and name in inside)}
    for words in asked(hidden):
        assert found_by(client, words) == nothing, words
    # [ME13] A members' meeting is found from the same box, by members.
    found = found_by(client, inside["inside summary"])
    assert (found != nothing) == is_member
    for name, word in secrets.items():
        if name.endswith(" tag"):
            assert found_by(client, word, "tag") == found_by(client, "qqwwxxzzvvkkjj", "tag"), name
            assert found_by(client, word[:8]) == nothing


@pytest.mark.parametrize("who", ["anon", "memberB"])
def test_no_beginning_and_no_slip_of_the_keys_leads_to_a_hidden_word(who, things, secrets):
    """A search mends what was mistyped: with words that the reader may read, and no others."""
    client, unknown = browser(things, who), "qqwwxxzzvvkkjj"
    nothing = {name: found_by(client, unknown, name) for name in ("q", "tag")}
    hidden = [
        word
        for name, word in secrets.items()
        if re.fullmatch(
            "(draft|newer|waiting|down) (title|tag)|inside title|proposal name|listed address", name
        )
    ]
    assert len(hidden) == 11
    for word in hidden:
        for typed in (
            *(word[:end] for end in range(3, len(word))),
            word[:-1] + "s",
            word[:5] + word[6:],
            word[:4] + word[5] + word[4] + word[6:],
        ):
            for name in ("q", "tag"):
                assert found_by(client, typed, name) == nothing[name], (name, typed)
    # The same slip with a word that is public is mended.
    public = things.shown["public title"]
    found = client.get("/practices/", {"q": public[:5] + public[6:]}).content.decode()
    assert public in found


def test_only_public_words_are_completed_while_one_types():
    """Such an address tells what exists letter by letter: it is in every test of this file."""
    names = [f"{name} {route}" for name, route in patterns() if not route.startswith("cms/")]
    assert [name for name in names if re.search("autocomplete|suggest|complet(e|ion)/", name)] == [
        "account_complete_password_reset accounts/password/reset/complete/",
        "search:suggest practices/suggest/",
    ]


def found_by(client, words, name="q"):
    """What a search brings apart from the words themselves: lists, facets, counts."""
    answers = []
    for path in (
        "/practices/",
        "/practices/suggest/",
        "/api/v1/practices",
        "/feeds/practices.atom",
        "/practices/export.csv",
    ):
        answer = client.get(path, {name: words})
        text = body_of(answer).decode()
        for spelling in (words, words.replace(" ", "+"), words.replace(" ", "%20")):
            text = text.replace(spelling, "…")
        # What a search is called when it is saved begins with the words as well, shortened.
        text = re.sub(r'name="name" value="[^"]*"', "", text)
        answers.append((answer.status_code, re.sub(r'-?[0-9a-f]{8}(?=")', "", text)))
    return answers


def test_its_own_people_find_drafts_by_search(things, secrets):
    client = browser(things, "authorA")
    for name in ("draft", "waiting", "asked", "down"):
        for query in ({"q": secrets[f"{name} advice"]}, {"tag": secrets[f"{name} tag"]}):
            assert secrets[f"{name} title"] in client.get("/practices/", query).content.decode()
            # The API and the feed are the public's, whoever asks.
            assert client.get("/api/v1/practices", query).json()["count"] == 0
            feed = client.get("/feeds/practices.atom", query).content.decode()
            assert secrets[f"{name} title"] not in feed


@pytest.mark.parametrize("who", ["anon", "nomember", "stewardB"])
def test_guessed_addresses_are_all_unknown(who, things, secrets):
    """Addresses that the hidden things would have, and the places below them."""
    client = browser(things, who)
    for name in ("draft", "waiting", "asked", "newer", "down"):
        guesses = [f"title-{secrets[f'{name} title']}"]
        if name != "newer":
            guesses += [getattr(things, name).slug, getattr(things, name).draft_key]
        for slug, door in itertools.product(guesses, ("", "history/", "draft/", "files/1/")):
            unknown = answer_of(client.get(f"/practices/title-unknown/{door}"))
            assert unknown.status == 404
            assert answer_of(client.get(f"/practices/{slug}/{door}")) == unknown, (slug, door)
        api = answer_of(client.get(f"/api/v1/practices/{guesses[0]}"))
        assert api == answer_of(client.get("/api/v1/practices/title-unknown"))


def test_letters_reach_only_those_whose_business_it_is(things, secrets):
    """[DP16]"""
    own = {things.authorA.email, things.stewardA.email, things.deputyA.email}
    stewards = own - {things.authorA.email}
    reached: dict[str, set[str]] = {}
    for letter in things.letters:
        sent = letter.message().as_bytes(unixfrom=False).decode() + letter.body
        sent += "".join(content for content, _ in letter.alternatives) + letter.subject
        for name, word in secrets.items():
            if word in sent and word not in "".join(letter.to):
                reached.setdefault(name, set()).update(letter.to)

    said = {
        name: reached.pop(name)
        for name in [*reached]
        if re.match(f"comment|hidden|question|saved|{OPEN}", name)
    }
    assert_only_those_who_talk(things, said)
    shared = {name: reached.pop(name) for name in [*reached] if name.startswith("shared")}
    assert shared["shared title"] == stewards | {
        things.stewardB.email,
        things.deputyB.email,
    }  # [CP1]
    assert all(people <= shared["shared title"] for people in shared.values())
    for name, people in reached.items():
        if re.match("asker|request note|(declined|revoked) (name|address)", name):
            assert people <= stewards, name
        elif name.startswith("written"):
            assert people == {things.listed.email}, name
        elif name.startswith(("memberA", "proposal", "unheard")):
            assert people <= {things.listed.email, things.coord.email, things.siteadmin.email}, name
        elif re.match("(declined|removed) reason", name):
            own_address = secrets[name.replace("reason", "address")]
            assert [own_address in address for address in people] == [True], name
        elif name in {"declined proposal", "why not now"}:
            assert people.isdisjoint(own), name
            assert len(people) == 1, name
        else:
            assert re.match(PRACTICES, name) or name == "asked for", name
            assert people <= own, name
    # Somebody was written to about each of these, so the silence of the others means something.
    assert reached["waiting title"] == stewards
    assert reached["asked for"] == {things.authorA.email}
    assert reached["request note"] == stewards
    assert things.authorA.email in reached["reason"]
    assert {"written text", "declined reason", "removed reason", "why not now"} <= reached.keys()


def assert_only_those_who_talk(things, said):
    """Comments reach who wrote the practice; why one is hidden, who wrote the comment.

    Questions reach who may be asked, and answers with them who asked.
    """
    assert said["question"] == {things.authorA.email}
    assert said["question answered"] == {things.authorA.email, things.memberB.email}
    assert said["question reply"] == {things.memberB.email}
    assert said["comment"] == {things.authorA.email}
    assert said["comment reply"] == {things.authorA.email, things.memberB.email}
    assert said["hidden because"] == {things.memberB.email}
    assert said["hidden alone because"] == {things.memberA.email}
    # Who asked the consortium gets each answer; what was hidden, and why, its writer alone.
    assert said["open question"] == said["answer of A"] == {things.memberB.email}
    assert said["hidden answer"] == {things.memberB.email}
    assert said["hidden answer why"] == said["hidden question why"] == {things.deputyA.email}
    assert "open answer" not in said
    assert "looked for" not in said
    # What a search is called reaches its owner alone, with what everybody reads.
    assert said["saved search"] == {things.deputyA.email}
    for name in ("hidden comment", "hidden alone", "comment below"):
        assert said[name] == {things.authorA.email}, name


def test_no_saved_search_finds_a_hidden_word(things, secrets):
    """[SV1, DP13] Neither in what was noted for B nor for A's own people is anything but public."""
    noted = SavedSearchHit.objects.select_related("practice")
    assert {hit.saved.owner for hit in noted} == {things.deputyA, things.authorA, things.memberB}
    assert {hit.practice.live for hit in noted} == {True}
    assert things.draft.pk not in {hit.practice_id for hit in noted}
    mine = [one for one in things.letters if "in your saved search" in one.subject]
    assert sorted(one.to[0] for one in mine) == sorted([things.deputyA.email, things.memberB.email])
    for letter in mine:
        assert things.shown["public title"] in letter.body
        known = "saved search" if letter.to == [things.deputyA.email] else ""
        assert [name for name, word in secrets.items() if word in letter.body] == [
            name for name in [known] if name
        ]


def test_no_digest_holds_a_hidden_word(things, secrets):
    """[DP16] The issue that went out, and one that tells everything once more."""
    from collaborative.digests.models import DigestDelivery, DigestSubscription

    DigestDelivery.objects.all().delete()
    long_ago = things.now.replace(year=things.now.year - 1)
    DigestSubscription.objects.update(covered_until=long_ago, subscribed_at=long_ago)
    another = digests.plan_extra(by=things.coord, key="00000000deadbeef", now=things.now)
    for issue in (things.issue, another):
        kept = json.dumps([issue.cards, issue.frame]).lower()
        assert things.shown["public title"] in kept
        assert [name for name, word in secrets.items() if word.lower() in kept] == []
