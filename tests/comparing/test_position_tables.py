"""Agreement, changes, differing accounts, and the claims themselves."""

from __future__ import annotations

from datetime import date

import pytest

from dissensus.comparing.claims import compare_claim_silences, compare_claims
from dissensus.comparing.position_agreement import alpha_of, compare_position_agreement
from dissensus.comparing.position_changes import compare_divergent_ascriptions, compare_position_changes


def sides(coded, outlet, **stances):
    """Let an outlet take stances by claim: "+", "-" or "~" for both."""
    known = {claim["id"] for claim in coded.claims}
    for claim, sign in stances.items():
        if claim not in known:
            coded.claim(claim)
        coded.says(claim, {"+": "supports", "-": "opposes", "~": "ambivalent"}[sign], outlet=outlet)


class TestAgreement:
    def test_shared_claims_are_those_on_which_both_take_a_side(self, coded):
        sides(coded, "Daily", A="+", B="-", C="~", D="+")
        sides(coded, "Post", A="+", B="+", C="+")
        [row] = compare_position_agreement(coded.findings()).to_pylist()
        assert (row["outlet"], row["other"], row["shared"], row["agreed"], row["disagreed"]) == (
            "Daily",
            "Post",
            2,
            1,
            1,
        )
        assert (row["share_agreed"], row["agreed_on"], row["disagreed_on"]) == (0.5, ["A"], ["B"])

    def test_agreement_on_few_claims_is_not_corrected_for_chance_and_says_why(self, coded):
        sides(coded, "Daily", A="+", B="-")
        sides(coded, "Post", A="+", B="-")
        [row] = compare_position_agreement(coded.findings()).to_pylist()
        assert (row["alpha"], row["why_no_alpha"]) == (None, "fewer than 5 shared claims")

    def test_alpha_of_five_claims_is_that_of_the_textbook_formula(self, coded):
        sides(coded, "Daily", A="+", B="-", C="+", D="-", E="+")
        sides(coded, "Post", A="+", B="-", C="+", D="-", E="-")
        [row] = compare_position_agreement(coded.findings()).to_pylist()
        # Coincidences: 5 supports and 5 opposes of 10 values, 1 of 5 pairs differs: 1 - (10 - 1) * 2 / (2 * 5 * 5).
        assert row["alpha"] == pytest.approx(1 - 9 * 2 / 50)

    def test_alpha_is_below_zero_where_outlets_differ_more_than_by_chance(self):
        assert alpha_of(6, 6, 6)[0] == pytest.approx(1 - 11 / 6)

    def test_where_both_always_support_chance_explains_it(self):
        alpha, why = alpha_of(6, 0, 12)
        assert alpha is None
        assert "chance" in why

    def test_what_an_outlet_ascribes_is_not_its_own_voice(self, coded):
        sides(coded, "Daily", A="+")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.says("A", "supports", outlet="Post", actor="kell")
        assert len(compare_position_agreement(coded.findings())) == 0

    def test_articles_without_an_outlet_agree_with_nobody(self, bridge):
        names = {row["outlet"] for row in compare_position_agreement(bridge.findings()).to_pylist()}
        assert None not in names

    def test_the_evidence_holds_words_of_both_on_each_shared_claim(self, coded):
        sides(coded, "Daily", A="+", B="-")
        sides(coded, "Post", A="+", B="+")
        [row] = compare_position_agreement(coded.findings()).to_pylist()
        assert [piece["document_id"] for piece in row["evidence"]] == ["d0", "d2", "d1", "d3"]


class TestChanges:
    def test_a_change_tells_both_sides_with_their_days(self, coded):
        coded.claim("C")
        coded.corpus.actor("kell", "Ruta Kell")
        for published, stance, confidence in (
            ("2031-05", "opposes", 0.6),
            ("2031-06-01", "opposes", 0.6),
            ("2031-07", "supports", 0.9),
        ):
            coded.says("C", stance, actor="kell", published=published, confidence=confidence)
        rows = compare_position_changes(coded.findings()).to_pylist()
        assert [row["holder"] for row in rows] == ["ascribed", "actor"]
        row = rows[1]
        assert (row["before"], row["after"], row["by_one_outlet"]) == ("opposes", "supports", True)
        assert (row["before_first"], row["before_last"]) == (date(2031, 5, 1), date(2031, 6, 1))
        assert (row["after_first"], row["after_last"]) == (date(2031, 7, 1), date(2031, 7, 31))
        assert (row["before_documents"], row["after_documents"]) == (2, 1)
        assert (row["before_confidence"], row["after_confidence"]) == (pytest.approx(0.84), pytest.approx(0.9))
        assert len(row["evidence"]) == 3

    def test_a_change_that_no_outlet_tells_by_itself_is_marked(self, coded):
        coded.claim("C")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.says("C", "supports", actor="kell", outlet="Post", published="2031-05")
        coded.says("C", "opposes", actor="kell", outlet="Daily", published="2031-06")
        [row] = compare_position_changes(coded.findings()).to_pylist()
        assert (row["holder"], row["by_one_outlet"]) == ("actor", False)

    def test_who_stays_is_not_listed(self, coded):
        sides(coded, "Post", A="+", B="~")
        assert len(compare_position_changes(coded.findings())) == 0


