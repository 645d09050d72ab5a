"""The numbers of `make relevance`, and the questions behind them."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from bench.relevance.__main__ import REPORT, in_words, write_into
from bench.relevance.measures import (
    OF_USE,
    Question,
    Score,
    dcg,
    means,
    ndcg,
    read_questions,
    score,
    success,
)
from collaborative.demo import content

# The example of Järvelin and Kekäläinen (2002): the vector G' and, for b = 2, its DCG at each rank.
GAINS = [3, 2, 3, 0, 0, 1, 2, 2, 3, 0]
DCGS = [3, 5, 6.89, 6.89, 6.89, 7.28, 7.99, 8.66, 9.61, 9.61]
KINDS = {"field", "everyday", "Spanish", "Somali", "Hmong", "typo", "acronym"}


def test_gain_is_discounted_as_in_the_paper():
    assert [round(dcg(GAINS[:rank]), 2) for rank in range(1, 11)] == DCGS


def test_gain_is_a_share_of_the_best_order():
    expected = {"a": 3, "b": 2, "c": 1}
    # Best: 3 + 2 / 1 + 1 / log2(3) = 5.6309. As found: 0 + 3 / 1 + 2 / log2(3) = 4.2619.
    assert ndcg(["x", "a", "b"], expected) == pytest.approx(4.2619 / 5.6309, abs=1e-4)
    assert ndcg(["a", "b", "c"], expected) == 1
    assert ndcg([], expected) == ndcg(["x"], expected) == 0
    # What stands after the tenth rank counts for nothing, nor does it in the best order.
    assert ndcg([*"x" * 10, "a"], expected) == 0
    many = {str(number): 1 for number in range(20)}
    assert ndcg(list(many), many) == 1


def test_success_is_something_of_use_among_the_first_three():
    expected = {"a": 2, "b": 1}
    assert success(["x", "y", "a"], expected)
    assert not success(["x", "y", "z", "a"], expected)
    assert not success(["b"], expected)
    assert not success([], expected)


def test_the_table_has_a_line_for_each_kind_and_one_for_all():
    one, two = (Question(kind, kind, {"a": 3}) for kind in ("field", "typo"))
    scores = {
        "everything": [score(one, ["a"]), score(two, ["x", "y", "z", "a"])],
        "neither": [Score(one, 1.0, success=True), Score(two, 0.0, success=False)],
    }

    assert means(scores["everything"]) == (0.75, 0.5)
    assert in_words(scores).splitlines() == [
        "| kind | questions | everything | neither |",
        "|---|--:|--:|--:|",
        "| field | 1 | 1.00 / 100% | 1.00 / 100% |",
        "| typo | 1 | 0.50 / 0% | 0.00 / 0% |",
        "| all | 2 | 0.75 / 50% | 0.50 / 50% |",
    ]


def test_the_table_is_written_between_its_marks(tmp_path):
    page = tmp_path / "search.md"
    page.write_text(REPORT.read_text())
    before, after = page.read_text().split("<!-- relevance: begin -->")[0], "Read it with care."

    for table in ("| first |", "| second |"):
        write_into(page, table)

    written = page.read_text()
    assert written.startswith(before)
    assert written.count(after) == 1
    assert "| second |\n<!-- relevance: end -->" in written
    assert "| first |" not in written
    page.write_text("# No marks")
    with pytest.raises(SystemExit, match="has no"):
        write_into(page, "| table |")


def test_the_questions_ask_for_practices_that_a_visitor_can_find():
    withdrawn = {one["slug"] for one in tomllib.loads(
        (content.FOLDER / "reviews.toml").read_text())["withdrawn"]}  # fmt: skip
    findable = {one["slug"] for one in content.practices() if one["state"] == "published"}
    questions = read_questions()
    kinds = Counter(one.kind for one in questions)

    assert len(questions) >= 70
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 10
    assert len({one.words for one in questions}) == len(questions)
    for one in questions:
        assert set(one.expected) <= findable - withdrawn, one.words
        assert set(one.expected.values()) <= {1, 2, 3}, one.words
        assert max(one.expected.values()) >= OF_USE, one.words
    # Nearly every practice is asked for by somebody, so that none is only a bystander.
    asked = {slug for one in questions for slug, grade in one.expected.items() if grade >= OF_USE}
    assert len(asked) / len(findable - withdrawn) > 0.9
