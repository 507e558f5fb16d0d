"""The comparisons: each table says what it claims, and every row opens onto the exact words."""

from __future__ import annotations

from datetime import date

import pytest

from dissensus.comparing.comparison import compare
from dissensus.comparing.counted import counted_statements
from dissensus.comparing.naming import compare_naming, compare_naming_balance
from dissensus.comparing.outlets import compare_documents, compare_outlets, compare_own_voice
from dissensus.comparing.quotations import compare_quotations
from dissensus.comparing.shared_labels import compare_shared_labels
from dissensus.comparing.silences import MOST_ROWS, compare_silences
from dissensus.comparing.times import compare_times
from dissensus.model.errors import EvidenceError, UsageError
from dissensus.model.options import ComparingOptions


def rows(table, **wanted):
    return [row for row in table.to_pylist() if all(row[name] == value for name, value in wanted.items())]


class TestAll:
    def test_every_piece_of_evidence_stands_in_its_document(self, dam):
        for table in compare(dam.findings()).tables.values():
            for row in table.to_pylist():
                for piece in row["evidence"]:
                    assert dam.documents[piece["document_id"]].text[piece["start"] : piece["end"]] == piece["words"]

    def test_the_same_findings_give_the_same_tables(self, dam):
        first, second = compare(dam.findings()), compare(dam.findings())
        assert all(first[name].arrow.equals(second[name].arrow) for name in first.tables)

    def test_no_documents_give_empty_tables_with_all_columns(self, corpus, dam):
        empty, full = compare(corpus.findings()), compare(dam.findings())
        for name, table in empty.tables.items():
            assert (len(table), table.column_names) == (0, full[name].column_names)

    def test_an_unknown_table_is_refused(self, dam):
        with pytest.raises(UsageError, match="no table 'echoes'"):
            compare(dam.findings())["echoes"]

    def test_a_row_of_a_lost_document_is_refused(self, dam, corpus):
        findings, other = dam.findings(), corpus.findings()
        with pytest.raises(EvidenceError, match="is not there"):
            compare_quotations(
                type(findings)(other.documents, findings.actors, other.mentions, findings.statements, other.times)
            )