class TestDivergentAscriptions:
    def test_opposite_accounts_of_one_actor_are_listed_with_the_words_of_both(self, bridge):
        [row] = compare_divergent_ascriptions(bridge.findings()).to_pylist()
        assert (row["actor"], row["claim_id"], row["opposite"]) == ("Jon Quist", "B1", True)
        assert (row["supporting"], row["opposing"]) == (["Sund Gazette"], ["The Oar"])
        assert {piece["document_id"] for piece in row["evidence"]} == {"gazette-1", "gazette-2", "oar-1"}

    def test_opposite_accounts_come_before_others(self, coded):
        for claim in ("A", "B"):
            coded.claim(claim)
        coded.corpus.actor("kell", "Ruta Kell")
        for claim, stances in (("A", ("supports", "ambivalent")), ("B", ("supports", "opposes"))):
            for outlet, stance in zip(("Daily", "Post"), stances, strict=True):
                coded.says(claim, stance, outlet=outlet, actor="kell")
        rows = compare_divergent_ascriptions(coded.findings()).to_pylist()
        assert [(row["claim_id"], row["opposite"]) for row in rows] == [("B", True), ("A", False)]

    def test_equal_accounts_and_one_outlet_with_two_minds_are_none(self, coded):
        coded.claim("A")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.corpus.actor("orsen", "Ivo Orsen")
        for outlet in ("Daily", "Post"):
            coded.says("A", "supports", outlet=outlet, actor="kell")
        for stance in ("supports", "opposes"):
            coded.says("A", stance, actor="orsen")
        assert len(compare_divergent_ascriptions(coded.findings())) == 0

    def test_articles_without_an_outlet_are_no_second_account(self, coded):
        coded.claim("A")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.says("A", "supports", actor="kell")
        coded.says("A", "opposes", outlet=None, actor="kell")
        assert len(compare_divergent_ascriptions(coded.findings())) == 0


class TestClaims:
    def test_holders_are_counted_by_side(self, bridge):
        rows = compare_claims(bridge.findings()).to_pylist()
        assert [row["claim_id"] for row in rows] == ["B1", "B2", "B3", "B4"]
        first = rows[0]
        assert [first[f"outlets_{how}"] for how in ("supporting", "opposing", "ambivalent")] == [1, 1, 1]
        assert [first[f"actors_{how}"] for how in ("supporting", "opposing", "ambivalent")] == [1, 1, 1]
        assert (first["topic"], first["definition"]) == ("the bridge", "Any bridge that takes a toll.")

    @pytest.mark.parametrize(
        ("stances", "contested"),
        [("", 0), ("+", 0), ("++", 0), ("+-", 2 / 3), ("++--", 4 / 5), ("~", 1 / 2), ("++-", 1 / 2)],
    )
    def test_a_claim_is_the_more_contested_the_more_even_and_the_more_there_are(self, coded, stances, contested):
        coded.claim("A")
        for number, sign in enumerate(stances):
            sides(coded, f"Outlet {number}", A=sign)
        [row] = compare_claims(coded.findings()).to_pylist()
        assert row["contested"] == pytest.approx(contested)

    def test_a_claim_on_which_nobody_stands_has_a_row_without_words(self, coded):
        coded.claim("A")
        coded.corpus.add("Nothing.", outlet="Post")
        [row] = compare_claims(coded.findings()).to_pylist()
        assert (row["statements"], row["evidence"], row["silent_outlets"]) == (0, [], ["Post"])

    def test_an_outlet_that_ascribes_a_position_is_not_silent_on_the_claim_but_takes_none(self, coded):
        coded.claim("A")
        coded.corpus.actor("kell", "Ruta Kell")
        coded.says("A", "supports", outlet="Post")
        coded.says("A", "supports", outlet="Daily", actor="kell")
        coded.corpus.add("Nothing.", outlet="Weekly")
        assert compare_claims(coded.findings()).to_pylist()[0]["silent_outlets"] == ["Weekly"]
        found = {row["outlet"]: row for row in compare_claim_silences(coded.findings()).to_pylist()}
        assert {name: row["silence"] for name, row in found.items()} == {
            "Weekly": "tells of no position",
            "Daily": "takes none itself",
        }
        assert (found["Weekly"]["others"], found["Daily"]["other_outlets"]) == (2, ["Post"])
        assert [piece["document_id"] for piece in found["Daily"]["evidence"]] == ["d0"]

    def test_an_outlet_that_printed_a_reprint_is_not_silent_on_what_stands_in_it(self, coded):
        coded.claim("A")
        first = coded.says("A", "supports", outlet="Post")
        coded.says("A", "supports", outlet="Daily", original=first)
        assert len(compare_claim_silences(coded.findings())) == 0
        assert compare_claims(coded.findings()).to_pylist()[0]["silent_outlets"] == []
