"""The plan of the house, held: layers, directions, a matrix row for every address."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.url_map import mapped, matrix, patterns

ROOT = Path(__file__).resolve().parent.parent

# Highest first; neighbours in one tuple never point at each other.
FLOORS = (
    ("demo",),
    ("api", "digests", "search", "desk", "directory"),
    ("pages",),
    ("practices", "events"),
    ("members",),
    ("core",),
)
OURS = {label: floor for floor, labels in enumerate(FLOORS) for label in labels}

# The tests that count questions to the database, the same for one thing as for three, and the
# addresses they ask: every address that shows more than one of something is here.
COUNTED = {
    ("tests/test_counted.py",
     "test_a_persons_own_institutions"): (
        "members:account", "practices:import", "practices:share",
        "members:account", "practices:adopt", "practices:share",
    ),
    ("tests/test_counted.py",
     "test_the_sign_ons_of_a_person"): (
        "socialaccount_connections",
    ),
    ("tests/test_counted.py",
     "test_the_sign_on_of_an_institution"): (
        "members:sign_on",
    ),
    ("tests/test_counted.py",
     "test_what_coordinators_look_after"): (
        "members:institutions", "members:proposals",
    ),
    ("tests/test_counted.py",
     "test_the_domains_of_an_institution"): (
        "members:domains",
    ),
    ("tests/test_counted.py",
     "test_the_files_of_a_practice"): (
        "api:practice", "practices:detail", "practices:draft",
    ),
    ("tests/test_counted.py",
     "test_what_members_say_about_a_practice"): (
        "practices:comment", "practices:comments",
    ),
    ("tests/test_counted.py",
     "test_what_one_keeps_and_follows"): (
        "practices:following", "practices:kept",
    ),
    ("tests/test_counted.py",
     "test_what_one_saved_and_what_the_consortium_was_asked"): (
        "search:ask", "search:open_question", "search:open_questions", "search:save",
        "search:saved", "search:searches",
    ),
    ("tests/test_counted.py",
     "test_what_is_asked_about_practices"): (
        "practices:ask", "practices:question", "practices:question_log", "practices:questions",
    ),
    ("tests/test_counted.py",
     "test_the_newest_digests_of_a_reader"): (
        "digests:preferences",
    ),
    ("tests/test_counted.py",
     "test_the_spreadsheet_of_people"): (
        "members:people_csv",
    ),
    ("tests/test_counted.py",
     "test_what_a_digest_tells_or_would_tell"): (
        "digests:issue", "digests:preview", "digests:send",
    ),
    ("tests/api/test_api.py",
     "test_lists_ask_the_database_as_often_for_one_as_for_three"): (
        "api:institutions", "api:practices", "api:scope-areas",
    ),
    ("tests/desk/test_reviews.py",
     "test_the_list_asks_the_same_for_one_and_three"): (
        "desk:reviews",
    ),
    ("tests/desk/test_desk.py",
     "test_the_desk_asks_the_same_for_one_and_three"): (
        "desk:desk",
    ),
    ("tests/digests/test_views.py",
     "test_desk_and_ledger_ask_the_same_for_one_and_for_three"): (
        "digests:desk", "digests:ledger",
    ),
    ("tests/directory/test_people.py",
     "test_directory_and_person_ask_the_same_for_one_and_three"): (
        "directory:people", "directory:person",
    ),
    ("tests/directory/test_letters.py",
     "test_the_log_asks_the_same_for_one_and_three"): (
        "directory:log",
    ),
    ("tests/events/test_calendars.py",
     "test_the_feed_asks_the_same_for_one_and_three"): (
        "events:feed",
    ),
    ("tests/events/test_meetings.py",
     "test_the_list_asks_the_same_for_one_and_three"): (
        "events:list",
    ),
    ("tests/events/test_meetings.py",
     "test_the_page_asks_the_same_for_one_and_three_answers"): (
        "events:detail",
    ),
    ("tests/members/test_second_factor.py",
     "test_sessions_are_listed_and_ended"): (
        "members:sessions",
    ),
    ("tests/members/test_former.py",
     "test_the_list_asks_the_same_for_one_and_three"): (
        "members:former",
    ),
    ("tests/members/test_record.py",
     "test_the_record_asks_the_same_for_one_and_three"): (
        "members:consortium_record", "members:record",
    ),
    ("tests/members/test_own_data.py",
     "test_it_asks_the_same_for_one_and_three"): (
        "members:own_data",
    ),
    ("tests/members/test_accounts_desk.py",
     "test_the_desk_asks_the_same_for_one_and_three"): (
        "members:account_of", "members:accounts",
    ),
    ("tests/members/test_pages.py",
     "test_the_joining_pages_ask_the_same_for_one_and_three"): (
        "members:join", "members:welcome",
    ),
    ("tests/members/test_pages.py",
     "test_the_people_page_asks_the_same_for_one_and_three"): (
        "members:people",
    ),
    ("tests/pages/test_public.py",
     "test_numbers_of_queries"): (
        "articles_feed", "institution_news", "wagtail_serve",
    ),
    ("tests/practices/test_check.py",
     "test_the_page_asks_the_same_for_one_and_three"): (
        "practices:check",
    ),
    ("tests/practices/test_edit_page.py",
     "test_the_form_takes_the_same_queries_for_any_number_of_files"): (
        "practices:edit", "practices:edit_step",
    ),
    ("tests/practices/test_history.py",
     "test_history_takes_the_same_queries_for_any_number_of_versions"): (
        "practices:history",
    ),
    ("tests/practices/test_history.py",
     "test_review_takes_the_same_queries_for_any_number_of_rounds"): (
        "practices:review",
    ),
    ("tests/practices/test_adoptions.py",
     "test_the_ledger_asks_the_same_for_one_and_three"): (
        "practices:adoptions",
    ),
    ("tests/practices/test_adoptions.py",
     "test_ones_own_line_asks_the_same_however_often_it_was_changed"): (
        "practices:adoption", "practices:change_adoption",
    ),
    ("tests/practices/test_co_publishing.py",
     "test_the_pages_ask_the_same_for_one_and_three"): (
        "practices:co_publish", "practices:people",
    ),
    ("tests/practices/test_spread.py",
     "test_the_page_asks_the_same_for_one_and_three_and_sets_no_cookie"): (
        "practices:spread",
    ),
    ("tests/search/test_browse.py",
     "test_browse_asks_the_database_as_often_for_one_as_for_three"): (
        "search:browse",
    ),
    ("tests/search/test_synonym_pages.py",
     "test_the_pages_ask_the_same_for_one_and_three"): (
        "search:words", "search:words_change", "search:words_remove",
    ),
    ("tests/search/test_ways_in.py",
     "test_the_pages_ask_the_same_for_one_and_three"): (
        "search:compare", "search:gaps", "search:gaps_csv", "search:goal", "search:goal_list",
        "search:add_goal", "search:goals", "search:like_mine",
    ),
    ("tests/search/test_take_along.py",
     "test_the_table_asks_the_database_as_often_for_one_as_for_three"): (
        "search:csv",
    ),
    ("tests/search/test_suggest.py", "test_suggestions_ask_as_often_for_one_as_for_three"): (
        "search:suggest",
    ),
    ("tests/search/test_feeds_and_maps.py",
     "test_feed_asks_the_database_as_often_for_one_as_for_three"): (
        "search:atom",
    ),
    ("tests/search/test_feeds_and_maps.py",
     "test_sitemap_asks_the_database_as_often_for_one_as_for_three"): (
        "search:sitemap",
    ),
}  # fmt: skip
# One thing, one form or one act; the fixed texts of accounts; what no database knows of.
NO_LISTS = {
    "api:api-root", "api:entry", "api:openapi-json", "api_unknown", "digests:comment_mail",
    "digests:unsubscribe", "directory:letters", "events:answer", "events:cancel", "events:edit",
    "events:ics", "events:rotate_feed", "events:schedule", "healthz", "media", "members:accept",
    "members:account_deleted", "members:admit", "members:approve", "members:ask",
    "members:begin_sign_on", "members:check_domain", "members:close", "members:close_account",
    "members:confirm_proposal", "members:decline", "members:decline_proposal",
    "members:delete_account", "members:end_other_sessions", "members:end_session",
    "members:invite", "members:leave", "members:optional_sign_on", "members:person",
    "members:proposal", "members:propose", "members:propose_done", "members:propose_thanks",
    "members:remove", "members:remove_domain", "members:remove_sign_on", "members:reopen",
    "members:reopen_account", "members:require_sign_on", "members:resend",
    "members:reset_factors", "members:revoke", "members:set_role", "open_data",
    "practices:add_author", "practices:ask_changes", "practices:bring_back",
    "practices:by_number", "practices:call_off_institution", "practices:cancel_plan",
    "practices:change_comment", "practices:cite", "practices:clean_file",
    "practices:confirm_adoption", "practices:contact", "practices:decline_adoption",
    "practices:decline_sign_off", "practices:delete", "practices:end", "practices:file",
    "practices:finish", "practices:follow", "practices:hide_comment", "practices:import_draft",
    "practices:invite_institution", "practices:keep", "practices:keep_note", "practices:let_go",
    "practices:plain_words", "practices:plan", "practices:publish", "practices:remind",
    "practices:remove_adoption", "practices:remove_author", "practices:remove_contact",
    "practices:restore", "practices:show_comment", "practices:show_name", "practices:sign_off",
    "practices:submit", "practices:take_back", "practices:take_back_comment",
    "practices:take_down", "practices:unfollow", "practices:verify", "practices:withdraw",
    "practices:withdraw_adoption", "practices:withdraw_name", "search:json", "search:move_goal",
    "search:move_heading", "search:open_answer_hide", "search:open_answer_show",
    "search:open_answer_take_back", "search:open_question_close", "search:open_question_hide",
    "search:open_question_show", "search:open_question_take_back", "search:opensearch",
    "search:remove_goal", "search:robots", "search:saved_remove", "search:saved_seen",
    "search:words_add", "socialaccount_login_cancelled", "socialaccount_login_error",
    "socialaccount_signup", "unlink_sign_on", "wagtaildocs_serve",
}  # fmt: skip
NO_LISTS_BY_NAME = ("account_", "core:", "demo:", "mfa_", "openid_connect_")
COUNTING = ("num_queries", "CaptureQueriesContext", "_count()", "counts(")


def test_imports_keep_the_layers():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_foreign_keys_point_down():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one or field.many_to_many)
        and field.concrete
        and field.related_model is not None
        and field.related_model._meta.app_label in OURS
        and field.related_model._meta.app_label != model._meta.app_label
        and OURS[field.related_model._meta.app_label] <= OURS[model._meta.app_label]
    ]

    assert upward == []


def test_every_address_has_a_row_in_the_matrix():
    known = matrix()
    lines = mapped()
    missing = [
        f"{name} ({route})"
        for name, route in patterns()
        if not route.startswith("cms/") and name not in lines
    ]
    unknown_rows = [
        f"{name}: {row}"
        for name, line in lines.items()
        for row in line["rows"].split()
        if row != "PUBLIC" and row not in known
    ]

    assert missing == []
    assert unknown_rows == []


def test_every_mapped_address_exists():
    names = {name for name, _ in patterns()}

    assert [name for name in mapped() if name not in names] == []


def test_public_addresses_say_why():
    silent = [
        name for name, line in mapped().items() if "PUBLIC" in line["rows"] and not line["note"]
    ]

    assert silent == []


def test_every_list_is_counted():
    """Whoever adds an address says which test counts it, or that it is no list."""
    counted = {name for names in COUNTED.values() for name in names}
    unsaid = [
        name
        for name in mapped().keys() - counted - NO_LISTS
        if not name.startswith(NO_LISTS_BY_NAME)
    ]

    assert unsaid == []
    assert [place for place in COUNTED if not _counts(*place)] == []
    assert counted & NO_LISTS == set()
    assert (counted | NO_LISTS) - mapped().keys() == set()


def _counts(path: str, name: str) -> bool:
    """The test is there and compares numbers of queries."""
    source = (ROOT / path).read_text()
    return any(
        isinstance(part, ast.FunctionDef)
        and part.name == name
        and any(word in (ast.get_source_segment(source, part) or "") for word in COUNTING)
        for part in ast.parse(source).body
    )
