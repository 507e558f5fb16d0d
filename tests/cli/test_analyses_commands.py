"""Polarization, communities, phases, backbone and scaling from the command line, on two planted camps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import dissensus

ANALYSES = ("polarization", "communities", "phases", "backbone", "scale", "bars", "centrality", "sensitivity")
"""Those with figures."""
CAMPS = (("Ants", "Bees", "Crows"), ("Ducks", "Eels", "Foxes"))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six actors, four claims, five months; each camp agrees on all that the other rejects."""
    lines = ["time,document_id,organization,concept,agreement"]
    for month in range(1, 6):
        for side, camp in enumerate(CAMPS):
            for place, actor in enumerate(camp):
                concept = "abcd"[(month + place) % 4]
                lines.append(
                    f"2031-{month:02}-{1 + place + 3 * side:02},d{month}{actor},{actor},Claim {concept}.,{side}"
                )
    path = tmp_path_factory.mktemp("debate") / "debate.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def asked(*words: str | Path) -> dict[str, object]:
    answer = dissensus(*words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def camps_of(values: dict[str, object]) -> set[frozenset[str]]:
    camps = values["camps"]
    assert isinstance(camps, dict)
    return {frozenset(name for name, camp in camps.items() if camp == number) for number in set(camps.values())}


PLANTED = {frozenset(camp) for camp in CAMPS}


def test_polarization_finds_the_camps_and_is_one(table: Path) -> None:
    values = asked("polarization", table, "--duplicates", "acrossrange")
    assert camps_of(values) == PLANTED
    assert values["score"] > 0.9
    assert values["congruence_inside"] == values["conflict_across"] == 1


def test_polarization_has_an_interval(table: Path) -> None:
    values = asked("polarization", table, "--bootstrap", "50", "--seed", "3")
    low, high = values["interval"]
    assert 0 < low <= high <= 1
    assert values["level"] == 0.9


def test_polarization_is_set_beside_chance(table: Path) -> None:
    chance = asked("polarization", table, "--duplicates", "acrossrange", "--chance", "30")["chance"]
    assert chance["mean"] < 0.9
    assert chance["share_as_high"] < 0.2


def test_polarization_over_time(table: Path) -> None:
    values = asked("polarization", table, "--time-window", "months", "--window-size", "3")
    assert len(values["slices"]) > 1
    assert all(camps_of(each) == PLANTED and 0.5 < each["score"] <= 1 for each in values["slices"])


def test_communities_agree_on_planted_camps(table: Path) -> None:
    values = asked("communities", table, "--duplicates", "acrossrange", "--camps", "2")
    found = {each["method"]: camps_of(each) for each in values["methods"]}
    assert len(found) > 5
    assert all(camps == PLANTED for camps in found.values()), found
    assert "label propagation" in values["failures"]  # it cannot be told a number


def test_communities_by_infomap_and_spinglass_tell_the_codelength(table: Path) -> None:
    words = ("--duplicates", "acrossrange", "--method", "infomap", "--method", "spinglass")
    methods = asked("communities", table, *words)["methods"]
    assert [each["method"] for each in methods] == ["infomap", "spinglass"]
    assert all(camps_of(each) == PLANTED for each in methods)
    # Three actors of one strength in each of two camps that have no tie: log2 of 3 bits a step.
    assert [each["codelength"] for each in methods] == pytest.approx([1.584962500721156] * 2)


def test_the_help_of_communities_names_methods() -> None:
    answer = dissensus("communities", "--help")
    assert all(name in answer.out.casefold() for name in ("leiden", "louvain", "infomap", "spinglass", "concor"))


def test_communities_tell_how_often_actors_stay_together(table: Path) -> None:
    values = asked("communities", table, "--method", "leiden", "--bootstrap", "20")
    together = values["together"]
    share = dict(zip(together["names"], together["share"][together["names"].index("Ants")], strict=True))
    assert share["Bees"] > 0.5 > share["Foxes"]


def test_phases_have_a_state_for_each_slice(table: Path) -> None:
    values = asked("phases", table, "--aggregation", "congruence", "--time-window", "months", "--window-size", "2")
    assert len(values["states"]) == len(values["times"]) == len(values["distances"])


def test_states_are_drawn_as_a_line_over_time(table: Path, tmp_path: Path) -> None:
    words = ("--time-window", "months", "--window-size", "2", "--aggregation", "congruence")
    for what in ("states", "distances"):
        answer = dissensus("phases", table, *words, "--draw", what, "--out", tmp_path / f"{what}.svg")
        assert answer.code == 0, answer.err
    line, heat = ((tmp_path / f"{what}.svg").read_text(encoding="utf-8") for what in ("states", "distances"))
    assert "distance of networks" in heat
    assert "distance of networks" not in line
    assert "state" in line
    assert '"DejaVuSans-11"' not in line  # the glyph of a point: states are whole numbers


def test_a_nested_backbone_gives_up_every_claim(table: Path) -> None:
    values = asked("backbone", table, "--aggregation", "congruence")
    assert sorted(step["claim"] for step in values["steps"]) == [f"Claim {c}." for c in "abcd"]


def test_fixed_penalty_and_given_backbones(table: Path) -> None:
    fixed = asked("backbone", table, "--method", "fixed", "--size", "2", "--iterations", "50")
    assert len(fixed["claims"]) == 2
    given = asked("backbone", table, "--method", "evaluate", *(w for c in fixed["claims"] for w in ("--claim", c)))
    assert given["loss"] == pytest.approx(fixed["loss"])
    priced = asked("backbone", table, "--method", "penalty", "--iterations", "50")
    assert 1 <= len(priced["claims"]) <= 3


@pytest.mark.parametrize("method", [("fixed", "--size", "2"), ("penalty", "--penalty", "1")])
def test_an_annealed_backbone_tells_each_of_its_steps(method: tuple[str, ...], table: Path) -> None:
    found = asked("backbone", table, "--method", *method, "--iterations", "40")
    log = found["annealing"]
    assert log["step"] == list(range(1, 41))
    assert {len(column) for column in log.values()} == {40}
    assert log["best_loss"] == sorted(log["best_loss"], reverse=True)
    assert log["best_loss"][-1] == pytest.approx(found["penalized_loss"])
    assert log["best_size"][-1] == len(found["claims"])


def test_of_a_long_annealing_at_most_ten_thousand_steps_are_told(table: Path) -> None:
    words = ("--method", "fixed", "--size", "2", "--iterations", "20001")
    log = asked("backbone", table, *words)["annealing"]
    assert log["step"] == [*range(3, 20_001, 3), 20_001][: len(log["step"])]
    assert log["step"][-1] == 20_001
    assert {len(column) for column in log.values()} == {6_667}


@pytest.mark.parametrize("method", [("fixed", "--size", "2"), ("penalty",)])
def test_the_annealing_of_a_backbone_is_drawn(method: tuple[str, ...], table: Path, tmp_path: Path) -> None:
    words = ("--method", *method, "--iterations", "300", "--title", "Birds")
    targets = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for target in targets:
        answer = dissensus("backbone", table, *words, "--out", target)
        assert answer.code == 0, answer.err
    one, two = (target.read_text(encoding="utf-8") for target in targets)
    assert one == two
    assert all(
        f">{name}<" in one or name in one for name in ("best set so far", "temperature", "moves accepted", "Birds")
    )


def test_scaling_keeps_claims_of_one_answer_if_asked(table: Path, tmp_path: Path) -> None:
    one_sided = tmp_path / "one_sided.csv"
    rows = [f"2031-07-0{k},e{k},{name},All agree.,1" for k, name in enumerate(("Ants", "Bees", "Ducks"), start=1)]
    one_sided.write_text(table.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    few = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1")
    without, kept = (asked("scale", one_sided, *few, *more) for more in ((), ("--keep-constant",)))
    assert "All agree." in without["dropped_claims"]
    assert "All agree." in kept["claims"]


def test_the_level_of_a_scales_intervals_can_be_chosen(table: Path) -> None:
    few = ("--chains", "2", "--draws", "50", "--burn-in", "20", "--thin", "1")
    usual, half = asked("scale", table, *few), asked("scale", table, *few, "--level", "0.5")
    assert (usual["level"], half["level"]) == (0.95, 0.5)
    for name, wide in usual["actors"].items():
        narrow = half["actors"][name]
        assert narrow["high"][0] - narrow["low"][0] < wide["high"][0] - wide["low"][0]
    assert "intervals that hold 50 %" in dissensus("scale", table, *few, "--level", "0.5").out


def test_scaling_puts_the_camps_at_two_ends(table: Path) -> None:
    few = ("--chains", "2", "--draws", "50", "--burn-in", "100", "--thin", "1", "--positive", "Ants")
    actors = asked("scale", table, *few)["actors"]
    mean = {name: values["mean"][0] for name, values in actors.items()}
    assert min(mean[a] for a in CAMPS[0]) > max(mean[a] for a in CAMPS[1])


def test_ties_have_intervals(table: Path) -> None:
    values = asked("network", table, "--aggregation", "subtract", "--bootstrap", "50")
    assert len(values["low"]) == len(values["rows"]) == len(values["high"])
    answer = dissensus("network", table, "--aggregation", "subtract", "--bootstrap", "50")
    assert "the 90% interval of" in answer.out


def test_sensitivity_ranks_choices_and_holds_the_reference(table: Path) -> None:
    words = ("--try-duplicates", "document", "--try-normalization", "average", "--windows", "2", "--try-weakest", "0.2")
    values = asked("sensitivity", table, *words)
    assert len(values["settings"]) == 2 * 2 * 3  # duplicates and ties with the reference's, time whole and halves
    assert {each["choice"] for each in values["ranking"]} == {"duplicates", "weakest", "window"}
    first = values["settings"][0]
    assert (first["correlation"], first["rand"], first["polarization_difference"]) == (pytest.approx(1), 1, 0)


def test_bars_count_statements_by_side(table: Path, tmp_path: Path) -> None:
    values = asked("bars", table, "--variable1", "organization", "--out", tmp_path / "bars.svg")
    counts = dict(zip(values["rows"], values["counts"], strict=True))
    assert values["levels"] == [0, 1]
    assert (counts["Ants"], counts["Ducks"]) == ([5, 0], [0, 5])
    assert "<svg" in (tmp_path / "bars.svg").read_text(encoding="utf-8")


def test_bars_without_a_qualifier_are_no_disagreement(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "bars.svg"
    assert asked("bars", table, "--qualifier", "none", "--out", target)["levels"] == [None]
    assert "disagreement" not in target.read_text(encoding="utf-8")
    asked("bars", table, "--out", target)
    assert "disagreement" in target.read_text(encoding="utf-8")


def test_centralities_of_one_mode_and_of_two(table: Path) -> None:
    one = asked("centrality", table)["organization"]
    assert set(one["rows"]) == {name for camp in CAMPS for name in camp}
    assert all(0 <= value <= 1 for value in one["measures"]["closeness"])
    two = asked("centrality", table, "--mode", "two-mode")
    assert {"organization", "concept"} <= set(two)


def test_seriation_puts_camps_together(table: Path) -> None:
    rows = asked("network", table, "--aggregation", "subtract", "--seriate")["rows"]
    assert {frozenset(rows[:3]), frozenset(rows[3:])} == PLANTED


def test_camps_that_are_given_are_measured(table: Path, tmp_path: Path) -> None:
    given = tmp_path / "camps.csv"
    given.write_text("name,camp\n" + "".join(f"{n},{k}\n" for k, camp in enumerate(CAMPS) for n in camp))
    best = asked("polarization", table, "--duplicates", "acrossrange")["score"]
    assert asked("polarization", table, "--duplicates", "acrossrange", "--given", given)["score"] == pytest.approx(best)
    given.write_text("Ants,a\nDucks,a\nBees,b\nEels,b\n")
    mixed = asked("polarization", table, "--given", given, "--bootstrap", "20")
    assert mixed["score"] < 0.2
    assert mixed["without_camp"] == ["Crows", "Foxes"]
    assert mixed["interval"][0] <= mixed["interval"][1]


@pytest.mark.parametrize("text", ["", "Ants\n", "Ants,a\nAnts,b\n", "Ants,a\nBees,a\n", "Ants,a,b\n", '"Ants'])
def test_a_wrong_file_of_camps_is_one_clear_error(text: str, table: Path, tmp_path: Path) -> None:
    given = tmp_path / "camps.csv"
    given.write_text(text)
    answer = dissensus("polarization", table, "--given", given)
    assert answer.code == 2
    assert answer.err.startswith("error USE005"), answer.err


@pytest.mark.parametrize("command", ANALYSES)
def test_the_same_call_gives_the_same_answer(command: str, table: Path) -> None:
    few = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1") if command == "scale" else ()
    first, second = (dissensus(command, table, *few, "--json") for _ in range(2))
    assert first == second
    assert first.code == 0


@pytest.mark.parametrize("command", ANALYSES)
def test_results_are_written_as_json_and_as_a_figure(command: str, table: Path, tmp_path: Path) -> None:
    words: tuple[str, ...] = ()
    if command == "scale":
        words = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1")
    if command == "polarization":
        words = ("--time-window", "months", "--window-size", "2")
    for ending in ("json", "svg"):
        target = tmp_path / f"{command}.{ending}"
        answer = dissensus(command, table, *words, "--out", target)
        assert answer.code == 0, answer.err
        text = target.read_text(encoding="utf-8")
        assert "<svg" in text if ending == "svg" else json.loads(text)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("polarization", "--objective", "beauty"), "NET002"),
        (("polarization", "--reliability", "none.toml"), "USE005"),
        (("polarization", "--bootstrap", "5", "--over", "luck"), "USE005"),
        (("polarization", "--out", "one.svg"), "EXP001"),
        (("communities", "--method", "astrology"), "NET002"),
        (("phases", "--distance", "far"), "USE005"),
        (("phases", "--draw", "moods", "--out", "p.svg"), "USE005"),
        (("phases", "--time-window", "years", "--window-size", "1"), "NET004"),
        (("backbone", "--method", "best"), "USE005"),
        (("backbone", "--method", "evaluate"), "USE005"),
        (("backbone", "--method", "fixed", "--size", "9"), "NET002"),
        (("scale", "--kind", "cubic"), "NET002"),
        (("scale", "--positive", "Nobody"), "NET002"),
        (("network", "--time-window", "months", "--bootstrap", "5"), "NET002"),
        (("network", "--seriate", "--bootstrap", "5"), "USE005"),
        (("network", "--kernel", "gaussian"), "NET002"),
        (("network", "--coder", "Nobody"), "NET002"),
        (("network", "--document", "d99"), "NET002"),
        (("communities", "--time-window", "months", "--bootstrap", "5"), "NET002"),
        (("communities", "--time-window", "years", "--out", "c.csv"), "EXP001"),
        (("polarization", "--out", "pol.csv"), "EXP001"),
        (("sensitivity", "--out", "choices.gif"), "EXP001"),
        (("centrality", "--out", "names.csv"), "EXP001"),
        (("scale", "--draw", "feelings", "--out", "s.svg"), "USE005"),
        (("scale", "--colour-by", "mood", "--out", "s.svg"), "USE005"),
        (("network", "--colour-by", "mood", "--out", "n.svg"), "USE005"),
        (("network", "--size-by", "mood", "--out", "n.svg"), "USE005"),
        (("network", "--layout", "heap", "--out", "n.svg"), "USE005"),
        (("network", "--out", "n.xyz"), "EXP001"),
        (("network", "--mode", "event-list", "--out", "n.gexf"), "EXP001"),
        (("network", "--flat", "all.txt", "--out", "n.csv"), "EXP001"),
        (("network", "--time-window", "seconds", "--window-size", "3600", "--out", "n.csv"), "NET005"),
        (("network", "--time-window", "hours", "--window-size", "1", "--out", "n.csv"), "EXP007"),
        (("network", "--time-window", "hours", "--window-size", "1", "--out", "n.svg"), "EXP007"),
        (("backbone", "--method", "evaluate", "--claim", "Claim a.", "--out", "b.svg"), "USE005"),
        (("bars", "--out", "bars.gif"), "EXP001"),
    ],
)
def test_what_cannot_be_is_one_clear_error(
    words: tuple[str, ...], code: str, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = dissensus(words[0], table, *words[1:])
    assert answer.code == 2, answer.out
    assert answer.err.startswith(f"error {code}: "), answer.err
    assert list(tmp_path.iterdir()) == []


def test_sensitivity_names_the_value_that_moves_a_measure_farthest(table: Path) -> None:
    words = ("--try-duplicates", "document", "--try-normalization", "average", "--windows", "2", "--try-weakest", "0.2")
    ranking = {each["choice"]: each for each in asked("sensitivity", table, *words)["ranking"]}
    window = ranking["window"]
    assert window["farthest"]["correlation"] in {"part 1 of 2", "part 2 of 2"}
    answer = dissensus("sensitivity", table, *words)
    assert f"correlation {window['alone']['correlation']:.2f} with {window['farthest']['correlation']}" in answer.out
    assert "part 2 of 2: from 2031-" in answer.out


def test_scaling_tells_how_far_its_chains_agree(table: Path) -> None:
    words = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1")
    values = asked("scale", table, *words)
    worst = max(max(each["r_hat"]) for each in values["actors"].values())
    assert values["convergence"] == {
        "r_hat": worst,
        "effective_draws": min(min(each["effective_draws"]) for each in values["actors"].values()),
        "draws": 40,
        "chains": 2,
    }
    assert f"R-hat at most {worst:.3f}" in dissensus("scale", table, *words).out


@pytest.mark.parametrize("dimensions", [1, 2])
@pytest.mark.parametrize("what", ["positions", "claims", "traces"])
def test_scaling_is_drawn_in_all_ways(what: str, dimensions: int, table: Path, tmp_path: Path) -> None:
    few = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1", "--dimensions", str(dimensions))
    targets = [tmp_path / name for name in ("one.svg", "two.svg")]
    for target in targets:
        assert dissensus("scale", table, *few, "--draw", what, "--out", target, "--quiet").code == 0
    one, two = (target.read_bytes() for target in targets)
    assert one == two
    told = "second dimension" if dimensions == 2 and what != "traces" else "Ants" if what != "claims" else "Claim a."
    assert told in one.decode()


def test_two_dimensions_are_drawn_as_a_plane(table: Path, tmp_path: Path) -> None:
    few = ("--chains", "2", "--draws", "20", "--burn-in", "20", "--thin", "1")
    for dimensions in "12":
        answer = dissensus("scale", table, *few, "--dimensions", dimensions, "--out", tmp_path / f"{dimensions}.svg")
        assert answer.code == 0
    plane, line = ((tmp_path / f"{d}.svg").read_text(encoding="utf-8") for d in "21")
    assert "first dimension" in plane
    assert "first dimension" not in line


def test_polarization_over_time_is_drawn_with_its_intervals(table: Path, tmp_path: Path) -> None:
    words = ("--time-window", "months", "--window-size", "2")
    for name, more in (("plain", ()), ("band", ("--bootstrap", "20"))):
        assert dissensus("polarization", table, *words, *more, "--out", tmp_path / f"{name}.svg").code == 0
    band, plain = ((tmp_path / f"{name}.svg").read_text(encoding="utf-8") for name in ("band", "plain"))
    assert "FillBetween" in band
    assert "90% intervals" in band
    assert "FillBetween" not in plain


def test_camps_over_time_are_drawn_as_a_line(table: Path, tmp_path: Path) -> None:
    words = ("--time-window", "months", "--window-size", "2", "--method", "leiden", "--out", tmp_path / "camps.svg")
    answer = dissensus("communities", table, *words)
    assert answer.code == 0, answer.err
    assert "best two camps" in (tmp_path / "camps.svg").read_text(encoding="utf-8")


def test_a_title_is_that_of_the_figure(table: Path, tmp_path: Path) -> None:
    for command in ("bars", "centrality", "phases", "backbone"):
        target = tmp_path / f"{command}.svg"
        assert dissensus(command, table, "--title", "Birds & fish", "--out", target).code == 0
        assert "<title>Birds &amp; fish</title>" in target.read_text(encoding="utf-8")


def test_bars_of_many_names_show_the_most_frequent_first(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "bars.svg"
    assert dissensus("bars", table, "--most", "2", "--out", target).code == 0
    assert "the 2 most frequent of 6 names" in target.read_text(encoding="utf-8")
