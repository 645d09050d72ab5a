"""The words of the demo consortium hold together: shapes, references, lengths, safe numbers.

Plain Python on plain files: no Django, no database. The loader may trust what passes here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from practices import record

CONTENT = Path(__file__).resolve().parents[2] / "collaborative" / "demo" / "content"

WITHIN = (
    "data-collection-and-use",
    "language-access",
    "diversity-and-inclusion",
    "cultural-competency",
    "accessibility",
    "care-delivery-redesign",
)
BEYOND = (
    "engaging-communities",
    "community-referral",
    "payment-innovation",
    "policy-advocacy",
    "clinic-community-partnerships",
)
AREAS = WITHIN + BEYOND
KINDS = {
    "health_system",
    "hospital",
    "clinic",
    "health_plan",
    "public_health_agency",
    "community_partner",
}
INSTITUTION_ROLES = {"care_provider", "employer", "purchaser", "community_partner"}
SIZE_BANDS = {"under 100", "100-999", "1,000-9,999", "10,000+"}
STORIES = {"challenge", "success", "journey", "aspiration", "attempt"}
STAGES = {"idea", "piloting", "implemented", "sustained", "spread", "ended"}
STATES = {"published", "draft", "submitted", "changes_asked"}

# The demo is told as of this day; nothing is published after it.
TOLD_ON = dt.date(2026, 11, 18)

PRACTICE_REQUIRED = {
    "slug", "institution", "author", "title", "story", "stage", "scopes", "tags", "started",
    "state", "need", "what_we_did", "result", "plain_summary", "how_it_works", "what_it_takes",
    "community_part", "results_detail", "advice",
}  # fmt: skip
PRACTICE_OPTIONAL = {"published_on", "ended_reason", "steward_note", "draft_change"} | (
    set(record.NAMES) - PRACTICE_REQUIRED
)
PRACTICE_WORDS = {
    "plain_summary": (40, 80),
    "how_it_works": (120, 220),
    "what_it_takes": (50, 110),
    "community_part": (30, 70),
    "results_detail": (60, 120),
    "advice": (40, 80),
}


def read(name: str) -> dict:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


INSTITUTIONS = read("institutions.toml")["institution"]
PEOPLE = read("people.toml")["person"]
PRACTICES = [
    practice
    for path in sorted((CONTENT / "practices").glob("*.toml"))
    for practice in tomllib.loads(path.read_text(encoding="utf-8"))["practice"]
]
VERSIONS = read("charter.toml")["version"]
ARTICLES = read("articles.toml")["article"]
MEETINGS = read("meetings.toml")["meeting"]
HOME = read("home.toml")

INSTITUTION_SLUGS = {i["slug"] for i in INSTITUTIONS}
PERSON_BY_EMAIL = {p["email"]: p for p in PEOPLE}
PUBLISHED = [p for p in PRACTICES if p["state"] == "published"]

by_slug = pytest.mark.parametrize("practice", PRACTICES, ids=lambda p: p["slug"])
by_institution = pytest.mark.parametrize("institution", INSTITUTIONS, ids=lambda i: i["slug"])


# How texts are measured


def words(text: str) -> int:
    return len(text.split())


def sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.!?]+[”)]?(?=\s+[A-Z0-9“]|\s*$)", text)))


def syllables(word: str) -> int:
    """Count vowel groups, less a silent ending: rough, but the same for everyone."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) > 2 and word.endswith(("es", "ed")) and not word.endswith(("ted", "ded", "les")):
        word = word[:-2]
    elif len(word) > 2 and word.endswith("e") and not word.endswith("le"):
        word = word[:-1]
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def flesch_kincaid_grade(text: str) -> float:
    count = words(text)
    total = sum(syllables(word) for word in text.split())
    return 0.39 * count / sentences(text) + 11.8 * total / count - 15.59


def smog_grade(text: str) -> float:
    long_words = sum(syllables(word) >= 3 for word in text.split())
    return 1.0430 * math.sqrt(long_words * 30 / sentences(text)) + 3.1291


def strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def every_text() -> Iterator[tuple[str, str]]:
    """Each text of the demo with the name of the file it stands in."""
    for path in sorted(CONTENT.rglob("*.toml")):
        for text in strings_in(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path.name, text


# Institutions


def test_fourteen_institutions_of_every_kind_with_unique_names_and_domains():
    kinds = Counter(i["kind"] for i in INSTITUTIONS)

    assert len(INSTITUTIONS) == 14
    assert set(kinds) == KINDS
    assert kinds["health_system"] >= 2
    assert kinds["clinic"] >= 2
    for field in ("slug", "name", "domain", "tagline"):
        assert len({i[field] for i in INSTITUTIONS}) == 14, field


def test_institutions_are_joined_in_both_ways():
    assert {i["joins"] for i in INSTITUTIONS} == {"automatic", "approval"}


@by_institution
def test_institution_has_every_section_of_its_page(institution):
    assert set(institution) - {"domain_to_prove"} == {
        "slug", "name", "kind", "city", "counties", "tagline", "domain", "joins",
        "employees_band", "joined_on", "statement", "responsibility", "community", "glossary",
        "goal", "roles", "council", "operations", "resource_groups", "annual_reports", "news",
    }  # fmt: skip
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", institution["slug"])
    assert re.fullmatch(r"[a-z0-9]+\.example\.org", institution["domain"])
    assert institution["employees_band"] in SIZE_BANDS
    assert dt.date(2021, 1, 1) <= institution["joined_on"] <= dt.date(2025, 12, 31)
    assert len(institution["tagline"]) <= 120
    assert institution["counties"]
    assert not [c for c in institution["counties"] if "County" in c]

    assert 60 <= words(institution["statement"]) <= 120
    for text in (
        institution["responsibility"],
        institution["community"],
        institution["goal"],
        institution["council"]["about"],
        institution["operations"]["about"],
        *(report["summary"] for report in institution["annual_reports"]),
        *(item["body"] for item in institution["news"]),
    ):
        assert 25 <= words(text) <= 80, text

    assert 5 <= len(institution["glossary"]) <= 9
    assert all(set(entry) == {"term", "meaning"} for entry in institution["glossary"])
    roles = [entry["role"] for entry in institution["roles"]]
    assert len(roles) == len(set(roles)) >= 2
    assert set(roles) <= INSTITUTION_ROLES
    assert all(set(entry) == {"role", "what_we_do"} for entry in institution["roles"])
    assert set(institution["council"]) == {"name", "led_by", "about"}
    assert set(institution["operations"]) == {"name", "about", "teams"}
    assert institution["operations"]["teams"]
    assert institution["resource_groups"]
    assert all(set(group) == {"name", "about"} for group in institution["resource_groups"])
    assert 1 <= len(institution["annual_reports"]) <= 2
    for report in institution["annual_reports"]:
        assert set(report) == {"year", "title", "summary"}
        assert 2021 <= report["year"] <= 2025
    assert 2 <= len(institution["news"]) <= 3
    for item in institution["news"]:
        assert set(item) == {"kind", "title", "date", "summary", "body"}
        assert item["kind"] in {"news", "blog"}
        assert dt.date(2025, 1, 1) <= item["date"] <= TOLD_ON


def test_no_two_institutions_give_a_word_the_same_meaning():
    meanings = [entry["meaning"] for i in INSTITUTIONS for entry in i["glossary"]]

    assert len(meanings) == len(set(meanings))


# People


def test_people_have_unique_addresses_and_known_institutions():
    assert 45 <= len(PEOPLE) <= 50
    assert len(PERSON_BY_EMAIL) == len(PEOPLE)
    assert len({p["name"] for p in PEOPLE}) == len(PEOPLE)
    for person in PEOPLE:
        assert set(person) <= {
            "name", "email", "dlp_year", "memberships", "coordinator", "editor", "site_admin",
            "shown", "interests", "about", "other_addresses",
        }  # fmt: skip
        assert {"name", "email", "memberships", "shown", "interests", "about"} <= set(person)
        assert re.fullmatch(r"[a-z.-]+@[a-z.]+\.example\.(org|net)", person["email"])
        assert 2008 <= person.get("dlp_year", 2008) <= 2025
        assert set(person["interests"]) <= set(AREAS)
        assert sentences(person["about"]) == 1
        for membership in person["memberships"]:
            assert set(membership) <= {"institution", "role", "ended"}
            assert membership["institution"] in INSTITUTION_SLUGS
            assert membership["role"] in {"contributor", "steward"}


def test_a_persons_address_is_at_the_domain_of_an_institution_of_theirs():
    domains = {i["slug"]: i["domain"] for i in INSTITUTIONS}
    strangers = []
    for person in PEOPLE:
        own = {domains[m["institution"]] for m in person["memberships"]}
        assert {other.split("@")[1] for other in person.get("other_addresses", [])} <= own
        if person["email"].split("@")[1] not in own:
            strangers.append(person)

    (stranger,) = strangers
    assert stranger["memberships"] == []
    assert stranger["email"].split("@")[1] not in domains.values()


def test_every_institution_has_a_steward_and_two_contributors():
    roles = Counter(
        (m["institution"], m["role"])
        for p in PEOPLE
        for m in p["memberships"]
        if not m.get("ended")
    )

    for slug in INSTITUTION_SLUGS:
        assert roles[slug, "steward"] >= 1, slug
        assert roles[slug, "contributor"] >= 2, slug


def test_the_special_people_are_there():
    def count(flag):
        return sum(p.get(flag, False) for p in PEOPLE)

    assert (count("coordinator"), count("editor"), count("site_admin")) == (2, 2, 1)
    assert sum(len(p["memberships"]) == 2 for p in PEOPLE) == 2
    assert [p["name"] for p in PEOPLE if p.get("other_addresses")] == ["Linh Duong"]
    assert sum(m.get("ended", False) for p in PEOPLE for m in p["memberships"]) == 1
    assert {p["shown"] for p in PEOPLE} == {True, False}


# Practices


@by_slug
def test_practice_has_its_shape(practice):
    assert set(practice) >= PRACTICE_REQUIRED
    assert set(practice) <= PRACTICE_REQUIRED | PRACTICE_OPTIONAL
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", practice["slug"])
    assert len(practice["slug"]) <= 80
    assert len(practice["title"]) <= 110
    assert not practice["title"].endswith(".")
    assert practice["story"] in STORIES
    assert practice["stage"] in STAGES
    assert practice["state"] in STATES
    assert 1 <= len(practice["scopes"]) == len(set(practice["scopes"])) <= 3
    assert set(practice["scopes"]) <= set(AREAS)
    assert 2 <= len(practice["tags"]) == len(set(practice["tags"])) <= 5
    assert re.fullmatch(r"20[012]\d(-(0[1-9]|1[0-2]))?", practice["started"])


@by_slug
def test_practice_belongs_to_someone_who_may_write_it(practice):
    memberships = PERSON_BY_EMAIL[practice["author"]]["memberships"]

    assert practice["institution"] in {m["institution"] for m in memberships}


@by_slug
def test_practice_says_what_its_stage_and_state_ask_for(practice):
    assert ("ended_reason" in practice) == (practice["stage"] == "ended")
    assert ("published_on" in practice) == (practice["state"] == "published")
    assert ("steward_note" in practice) == (practice["state"] == "changes_asked")
    if practice["story"] == "attempt":
        assert practice["stage"] == "ended"
    if practice["state"] == "published":
        assert dt.date(2024, 3, 1) <= practice["published_on"] <= TOLD_ON
        assert practice["started"] <= practice["published_on"].isoformat()


@by_slug
def test_practice_texts_have_their_length(practice):
    for field in ("need", "what_we_did", "result"):
        assert 1 <= sentences(practice[field]) <= 2, field
        assert words(practice[field]) >= 8, field
    for field, (least, most) in PRACTICE_WORDS.items():
        assert least <= words(practice[field]) <= most, (field, words(practice[field]))


@by_slug
def test_practice_lists_stand_in_paragraphs_of_their_own(practice):
    for block in practice["how_it_works"].strip().split("\n\n"):
        lines = block.split("\n")
        assert len(lines) == 1 or all(line.startswith("- ") for line in lines), block


@by_slug
def test_practice_plain_summary_reads_at_eighth_grade_or_below(practice):
    summary = practice["plain_summary"]

    assert flesch_kincaid_grade(summary) <= 8
    assert smog_grade(summary) <= 8


def test_practices_are_many_and_told_apart():
    states = Counter(p["state"] for p in PRACTICES)

    assert len(PRACTICES) >= 72
    assert states["published"] >= 60
    assert all(states[state] >= 3 for state in STATES)
    for field in ("slug", "title", "need", "what_we_did", "result", "plain_summary"):
        assert len({p[field] for p in PRACTICES}) == len(PRACTICES), field
    openings = Counter(" ".join(p["need"].split()[:4]).lower() for p in PRACTICES)
    assert max(openings.values()) <= 2, openings.most_common(3)


def test_published_practices_cover_every_story_stage_area_and_institution():
    stories = Counter(p["story"] for p in PUBLISHED)
    stages = Counter(p["stage"] for p in PUBLISHED)
    areas = Counter(area for p in PUBLISHED for area in p["scopes"][:2])
    institutions = Counter(p["institution"] for p in PUBLISHED)

    assert set(stories) == STORIES
    assert set(stages) == STAGES
    assert min(stories.values()) >= 4
    assert min(stages.values()) >= 3
    assert all(areas[area] >= 4 for area in AREAS), areas
    assert set(institutions) == INSTITUTION_SLUGS
    assert min(institutions.values()) >= 3


def test_some_practices_are_news():
    fresh = TOLD_ON - dt.timedelta(days=21)

    assert sum(p["published_on"] >= fresh for p in PUBLISHED) >= 5


def test_tags_are_a_shared_vocabulary():
    uses = Counter(tag for p in PRACTICES for tag in p["tags"])

    assert 45 <= len(uses) <= 75, len(uses)
    assert sum(count >= 3 for count in uses.values()) >= 30
    assert [tag for tag in uses if tag != tag.lower()] == ["REaL data"]


def test_two_published_practices_have_a_newer_draft():
    drafts = [p for p in PRACTICES if "draft_change" in p]

    assert len(drafts) == 2
    for practice in drafts:
        assert practice["state"] == "published"
        assert practice["draft_change"]
        for field, value in practice["draft_change"].items():
            assert field in PRACTICE_REQUIRED
            assert value != practice[field]
            if field in PRACTICE_WORDS:
                least, most = PRACTICE_WORDS[field]
                assert least <= words(value) <= most, field


# The charter


def test_charter_has_two_versions_in_order():
    first, second = VERSIONS

    assert (first["number"], second["number"]) == (1, 2)
    assert first["published_on"] < second["published_on"] <= TOLD_ON
    for version in VERSIONS:
        assert set(version) == {"number", "published_on", "note", "sections"}
        assert all(set(section) == {"heading", "body"} for section in version["sections"])


def test_charter_comparison_shows_additions_removals_and_changes():
    first, second = ({s["heading"]: s["body"] for s in v["sections"]} for v in VERSIONS)

    def lines(version):
        return {line for body in version.values() for line in re.split(r"(?<=\.)\s|\n", body)}

    assert set(second) - set(first)
    assert set(first) <= set(second)
    assert [heading for heading in first if first[heading] != second[heading]]
    assert [heading for heading in first if first[heading] == second[heading]]
    assert lines(first) - lines(second)
    assert lines(second) - lines(first)


def test_those_who_write_and_publish_together_are_there():
    houses = {one["slug"] for one in INSTITUTIONS}
    people = {one["email"]: one for one in PEOPLE}
    practices = {one["slug"]: one for one in PRACTICES}
    for told in read("together.toml")["practice"]:
        practice = practices[told["slug"]]
        asked = {one["institution"] for one in told["asked"]}
        assert asked <= houses - {practice["institution"]}
        assert {*told["named"]} <= {practice["author"], *told["authors"]}
        for address in told["authors"]:
            belongs = {one["institution"] for one in people[address]["memberships"]}
            own = practice["institution"] in belongs
            assert own or (belongs & asked and people[address]["shown"]), address


def test_charter_names_the_eleven_areas():
    names = (
        "Data collection and use",
        "Language access",
        "Diversity and inclusion",
        "Cultural competency",
        "Accessibility",
        "Equity-focused care delivery redesign",
        "Engaging cultural communities to understand disparities and co-create solutions",
        "Referral to community-based resources and supports",
        "Innovation in payment models",
        "Policy advocacy",
        "Clinic-community partnerships on the determinants of health",
    )
    for version in VERSIONS:
        text = "\n".join(section["body"] for section in version["sections"])
        assert [name for name in names if f"- {name}\n" not in text + "\n"] == []


# Articles, meetings, home


def test_articles_have_their_shape():
    assert len(ARTICLES) == 8
    assert len({a["slug"] for a in ARTICLES}) == 8
    assert Counter(a.get("state", "published") for a in ARTICLES) == {"published": 7, "draft": 1}
    for article in ARTICLES:
        assert set(article) - {"state"} == {
            "slug", "title", "author", "published_on", "scopes", "standfirst", "body",
        }  # fmt: skip
        assert article["author"] in PERSON_BY_EMAIL
        assert article["published_on"] <= TOLD_ON
        assert set(article["scopes"]) <= set(AREAS)
        assert len(article["standfirst"]) <= 200
        assert 500 <= words(article["body"]) <= 800, (article["slug"], words(article["body"]))
        assert "\n## " in article["body"]


def test_meetings_are_past_and_coming():
    coming = [m for m in MEETINGS if "days_from_now" in m]
    past = [m for m in MEETINGS if "starts" in m]

    assert len(MEETINGS) == 9
    assert len({m["slug"] for m in MEETINGS}) == 9
    assert (len(coming), len(past)) == (5, 4)
    assert {m["audience"] for m in MEETINGS} == {"public", "members"}
    assert "America/New_York" in {m["time_zone"] for m in MEETINGS}
    for meeting in MEETINGS:
        ZoneInfo(meeting["time_zone"])
        assert meeting.get("place") or meeting.get("link")
        assert meeting.get("link", "https://meet.example.org/").startswith(
            "https://meet.example.org/"
        )
        assert 1 <= sentences(meeting["summary"]) <= 2
        assert all(re.match(r"\d\d:\d\d ", line) for line in meeting["agenda"])
        emails = [answer["email"] for answer in meeting["answers"]]
        assert len(emails) == len(set(emails))
        assert set(emails) <= set(PERSON_BY_EMAIL)
        assert {answer["answer"] for answer in meeting["answers"]} <= {"yes", "no", "maybe"}
        for answer in meeting["answers"]:
            own = [m["institution"] for m in PERSON_BY_EMAIL[answer["email"]]["memberships"]]
            assert answer.get("for", own[0]) in own
            assert ("for" in answer) == (len(own) > 1)
    for meeting in past:
        starts = dt.datetime.strptime(meeting["starts"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock
        ends = dt.datetime.strptime(meeting["ends"], "%Y-%m-%d %H:%M")  # noqa: DTZ007 - a wall clock
        assert starts < ends < dt.datetime(2026, 11, 18)  # noqa: DTZ001 - a wall clock
        assert meeting["agenda"][0].startswith(meeting["starts"][11:])
    for meeting in coming:
        assert meeting["days_from_now"] > 0
        assert meeting["start_time"] < meeting["end_time"]
        assert meeting["agenda"][0].startswith(meeting["start_time"])


def test_home_names_each_area_as_a_room():
    assert set(HOME) == {
        "title", "lead", "within_intro", "beyond_intro", "beliefs", "how_it_works", "invitation",
        "scope_areas",
    }  # fmt: skip
    assert words(HOME["lead"]) <= 40
    assert len(HOME["beliefs"]) == 6
    assert [set(step) for step in HOME["how_it_works"]] == [{"title", "text"}] * 3
    assert tuple(area["slug"] for area in HOME["scope_areas"]) == AREAS
    for area in HOME["scope_areas"]:
        # Names are the charter's: the demonstration gives none of its own.
        assert set(area) == {"slug", "blurb", "description"}
        assert len(area["blurb"]) <= 110
        assert 2 <= sentences(area["description"]) <= 3


# What no text may hold

SMALL = r"(?:[1-9]|10|one|two|three|four|five|six|seven|eight|nine|ten)"
PEOPLE_COUNTED = (
    r"(?:patients|people|persons|families|households|mothers|fathers|parents|women|men|children|"
    r"babies|infants|elders|residents|clients|participants|callers|adults|teens|youths|"
    r"students|workers|farmworkers|tenants|respondents|deaths|births)"
)


def test_no_text_shows_a_small_count_of_people():
    small_count = re.compile(
        rf"(?<![\d.,$-])\b{SMALL}\s+(?:[a-z-]+\s+)?{PEOPLE_COUNTED}\b", re.IGNORECASE
    )
    found = [
        (name, match.group(0))
        for name, text in every_text()
        for match in small_count.finditer(text)
    ]

    assert found == []


def test_no_text_lets_a_small_count_be_derived():
    part_of_whole = re.compile(r"\b(\d[\d,]*) of (?:the )?(\d[\d,]*)\b(?! (?:sites|forms|clinics))")
    found = []
    for name, text in every_text():
        for match in part_of_whole.finditer(text):
            part, whole = (int(group.replace(",", "")) for group in match.groups())
            if whole > 100 and (part <= 10 or whole - part <= 10):
                found.append((name, match.group(0)))

    assert found == []


def test_no_text_holds_an_address_a_number_or_markup():
    found = [
        (name, text[:80])
        for name, text in every_text()
        if re.search(r"\b\d{3}[-.]\d{3}[-.]\d{4}\b|\b\d{3}-\d{2}-\d{4}\b|</?[a-z]+[^>]*>", text)
    ]

    assert found == []


def test_texts_are_typeset_alike():
    found = [
        (name, text[:80])
        for name, text in every_text()
        if re.search(r"\w'\w|\"|\t| $|  ", text) or "TODO" in text or "lorem" in text.lower()
    ]

    assert found == []
