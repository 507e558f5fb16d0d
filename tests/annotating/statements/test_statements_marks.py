"""Pairing of quotation marks, without any parse."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dissensus.annotating.statements._marks import quotations_of


def quoted(text):
    return [[text[slice(*span)] for span in q.spans] for q in quotations_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “a b” and “c d”.", ["“a b”", "“c d”"]),
        ('He said "a b" and "c d".', ['"a b"', '"c d"']),
        ("He said ``a b'' and ''c d''.", ["``a b''", "''c d''"]),
        ("Er sagte „a b“ und „c d“.", ["„a b“", "„c d“"]),
        ("Il a dit «\u00a0a b\u00a0».", ["«\u00a0a b\u00a0»"]),
        ("He said ‘a don’t b’ now.", ["‘a don’t b’"]),
        ("He said: ‘The workers’ houses fell.’", ["‘The workers’ houses fell.’"]),
        ("their ‘partners’ can stay", ["‘partners’"]),
        ("He said 'a b' and it's fine.", ["'a b'"]),
        ("The workers’ houses and Lenz’s car, don’t they?", []),
        ("It is 5'10\" tall", []),
        ('She is 6 ft and the door is 80" wide', []),
    ],
)
def test_pairs_of_one_paragraph(text, expected):
    assert quoted(text) == [[part] for part in expected]


def test_a_single_quotation_inside_a_double_one_is_nested():
    outer, inner = quotations_of("“He told me, ‘Go now,’ and I went.”")
    assert (outer.depth, inner.depth, inner.outer) == (0, 1, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“What he calls “the pit” is our home.”", [(0, "“What he calls “the pit” is our home.”"), (1, "“the pit”")]),
        ("“A “b “c” d” e”", [(0, "“A “b “c” d” e”"), (1, "“b “c” d”"), (2, "“c”")]),
        ("“A “b” c “d” e” f “g”", [(0, "“A “b” c “d” e”"), (1, "“b”"), (1, "“d”"), (0, "“g”")]),
        ("“We go. “We stay,” she said.", [(0, "“We go. "), (0, "“We stay,”")]),
        ("“We go” “We stay” she said.”", [(0, "“We go”"), (0, "“We stay”")]),
    ],
)
def test_curly_marks_nest_where_each_opening_one_has_its_own_closing_one(text, expected):
    assert [(q.depth, text[slice(*q.spans[0])]) for q in quotations_of(text)] == expected


def test_an_opening_mark_repeated_at_each_paragraph_continues_the_quotation():
    assert quoted("“One.\n\n“Two.\n\n“Three,” he said.") == [["“One.", "“Two.", "“Three,”"]]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("‘We’re done,’ says Marsh. ‘The council lied.\n\n‘Then nothing.’", ["‘The council lied.", "‘Then nothing.’"]),
        ("'We're done,' says Marsh. 'The council lied.\n\n'Then nothing.'", ["'The council lied.", "'Then nothing.'"]),
        ("‘We go,’ he said. ‘They want the owners’ word.\n\n‘Not me.’", ["‘They want the owners’ word.", "‘Not me.’"]),
        ("‘No,’ said Orla. ‘The dogs’ home lied.\n\n‘It did.’", ["‘The dogs’ home lied.", "‘It did.’"]),
    ],
)
def test_a_single_quotation_that_resumes_after_its_cue_goes_on_in_the_next_paragraph(text, parts):
    assert quoted(text)[1] == parts


@pytest.mark.parametrize(
    "text",
    [
        "It was late. ‘The Harbours’ is a song.\n\n‘We go,’ said Orla.",
        "The winter was cold. 'Tis often so.\n\n'We go,' said Orla.",
        "The workers’ houses fell.\n\n‘We go,’ said Orla.",
    ],
)
def test_a_title_or_an_apostrophe_opens_nothing_that_goes_on_in_the_next_paragraph(text):
    assert quoted(text)[-1] in (["‘We go,’"], ["'We go,'"])


def test_an_opening_mark_without_partner_ends_with_its_paragraph():
    assert quoted("He said “one two.\n\nNext paragraph.") == [["“one two."]]


def test_a_closing_mark_alone_opens_nothing():
    assert quoted("one two” three") == []


@given(st.text(alphabet="ab .,:\n“”‘’'\"«»„`", max_size=120))
def test_quotations_lie_in_the_text_in_order_and_nest(text):
    found = quotations_of(text)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for q in found:
        assert all(0 <= s.start < s.end <= len(text) for s in q.spans)
        if q.outer >= 0:
            assert found[q.outer].start <= q.start < found[q.outer].end


def test_ten_thousand_marks_in_one_paragraph_take_time_linear_in_their_number():
    def seconds(pairs):
        text = "“ab, ‘c’ d” said e " * pairs + "“" * 50
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            quotations_of(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(5_000) < 40 * max(seconds(500), 1e-4)