class TestQuotations:
    def test_a_quotation_split_around_its_cue_is_one_statement_with_two_pieces(self, dam):
        [row] = rows(compare_quotations(dam.findings()), outlet="Harbour Post", speaker="Ruta Kell")
        assert row["statements"] == 1
        assert [piece["words"] for piece in row["evidence"]] == [
            "“The river is not for sale,”",
            "“and nobody asked the people who fish it.”",
        ]

    def test_the_words_of_a_discontinuous_content_are_cut_where_they_hold_the_joint_themselves(self, corpus):
        kell = corpus.actor("k", "Kell")
        corpus.add("“a … b” said Kell “c … d”", statements=[statement(corpus, ["“a … b”", "“c … d”"], actor=kell)])
        [row] = rows(compare_quotations(corpus.findings()))
        assert [piece["words"] for piece in row["evidence"]] == ["“a … b”", "“c … d”"]

    def test_modes_are_counted_apart(self, dam):
        [row] = rows(compare_quotations(dam.findings()), outlet="Harbour Post", speaker="Ivo Orsen")
        assert (row["direct"], row["indirect"], row["mixed"], row["nested"]) == (0, 1, 1, 1)

    def test_shares_of_an_outlet_sum_to_one(self, dam):
        shares = [row["share"] for row in rows(compare_quotations(dam.findings()), outlet="Ridge Courier")]
        assert sum(shares) == pytest.approx(1)

    def test_a_speaker_who_is_not_resolved_stands_under_the_words(self, dam):
        [row] = rows(compare_quotations(dam.findings()), speaker_basis="words")
        assert (row["speaker_id"], row["speaker"]) == (None, "an engineer")

    def test_a_speaker_who_is_not_named_is_said_to_be_so(self, dam):
        [row] = rows(compare_quotations(dam.findings()), speaker_basis="none")
        assert row["speaker"] == "speaker not named"

    def test_own_voice_is_nobodys_quotation(self, dam):
        words = [piece["words"] for row in rows(compare_quotations(dam.findings())) for piece in row["evidence"]]
        assert "Nobody should build a wall through a valley without a vote." not in words

    def test_a_reprint_counts_once_unless_asked_for(self, dam):
        findings = dam.findings()
        assert not rows(compare_quotations(findings), outlet="Ridge Courier", speaker="Fishers' Union")
        twice = compare_quotations(findings, ComparingOptions(count_reprints=True))
        assert len(rows(twice, outlet="Ridge Courier", speaker="Fishers' Union")) == 1

    def test_statements_of_low_confidence_are_left_out(self, dam):
        assert len(compare_quotations(dam.findings(), ComparingOptions(min_confidence=0.95))) == 0

    def test_a_statement_with_just_the_least_confidence_counts(self, dam):
        full = compare_quotations(dam.findings())
        assert rows(compare_quotations(dam.findings(), ComparingOptions(min_confidence=0.9))) == rows(full)

    def test_own_voice_is_held_to_the_same_confidence(self, corpus):
        corpus.add(
            "The dam must go. The dam must stay.",
            statements=[
                statement(corpus, "The dam must go.", mode="own_voice", confidence=0.4),
                statement(corpus, "The dam must stay.", mode="own_voice", confidence=0.6),
            ],
        )
        found = rows(compare_own_voice(corpus.findings(), ComparingOptions(min_confidence=0.5)))
        assert [(row["content"], row["statement"]) for row in found] == [("The dam must stay.", 1)]

    @pytest.mark.parametrize(("confidence", "nested", "words"), [(0.6, 1, 4), (0.4, 0, 2)])
    def test_a_statement_whose_outer_one_is_left_out_is_nested_no_more(self, corpus, confidence, nested, words):
        corpus.add(
            "Kell said Orsen promised a dam.",
            statements=[
                statement(corpus, "Orsen promised a dam", "indirect", "Kell", confidence=confidence),
                statement(corpus, "a dam", "indirect", "Orsen", parent=0, confidence=0.8),
            ],
        )
        options = ComparingOptions(min_confidence=0.5)
        [row] = rows(compare_quotations(corpus.findings(), options), speaker="Orsen")
        [outlet] = rows(compare_outlets(corpus.findings(), options))
        assert (row["nested"], outlet["attributed_words"]) == (nested, words)

    def test_a_nested_statement_keeps_its_outer_one_in_its_own_document(self, corpus):
        """Numbers of statements repeat from document to document; what is left out of one frees none in another."""
        for confidence in (0.9, 0.4):
            corpus.add(
                "Kell said Orsen promised a dam. They met.",
                statements=[
                    statement(corpus, "Orsen promised a dam", "indirect", "Kell", confidence=confidence),
                    statement(corpus, "a dam", "indirect", "Orsen", parent=0),
                ],
            )
        kept = counted_statements(corpus.findings(), ComparingOptions(min_confidence=0.5))
        assert kept.select(["document_id", "statement", "parent"]).to_pylist() == [
            {"document_id": "d0", "statement": 0, "parent": None},
            {"document_id": "d0", "statement": 1, "parent": 0},
            {"document_id": "d1", "statement": 1, "parent": None},
        ]

    def test_acts_are_counted_by_mode_the_most_frequent_first(self, corpus):
        corpus.add(
            "Kell denied it. “Never,” Kell denied. Kell said so. Orsen asked why.",
            statements=[
                statement(corpus, "it", "indirect", "Kell", act="denies"),
                statement(corpus, "“Never,”", "direct", "Kell", act="denies"),
                statement(corpus, "so", "indirect", "Kell"),
                statement(corpus, "why", "indirect", "Orsen", act="asks"),
            ],
        )
        found = {row["speaker"]: row["acts"] for row in rows(compare_quotations(corpus.findings()))}
        assert found == {
            "Kell": [
                {"act": "denies", "direct": 1, "indirect": 1, "mixed": 0},
                {"act": "says", "direct": 0, "indirect": 1, "mixed": 0},
            ],
            "Orsen": [{"act": "asks", "direct": 0, "indirect": 1, "mixed": 0}],
        }

    def test_the_acts_of_a_row_add_up_to_its_statements(self, dam):
        for row in rows(compare_quotations(dam.findings())):
            assert all(sum(act[mode] for act in row["acts"]) == row[mode] for mode in ("direct", "indirect", "mixed"))

    def test_an_act_that_is_none_is_refused(self, corpus):
        corpus.add("Kell said no.", statements=[statement(corpus, "no", act="mutters")])
        with pytest.raises(EvidenceError, match="the act 'mutters'"):
            compare(corpus.findings())

    def test_a_missing_outlet_is_never_joined_with_one_of_that_name(self, corpus):
        for outlet in (None, "(outlet not known)"):
            corpus.add("He said yes.", outlet=outlet, statements=[statement(corpus, "yes", mode="indirect")])
        outlets = [row["outlet"] for row in rows(compare_quotations(corpus.findings()))]
        assert sorted(outlets, key=str) == ["(outlet not known)", None]

    def test_more_statements_come_first_and_names_break_ties(self, dam):
        table = rows(compare_quotations(dam.findings()))
        keys = [(-row["statements"], row["speaker"]) for row in table]
        assert keys == sorted(keys)


