"""What each of two writers touched is kept; only what both changed is a question."""

from __future__ import annotations

import pytest

from practices.actions.merging import merge

BASE = {"title": "T", "need": "a\nb", "scopes": ["x", "y"], "tags": ["Doulas"], "file_ids": [1, 2]}


@pytest.mark.parametrize(
    ("mine", "theirs", "words", "conflicts"),
    [
        ({}, {"need": "new"}, {"need": "new"}, []),
        ({"need": "new"}, {}, {"need": "new"}, []),
        ({"need": "one"}, {"title": "two"}, {"need": "one", "title": "two"}, []),
        ({"need": "same"}, {"need": "same"}, {"need": "same"}, []),
        ({"need": "one"}, {"need": "two"}, {"need": "one"}, ["need"]),
        ({"need": ""}, {"need": "two"}, {"need": ""}, ["need"]),
        # As a form gives back what nobody touched.
        ({"need": "a\r\nb ", "scopes": ["y", "x"], "tags": ["doulas"]}, {"need": "two"},
         {"need": "two", "tags": ["Doulas"]}, []),
        ({"scopes": ["x"]}, {"scopes": ["y"]}, {"scopes": ["x"]}, ["scopes"]),
        ({"file_ids": [1, 2, 3]}, {"file_ids": [1, 4]}, {"file_ids": [1, 4, 3]}, []),
        ({"file_ids": [1]}, {"file_ids": [1, 2, 4]}, {"file_ids": [1, 4]}, []),
    ],
)  # fmt: skip
def test_three_ways(mine, theirs, words, conflicts):
    merged = merge(base=BASE, mine=BASE | mine, theirs=BASE | theirs)

    assert merged.words == BASE | words
    assert merged.conflicts == conflicts


def test_without_a_common_version_every_difference_is_a_question():
    merged = merge(base={}, mine=BASE | {"need": "mine"}, theirs=BASE)

    assert merged.conflicts == ["need"]
    assert merged.words["need"] == "mine"
