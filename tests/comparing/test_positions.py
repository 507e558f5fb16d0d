"""Positions over documents: which stance, how sure, with which evidence, and what does not count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest

from dissensus.comparing.comparison import compare
from dissensus.comparing.positions import compare_claim_matrix, compare_positions
from dissensus.model.errors import EvidenceError
from dissensus.model.options import ComparingOptions


def one(table, **wanted):
    [row] = [row for row in table.to_pylist() if all(row[name] == value for name, value in wanted.items())]
    return row


class TestStances:
    def test_documents_of_one_stance_give_that_stance(self, coded):
        coded.claim("C")
        for published in ("2031-05-02", "2031-06-02", None):
            coded.says("C", "opposes", published=published)
        row = one(compare_positions(coded.findings()))
        assert (row["stance"], row["documents"], row["opposing"], row["changed"]) == ("opposes", 3, 3, False)
        assert (row["first"], row["last"]) == (date(2031, 5, 2), date(2031, 6, 2))

    def test_both_sides_on_one_day_are_ambivalent(self, coded):
        coded.claim("C")
        for stance in ("supports", "opposes"):
            coded.says("C", stance)
        row = one(compare_positions(coded.findings()))
        assert (row["stance"], row["changed"], row["supporting"], row["opposing"]) == ("ambivalent", False, 1, 1)

    def test_later_documents_all_on_the_other_side_are_a_change(self, coded):
        coded.claim("C")
        for published, stance in (("2031-07", "opposes"), ("2031-05", "supports"), ("2031-08-01", "opposes")):
            coded.says("C", stance, published=published)
        row = one(compare_positions(coded.findings()))
        assert (row["stance"], row["changed"]) == ("opposes", True)
        assert [each["side"] for each in row["bearings"]] == ["supports", "opposes", "opposes"]

    @pytest.mark.parametrize(
        "told",
        [
            pytest.param([("2031-05", "supports"), ("2031", "opposes")], id="days that overlap"),
            pytest.param([("2031-05", "supports"), (None, "opposes")], id="a document without a date"),
            pytest.param([("2031-05", "supports"), ("2031-06", "opposes"), ("2031-07", "supports")], id="back again"),
            pytest.param([("2031-05", "supports"), ("2031-06", "opposes"), ("2031-07", "ambivalent")], id="both last"),
            pytest.param(
                [("2031-04", "supports"), ("2031-05", "ambivalent"), ("2031-06", "supports"), ("2031-07", "opposes")],
                id="both between documents of one side",
            ),
        ],
    )
    def test_what_is_not_certainly_a_change_is_ambivalent(self, coded, told):
        coded.claim("C")
        for published, stance in told:
            coded.says("C", stance, published=published)
        row = one(compare_positions(coded.findings()))
        assert (row["stance"], row["changed"]) == ("ambivalent", False)

    def test_an_ambivalent_document_between_the_sides_belongs_to_the_change(self, coded):
        coded.claim("C")
        for published, stance in (("2031-05", "supports"), ("2031-06", "ambivalent"), ("2031-07", "opposes")):
            coded.says("C", stance, published=published)
        row = one(compare_positions(coded.findings()))
        assert (row["stance"], row["changed"]) == ("opposes", True)

    def test_articles_without_an_outlet_are_not_one_holder_that_changed(self, coded):
        coded.claim("C")
        for published, stance in (("2031-05", "supports"), ("2031-07", "opposes")):
            coded.says("C", stance, outlet=None, published=published)
        row = one(compare_positions(coded.findings()))
        assert (row["outlet"], row["stance"], row["changed"]) == (None, "ambivalent", False)


class TestHolders:
    def test_what_outlets_ascribe_stands_for_each_outlet_and_over_all_and_never_for_the_outlet_itself(self, coded):
        coded.claim("C")
        coded.corpus.actor("kell", "Ruta Kell")
        for outlet in ("Post", "Daily"):
            coded.says("C", "supports", outlet=outlet, actor="kell")
        rows = compare_positions(coded.findings()).to_pylist()
        assert [(row["holder"], row["outlet"], row["actor"]) for row in rows] == [
            ("ascribed", "Daily", "Ruta Kell"),
            ("ascribed", "Post", "Ruta Kell"),
            ("actor", None, "Ruta Kell"),
        ]

    def test_rows_stand_in_the_order_of_the_codebook(self, coded):
        for claim in ("Z", "A"):
            coded.claim(claim)
            coded.says(claim, "supports")
        assert [row["claim_id"] for row in compare_positions(coded.findings()).to_pylist()] == ["Z", "A"]


class TestConfidence:
    def test_documents_of_one_side_make_it_surer_as_independent_witnesses(self, coded):
        coded.claim("C")
        for confidence in (0.5, 0.8):
            coded.says("C", "supports", confidence=confidence)
        assert one(compare_positions(coded.findings()))["confidence"] == pytest.approx(1 - 0.5 * 0.2)

    def test_an_ambivalent_position_is_as_sure_as_its_less_sure_side(self, coded):
        coded.claim("C")
        for stance, confidence in (("supports", 0.9), ("supports", 0.9), ("opposes", 0.3)):
            coded.says("C", stance, confidence=confidence)
        assert one(compare_positions(coded.findings()))["confidence"] == pytest.approx(0.3)

    def test_after_a_change_only_the_later_documents_count(self, coded):
        coded.claim("C")
        coded.says("C", "supports", published="2031-05", confidence=0.9)
        coded.says("C", "opposes", published="2031-06", confidence=0.4)
        assert one(compare_positions(coded.findings()))["confidence"] == pytest.approx(0.4)

    def test_what_a_person_decided_is_certain(self, coded):
        coded.claim("C")
        coded.says("C", "supports", confidence=0.4, decided="accepted")
        assert one(compare_positions(coded.findings()))["confidence"] == 1


class TestDecisions:
    def test_rejected_positions_do_not_count(self, coded):
        coded.claim("C")
        coded.says("C", "supports", decided="rejected")
        tables = compare(coded.findings())
        assert len(tables.positions) == 0
        assert tables.claims.to_pylist()[0]["statements"] == 0

    def test_decisions_are_counted_by_kind(self, coded):
        coded.claim("C")
        for decided in ("accepted", "corrected", "corrected", "added", "disputed", None):
            coded.says("C", "supports", decided=decided)
        row = one(compare_positions(coded.findings()))
        assert [row[name] for name in ("accepted", "corrected", "added", "disputed")] == [1, 2, 1, 1]

    def test_the_words_of_a_corrected_position_are_on_the_persons_side(self, coded):
        coded.claim("C")
        coded.says("C", "supports")
        coded.rows[0] |= {"stance": "opposes", "decided": "corrected"}
        row = one(compare_positions(coded.findings()))
        assert (row["supporting_statements"], row["opposing_statements"]) == (0, 1)


class TestWhatCounts:
    def test_a_reprint_counts_only_when_the_options_say_so(self, coded):
        coded.claim("C")
        first = coded.says("C", "supports", outlet="Post")
        coded.says("C", "supports", outlet="Daily", original=first)
        assert len(compare_positions(coded.findings())) == 1
        assert len(compare_positions(coded.findings(), ComparingOptions(count_reprints=True))) == 2

    def test_words_of_a_statement_that_is_left_out_do_not_count_and_change_the_side(self, coded, factory):
        coded.claim("C")
        key = coded.corpus.add(
            "It is good. It is bad.",
            statements=[
                factory.S("It is good.", "own_voice", confidence=0.9),
                factory.S("It is bad.", "own_voice", confidence=0.2),
            ],
        )
        coded.position(key, "C", "ambivalent", ["It is good.", "It is bad."], statements=(0, 1))
        row = one(compare_positions(coded.findings(), ComparingOptions(min_confidence=0.5)))
        assert (row["stance"], [piece["words"] for piece in row["evidence"]]) == ("supports", ["It is good."])

    def test_a_position_of_which_no_words_are_left_is_none_unless_a_person_decided_it(self, coded, factory):
        coded.claim("C")
        for decided in (None, "accepted"):
            key = coded.corpus.add("It is bad.", statements=[factory.S("It is bad.", "own_voice", confidence=0.2)])
            coded.position(key, "C", "opposes", ["It is bad."], statements=(0,), decided=decided)
        row = one(compare_positions(coded.findings(), ComparingOptions(min_confidence=0.5)))
        assert (row["documents"], row["accepted"]) == (1, 1)

    def test_without_own_voice_outlets_have_no_position(self, bridge):
        holders = {
            row["holder"]
            for row in compare_positions(bridge.findings(), ComparingOptions(own_voice=False)).to_pylist()
            if not row["accepted"]
        }
        assert holders == {"ascribed", "actor"}

    def test_claims_and_actors_that_are_no_longer_there_are_passed_over(self, coded):
        coded.claim("C")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.says("C", "supports", actor="kell")
        coded.says("D", "supports")
        coded.says("C", "supports", actor="nobody")
        assert {row["actor"] for row in compare_positions(coded.findings()).to_pylist()} == {"Ruta Kell"}


class TestEvidence:
    def test_every_row_of_every_table_has_the_exact_words(self, bridge):
        tables = compare(bridge.findings())
        for name in ("positions", "claim_matrix", "position_agreement", "position_changes", "divergent_ascriptions"):
            assert len(tables[name])
            for row in tables[name].to_pylist():
                assert row["evidence"]
                for piece in row["evidence"]:
                    text = bridge.documents[piece["document_id"]].text
                    assert text[piece["start"] : piece["end"]] == piece["words"]

    def test_bearings_tell_how_the_pieces_of_the_evidence_belong_together(self, bridge):
        row = one(compare_positions(bridge.findings()), holder="ascribed", actor="Jon Quist", outlet="Sund Gazette")
        assert [each["pieces"] for each in row["bearings"]] == [1, 2]
        assert sum(each["pieces"] for each in row["bearings"]) == len(row["evidence"])
        assert row["bearings"][1]["rules"] == ["two parts of one quotation"]

    @pytest.mark.parametrize("spoil", ["words", "evidence", "stance", "document"])
    def test_positions_that_cannot_be_are_refused(self, coded, spoil):
        coded.claim("C")
        coded.says("C", "supports")
        row = coded.rows[0]
        if spoil == "words":
            row["evidence"][0]["words"] = "The"
        else:
            row |= {"evidence": {"evidence": []}, "stance": {"stance": "doubts"}, "document": {"document_id": "x"}}[
                spoil
            ]
        with pytest.raises(EvidenceError):
            compare_positions(coded.findings())

    def test_the_same_findings_in_another_order_of_rows_give_the_same_tables(self, bridge):
        first = compare(bridge.findings())
        bridge.rows.reverse()
        second = compare(bridge.findings())
        for name in ("positions", "claim_matrix", "claims", "position_changes"):
            assert json.dumps(first[name].to_pylist(), default=str) == json.dumps(second[name].to_pylist(), default=str)


def test_without_a_codebook_the_tables_are_empty_with_all_columns(bridge):
    full = compare(bridge.findings())
    empty = compare(replace(bridge.findings(), claims=None, positions=None))
    names = [name for name in full.tables if len(full[name]) and not len(empty[name])]
    assert names == [
        "claims",
        "positions",
        "claim_matrix",
        "position_agreement",
        "position_changes",
        "divergent_ascriptions",
        "claim_silences",
    ]
    assert all(full[name].arrow.schema == empty[name].arrow.schema for name in full.tables)


class TestMatrix:
    def test_holders_of_like_positions_stand_together(self, coded):
        for claim in ("P", "Q", "R", "S"):
            coded.claim(claim)
        camps = {"North": 1, "South": 1, "East": -1, "West": -1}
        for outlet, camp in camps.items():
            for claim, sign in zip("PQRS", (1, -1, 1, -1), strict=True):
                coded.says(claim, "supports" if sign * camp > 0 else "opposes", outlet=outlet)
        table = compare_claim_matrix(coded.findings()).to_pylist()
        rows = {row["row"]: row["name"] for row in table}
        columns = {row["column"]: row["claim_id"] for row in table}
        assert [rows[at] for at in range(4)] == ["East", "West", "North", "South"]
        assert [columns[at] for at in range(4)] == ["Q", "S", "P", "R"]
        assert [row["sign"] for row in table[:4]] == [1, 1, -1, -1]

    def test_an_ascribed_position_is_a_cell_of_the_actor_only(self, bridge):
        table = compare_claim_matrix(bridge.findings()).to_pylist()
        assert {row["holder"] for row in table} == {"outlet", "actor"}
        assert len({(row["row"], row["column"]) for row in table}) == len(table)

    def test_an_unknown_outlet_has_no_name(self, bridge):
        [row] = [row for row in compare_claim_matrix(bridge.findings()).to_pylist() if row["name"] is None]
        assert (row["holder"], row["outlet"], row["sign"]) == ("outlet", None, 1)


def test_a_table_of_positions_is_read_as_large_strings_too(bridge):
    findings = bridge.findings()
    claims = findings.claims.cast(pa.schema([(name, pa.large_string()) for name in findings.claims.column_names]))
    assert compare(replace(findings, claims=claims)).positions.arrow.equals(compare(findings).positions.arrow)