class TestNaming:
    def test_labels_differ_neither_by_case_nor_by_article(self, corpus, factory):
        council = corpus.actor("c", "Council", "organisation")
        corpus.add(
            "The Velle council met. the velle  Council slept.",
            mentions=[
                factory.M("The Velle council", council, "nominal"),
                factory.M("the velle  Council", council, "nominal"),
            ],
        )
        [row] = rows(compare_naming(corpus.findings()))
        assert (row["normal"], row["count"]) == ("velle council", 2)

    def test_a_loaded_label_tells_the_word_that_loads_it(self, dam):
        [row] = rows(compare_naming(dam.findings()), normal="velle regime")
        assert (row["class"], row["because"], row["tones"]) == ("loaded", ["regime"], ["blaming"])

    def test_praise_is_loaded_too(self, dam):
        [row] = rows(compare_naming(dam.findings()), normal="ivo orsen, the republic's tireless envoy")
        assert row["tones"] == ["praising"]

    def test_a_label_inside_somebodys_statement_is_told_from_the_outlets_own_words(self, dam):
        [said] = rows(compare_naming(dam.findings()), normal="clique in velle")
        [own] = rows(compare_naming(dam.findings()), normal="velle regime")
        assert (said["own_words"], said["attributed"], own["own_words"], own["attributed"]) == (0, 1, 2, 0)

    def test_words_of_an_actors_own_name_load_nothing(self, corpus, factory):
        party = corpus.actor("p", "Radical Dog Party", "organisation")
        corpus.add("Radical Dog Party won.", mentions=[factory.M("Radical Dog Party", party, name="Radical Dog Party")])
        assert [row["class"] for row in rows(compare_naming(corpus.findings()))] == ["name"]

    def test_a_label_read_as_a_name_and_as_a_description_is_one_name(self, corpus, factory):
        callas = corpus.actor("c", "Adrian Orme")
        corpus.add(
            "Orme spoke. Later Orme left.",
            mentions=[factory.M("Orme", callas, name="Orme"), factory.M("Orme", callas, "nominal", nth=1)],
        )
        [row] = rows(compare_naming(corpus.findings()))
        assert (row["class"], row["count"], len(row["evidence"])) == ("name", 2, 2)

    def test_a_loaded_word_inside_a_name_loads_no_other_reading_of_it(self, corpus, factory):
        party = corpus.actor("p", "Radical Dog Party", "organisation")
        corpus.add(
            "Radical Dog Party won. Radical Dog Party lost.",
            mentions=[
                factory.M("Radical Dog Party", party, "nominal"),
                factory.M("Radical Dog Party", party, name="Radical Dog Party", nth=1),
            ],
        )
        assert [(row["class"], row["because"]) for row in rows(compare_naming(corpus.findings()))] == [("name", [])]

    def test_capitals_of_a_headline_stand_for_a_label_only_where_there_is_no_other_spelling(self, corpus, factory):
        kell = corpus.actor("k", "Ruta Kell")
        corpus.add(
            "RUTA KELL IN COURT. RUTA KELL won, Ruta Kell said. MARROW.",
            mentions=[
                factory.M("RUTA KELL", kell, name="RUTA KELL"),
                factory.M("RUTA KELL", kell, name="RUTA KELL", nth=1),
                factory.M("Ruta Kell", kell, name="Ruta Kell"),
                factory.M("MARROW", corpus.actor("m", "Marrow", "place"), name="MARROW"),
            ],
        )
        assert [(row["label"], row["count"]) for row in rows(compare_naming(corpus.findings()))] == [
            ("Ruta Kell", 3),
            ("MARROW", 1),
        ]

    def test_pronouns_are_no_labels(self, dam):
        assert not rows(compare_naming(dam.findings()), normal="he")

    def test_the_balance_sums_to_the_mentions(self, dam):
        for row in rows(compare_naming_balance(dam.findings())):
            assert row["name"] + row["role"] + row["loaded"] == row["mentions"]

    def test_one_label_for_two_actors_is_found(self, dam):
        [row] = rows(compare_shared_labels(dam.findings()))
        assert (row["label"], row["actor_names"]) == ("government", ["Tarn Republic", "Velle Council"])


