"""The plain-language meter against published figures and the dictionary. No database is asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practices.plain_words import kincaid_grade, measure, smog_grade
from practices.plain_words.languages import language_of
from practices.plain_words.numbers import syllables_of_numeral
from practices.plain_words.sentences import sentences, words
from practices.plain_words.syllables import by_rule, dictionary, syllables

# McGraw's conversion table for 30 sentences, which health agencies print beside the formula of
# McLaughlin 1969: the most words of three syllables or more -> grade.
TABLE = {
    2: 4, 6: 5, 12: 6, 20: 7, 30: 8, 42: 9, 56: 10, 72: 11, 90: 12, 110: 13, 132: 14, 156: 15,
    182: 16, 210: 17, 240: 18,
}  # fmt: skip


@pytest.mark.parametrize(("most", "grade"), TABLE.items())
def test_smog_agrees_with_the_printed_table(most, grade):
    """The table takes the root of the nearest square and adds 3: within the formula's own error."""
    assert smog_grade(polysyllables=most, sentences=30) == pytest.approx(grade, abs=1.5)


def test_smog_of_the_paper_and_of_fewer_sentences():
    # “if the count is 95 … a square root of 10. Add 3”: 13; the exact formula says 13.3.
    assert smog_grade(polysyllables=95, sentences=30) == pytest.approx(13.295, abs=0.001)
    assert smog_grade(polysyllables=0, sentences=30) == pytest.approx(3.1291)
    # A third of the sentences with a third of the long words is the same text.
    assert smog_grade(polysyllables=19, sentences=6) == smog_grade(polysyllables=95, sentences=30)


def test_kincaid_of_the_sentence_everybody_quotes():
    """Wikipedia, “Flesch-Kincaid readability tests”: 13 words, 24 syllables, grade 11.3."""
    quoted = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."

    found = words(quoted)

    assert (len(found), sum(map(syllables, found))) == (13, 24)
    assert kincaid_grade(words=13, sentences=1, syllables=24) == pytest.approx(11.3, abs=0.05)
    assert kincaid_grade(words=6, sentences=1, syllables=6) == pytest.approx(-1.45)


def test_a_text_is_counted_as_by_hand():
    # Long words, by hand: interpreter, hospital, families; hospital, forty-five (45).
    text = (
        "An interpreter is in the hospital at night. Families can call her. The hospital saw "
        "45 calls in May."
    )

    found = measure(text)

    assert (found.counts.sentences, found.counts.words) == (3, 19)
    assert found.counts.polysyllables == 5
    assert found.smog == pytest.approx(1.0430 * (5 * 30 / 3) ** 0.5 + 3.1291)
    assert found.in_words == "about grade 11"
    assert found.is_rough
    assert found.too_many == 3


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Dr. Vang and Mr. Xiong met at 7:30 p.m. with Mrs. Lee.", 1),
        ("It fell by 3.5 percent. Then it rose.", 2),
        ("We worked with St. Mary's, e.g. on rides, forms, etc. and with J. Smith.", 1),
        ("We wait; we call.", 2),
        ("“Who is there?” she asked. “I am!” he said.", 2),
        ("we call. we ask! do you?", 3),
        ("What we did\n\nWe called people.\n\n- at home\n- at work\n- in the U.S. and Canada", 5),
        ("It takes 2 hours. 14 people came.", 2),
        ("See https://example.org/a.b?c=d. Then call.", 1),
        ("One line\nthat goes on in the next.", 1),
        ("...", 0),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, number):
    assert len(sentences(text)) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("interpreter", 4), ("people's", 2), ("clinic's", 2), ("nurse's", 2), ("Somali", 3),
        ("self-management", 4), ("27", 4), ("2019", 4), ("2005", 4), ("1999", 5), ("79,000", 6),
        ("$21", 5), ("6%", 3), ("0.5", 4), ("20th", 2), ("EHR", 3), ("FTE", 3), ("HIPAA", 2),
        ("US", 2), ("Dr.", 2), ("etc.", 4), ("a.m.", 2), ("naïve", 2), ("kwashiorkorlike", 5),
    ],
)  # fmt: skip
def test_syllables_of_words_numbers_and_short_forms(word, number):
    assert syllables(word) == number


def test_long_numbers_are_read_digit_by_digit():
    assert syllables_of_numeral("1" * 13) == 13
    assert syllables_of_numeral("1000000") == 3


def test_the_rule_for_unknown_words_agrees_with_the_dictionary():
    """What the rule says of words that the dictionary has too."""
    known = {word: said for word, said in dictionary().items() if word.isalpha() and len(word) > 2}

    same = sum(by_rule(word) == said for word, said in known.items())
    long = sum((by_rule(word) >= 3) == (said >= 3) for word, said in known.items())

    assert len(known) > 110_000
    assert same / len(known) > 0.92
    assert long / len(known) > 0.96


OTHERS = {
    "Spanish": "Muchas personas que viven en la ciudad no hablan con su doctor porque no hay "
    "intérpretes. Ahora los hay. La gente llama de noche.",
    "Somali": "Dad badan oo ku nool magaalada ma helaan turjubaan. Hadda waxaa jira laba qof oo "
    "ka shaqeeya habeenkii iyo maalintii. Waa lacag la'aan.",
    "Hmong": "Muaj ntau tus neeg uas nyob hauv lub nroog tsis tau kev pab. Tam sim no peb muaj "
    "neeg txhais lus. Lawv nyob rau hmo ntuj.",
    "Vietnamese": "Nhiều người trong thành phố không được giúp. Bây giờ có người phiên dịch cho "
    "họ. Đây là một việc tốt.",
    "another language": "အခု ညမှာ စကားပြန် ရှိတယ်။ လူတွေ ဖုန်းခေါ်နိုင်တယ်။",
}


@pytest.mark.parametrize(("language", "text"), OTHERS.items())
def test_other_languages_are_told_and_get_no_grade(language, text):
    found = measure(text)

    assert found.language == language
    assert not found.is_english
    assert (found.smog, found.kincaid, found.in_words) == (None, None, "")


def test_english_with_names_and_words_of_others_stays_english():
    text = "Mai Yang and Fadumo Warsame met families. They said “gracias” and “mahadsanid” to us."

    assert language_of(text) == "English"


def test_a_short_text_gets_no_grade():
    found = measure("We utilize interpreters. They help.")

    assert found.is_short
    assert found.smog is None
    assert found.costly_words[0].plainer == "use"
    assert measure("").is_empty
    assert measure("12 34").counts.words == 2


def test_what_costs_most_comes_with_plainer_words():
    text = (
        "In order to facilitate communication with Minnesota families, we utilize interpreters "
        "who come to each ward at night and who stay until the doctor has told everybody all that "
        "there is to say. It helps. People in Minnesota sleep."
    )

    found = measure(text)

    advice = {one.text: one.plainer for one in found.costly_words}
    assert advice["in order to"] == "to"
    assert advice["utilize"] == "use"
    assert advice["facilitate"] == "help"
    assert "minnesota" not in advice
    assert [one.words for one in found.costly_sentences] == [33]
    assert found.costly_sentences[0].text.startswith("In order to")


def test_plain_text_is_told_so():
    found = measure("We call each home. We ask what you need. Then we bring it. It is free.")

    assert (found.is_plain, found.is_very_plain, found.too_many) == (True, True, 0)
    assert found.in_words == "about grade 3"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_nothing_typed_breaks_it(text):
    found = measure(text)

    assert found.smog is None or found.smog >= 3