class TestTimes:
    def test_what_the_text_tells_goes_before_the_date_of_publication(self, dam):
        [row] = rows(compare_times(dam.findings()), document_id="hp-1", statement=0, basis="said")
        assert (row["first"], row["precision"]) == (date(2031, 4, 29), "day")

    def test_a_statement_without_a_time_has_the_articles_date_with_its_precision(self, dam):
        [row, *_] = rows(compare_times(dam.findings()), document_id="rc-1", basis="publication")
        assert (row["value"], row["precision"]) == ("2031-05", "month")

    def test_a_time_inside_nested_statements_belongs_to_the_innermost(self, dam):
        [row] = rows(compare_times(dam.findings()), words="June 2031")
        assert (row["basis"], row["statement"], row["speaker"]) == ("content", 4, "Ivo Orsen")

    def test_a_time_in_the_outlets_own_words_has_no_speaker(self, dam):
        [row] = rows(compare_times(dam.findings()), words="2029")
        assert (row["basis"], row["speaker"], row["precision"]) == ("narrative", None, "year")

    def test_an_expression_that_dates_a_statement_stands_with_it_only(self, dam):
        assert not rows(compare_times(dam.findings()), words="Tuesday")

    def test_of_two_expressions_of_one_date_only_the_nearer_one_dates_the_statement(self, corpus, factory):
        corpus.add(
            "On Monday Kell said no. The dam closed on that Monday.",
            statements=[
                statement(
                    corpus, "no", mode="indirect", speaker="Kell", said=("2031-04-28", "2031-04-28", "2031-04-28")
                )
            ],
            times=[
                factory.T("Monday", "2031-04-28", "2031-04-28", "2031-04-28"),
                factory.T("that Monday", "2031-04-28", "2031-04-28", "2031-04-28"),
            ],
        )
        told = [(row["basis"], row["words"]) for row in rows(compare_times(corpus.findings()))]
        assert told == [("said", "no"), ("narrative", "that Monday")]

    def test_an_expression_far_from_the_statement_of_its_date_is_told_apart(self, corpus, factory):
        corpus.add(
            "Kell said no. " + "Rain fell. " * 60 + "The dam closed on Monday.",
            statements=[
                statement(
                    corpus, "no", mode="indirect", speaker="Kell", said=("2031-04-28", "2031-04-28", "2031-04-28")
                )
            ],
            times=[factory.T("Monday", "2031-04-28", "2031-04-28", "2031-04-28")],
        )
        assert [row["basis"] for row in rows(compare_times(corpus.findings()))] == ["said", "narrative"]

    def test_a_date_inside_what_is_said_is_told_even_where_the_statement_has_it_too(self, corpus, factory):
        corpus.add(
            "Kell said it rained on Monday.",
            statements=[
                statement(
                    corpus,
                    "it rained on Monday",
                    mode="indirect",
                    speaker="Kell",
                    said=("2031-04-28", "2031-04-28", "2031-04-28"),
                )
            ],
            times=[factory.T("Monday", "2031-04-28", "2031-04-28", "2031-04-28")],
        )
        assert [row["basis"] for row in rows(compare_times(corpus.findings()))] == ["said", "content"]

    def test_a_statement_without_any_date_is_kept_and_comes_last(self, corpus):
        corpus.add("He said no.", published=None, statements=[statement(corpus, "no", mode="indirect")])
        corpus.add("He said yes.", statements=[statement(corpus, "yes", mode="indirect")])
        assert [row["precision"] for row in rows(compare_times(corpus.findings()))] == ["day", "unknown"]

    def test_an_open_interval_is_said_to_be_open(self, corpus, factory):
        corpus.add("It has rained since June 6.", times=[factory.T("since June 6", "2031-06-06", "2031-06-06", None)])
        assert [row["precision"] for row in rows(compare_times(corpus.findings()))] == ["open"]


class TestSilences:
    def test_an_actor_that_others_mention_and_this_outlet_does_not_is_a_silence(self, dam):
        [row] = rows(compare_silences(dam.findings()), outlet="South Valley Radio", actor="Velle Council")
        assert (row["silence"], row["others"], row["mentions_here"]) == ("never mentioned", 3, 0)

    def test_one_who_is_mentioned_but_not_quoted_is_another_sort(self, dam):
        [row] = rows(compare_silences(dam.findings()), outlet="Tarn Daily", actor="Tarn Republic")
        assert row["silence"] == "mentioned, never quoted"

    def test_an_outlet_is_not_silent_about_what_stands_in_its_reprint(self, dam):
        assert not rows(compare_silences(dam.findings()), outlet="Ridge Courier", actor="Fishers' Union")

    def test_the_unknown_outlet_is_neither_silent_nor_another_outlet(self, dam):
        table = rows(compare_silences(dam.findings()))
        assert all(row["outlet"] is not None and None not in row["other_outlets"] for row in table)

    def test_so_many_others_must_have_the_actor(self, dam):
        table = compare_silences(dam.findings(), ComparingOptions(silence_outlets=3))
        assert {row["actor"] for row in rows(table)} == {"Velle Council"}

    def test_the_surprise_is_that_of_the_stated_formula(self, dam):
        [row] = rows(compare_silences(dam.findings()), outlet="South Valley Radio", actor="Velle Council")
        # All 3 counted articles of the others have it: p = 3.5 / 4, and the outlet has one article.
        assert row["surprise"] == pytest.approx(2.0794415, abs=1e-6)

    def test_no_outlet_has_more_rows_than_the_bound(self, corpus, factory):
        names = [f"Name{i:04d}x" for i in range(MOST_ROWS + 5)]
        mentions = [factory.M(name, corpus.actor(name, name)) for name in names]
        corpus.add(" ".join(names), outlet="A", mentions=mentions)
        corpus.add("Nothing.", outlet="B")
        assert len(compare_silences(corpus.findings())) == MOST_ROWS


class TestSummaries:
    def test_outlets_count_their_reprints_apart(self, dam):
        [row] = rows(compare_outlets(dam.findings()), outlet="Ridge Courier")
        assert (row["documents"], row["reprints"], row["statements"]) == (1, 1, 3)

    def test_the_unknown_outlet_comes_last_with_its_undated_article(self, dam):
        row = rows(compare_outlets(dam.findings()))[-1]
        assert (row["outlet"], row["undated"], row["first"]) == (None, 1, None)

    def test_documents_stand_in_the_order_of_reading_and_reprints_name_their_original(self, dam):
        table = rows(compare_documents(dam.findings()))
        assert [row["document_id"] for row in table] == list(dam.documents)
        assert [row["original_id"] for row in table if not row["counted"]] == ["hp-1"]

    def test_own_voice_is_listed_by_outlet(self, dam):
        assert [row["outlet"] for row in rows(compare_own_voice(dam.findings()))] == ["Harbour Post", "Tarn Daily"]

    def test_own_voice_and_the_time_line_tell_the_act(self, corpus):
        corpus.add(
            "The dam must go. Kell denied it.",
            statements=[
                statement(corpus, "The dam must go.", mode="own_voice", act="demands"),
                statement(corpus, "it", "indirect", "Kell", act="denies"),
            ],
        )
        assert [row["act"] for row in rows(compare_own_voice(corpus.findings()))] == ["demands"]
        assert [row["act"] for row in rows(compare_times(corpus.findings()))] == ["denies"]

    def test_own_voice_can_be_left_out(self, dam):
        assert len(compare_own_voice(dam.findings(), ComparingOptions(own_voice=False))) == 0


def statement(corpus, content, *parts, **fields):
    """A statement, made by the module that made the corpus."""
    import sys

    return sys.modules[type(corpus).__module__].S(content, *parts, **fields)
