"""Pictures of networks: what is drawn, how labels are treated, and that nothing in them is left to chance."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from PIL import Image
from small_networks import DAY, MONDAY, actors_and_claims, coded, network, three_actors

from dissensus.exchanging.figures._canvas import (
    NEGATIVE,
    POSITIVE,
    REST,
    group_look,
    group_places,
    settings,
    sheet,
    text_size,
    wrapped,
)
from dissensus.exchanging.figures._labels import lines_of, plain
from dissensus.exchanging.figures._network_legend import Entry, fitting
from dissensus.exchanging.figures.layouts import (
    positions_of,
    shelves,
    signed_ties,
    stress_layout,
    two_column_orders,
    without_overlaps,
)
from dissensus.exchanging.figures.network_figure import FigureOptions, draw_network, shared_places
from dissensus.exchanging.networks.nodes import frequencies
from dissensus.exchanging.networks.writing import write_network
from dissensus.model.coded_statements import Entity
from dissensus.model.errors import ExportError
from dissensus.networks.building import build
from dissensus.networks.options import NetworkOptions

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "$x^2$ and $\\frac{1}{2}$", "a" * 3000, "مرحبا بالعالم", "\x00\x07ctrl\n\tname", "_hidden", "<b>&\"'", "%s {0} \\n",
    "漢字", "e" + "\u0301" * 500, "\u202eevil", "", "\ud800lone", "</svg><script>alert(1)</script>", "--> x", "$",
]  # fmt: skip


def svg_of(made, options: FigureOptions | None = None, **more) -> bytes:
    held = io.BytesIO()
    draw_network(made, held, options, format_id="svg", **more)
    return held.getvalue()


def notes_of(svg: bytes) -> list[str]:
    return [title.text for title in etree.fromstring(svg).iter(f"{SVG}title")][1:]


def two_camps(size: int = 5):
    """Two camps, friends within, foes between."""
    side = np.repeat([1, -1], size)
    cells = np.outer(side, side) - np.eye(2 * size)
    return network([f"N{k}" for k in range(2 * size)], None, cells, aggregation="subtract")


def test_a_png_is_a_picture_of_its_own_without_a_programs_name(tmp_path: Path):
    draw_network(three_actors(), tmp_path / "net.png", FigureOptions(title="Who agrees"))
    with Image.open(tmp_path / "net.png") as image:
        assert min(image.size) > 200
        assert image.info["Title"] == "Who agrees"
        assert "Software" not in image.info


def test_an_svg_needs_nothing_from_elsewhere():
    root = etree.fromstring(svg_of(three_actors()))
    assert [each.tag for each in root.iter(f"{SVG}image", f"{SVG}script", f"{SVG}text", f"{SVG}a")] == []
    links = [value for each in root.iter() for name, value in each.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)


def test_an_svg_has_a_note_for_each_node():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode", aggregation="subtract"))
    svg = svg_of(made, entities=statements.entities, counts=frequencies(made, statements))
    assert notes_of(svg) == [
        "Ann · organization · 2 statements",
        "Bob · organization · 1 statement",
        "Build it. · concept · 2 statements",
        "Tax it. · concept · 1 statement",
    ]


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("make", [three_actors, actors_and_claims])
def test_drawing_twice_gives_the_same_bytes(tmp_path: Path, ending: str, make):
    for name in ("one", "two"):
        draw_network(make(), tmp_path / f"{name}.{ending}", FigureOptions(groups={"Ann": 1, "Bob": 2}))
    assert (tmp_path / f"one.{ending}").read_bytes() == (tmp_path / f"two.{ending}").read_bytes()


PROGRAM = """
import sys, io, hashlib
sys.path.insert(0, "tests/helpers")
from small_networks import three_actors
from dissensus.exchanging.figures.network_figure import draw_network
for kind in ("svg", "png"):
    held = io.BytesIO()
    draw_network(three_actors(), held, format_id=kind)
    print(hashlib.sha256(held.getvalue()).hexdigest())
"""


def test_another_process_under_another_hash_seed_gives_the_same_bytes():
    root = Path(__file__).parents[3]
    prints = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "", "HOME": str(Path.home())},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(prints) == 1
    assert len(prints.pop().split()) == 2


def test_settings_of_the_user_change_nothing_and_stay():
    import matplotlib as mpl

    before = svg_of(three_actors())
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "text.parse_math": True}):
        assert svg_of(three_actors()) == before
        assert mpl.rcParams["font.size"] == 30


def test_agreement_is_solid_and_disagreement_dashed_and_of_another_colour():
    svg = svg_of(two_camps()).decode()
    root = etree.fromstring(svg.encode())
    lines = [
        path.get("style") for group in root.iter(f"{SVG}g") if (group.get("id") or "").startswith("LineCollection")
        for path in group.iter(f"{SVG}path")
    ]  # fmt: skip
    solid = [line for line in lines if f"stroke: {POSITIVE}" in line]
    dashed = [line for line in lines if f"stroke: {NEGATIVE}" in line]
    assert (len(solid), len(dashed)) == (20, 25)
    assert all("stroke-dasharray" in line for line in dashed)
    assert not any("stroke-dasharray" in line for line in solid)


def test_hostile_labels_are_drawn_and_never_interpreted():
    count = len(HOSTILE)
    entities = {"$v$": {name: Entity(name, colour="url(x)") for name in HOSTILE}}
    made = network(HOSTILE, None, np.ones((count, count)) - np.eye(count), variable1="$v$")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = svg_of(
            made, FigureOptions(title="$t$ \x01", groups={HOSTILE[0]: "_$g$", "<b>&\"'": "<g>"}), entities=entities
        )
    notes = notes_of(svg)
    assert notes[0] == "$x^2$ and $\\frac{1}{2}$ · $v$"
    assert notes[HOSTILE.index("\u202eevil")] == "evil · $v$"
    assert notes[HOSTILE.index("</svg><script>alert(1)</script>")] == "</svg><script>alert(1)</script> · $v$"
    assert all(len(note) < 500 for note in notes)


@pytest.mark.parametrize("layout", ["stress", "columns", "circle"])
@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_hostile_labels_are_drawn_in_all_ways_twice_the_same(kind: str, layout: str):
    made = network(HOSTILE, [f"{name} too" for name in HOSTILE], np.eye(len(HOSTILE)))
    drawn = []
    for _ in range(2):
        held = io.BytesIO()
        draw_network(made, held, FigureOptions(title="$t$ \x01", layout=layout), format_id=kind)
        drawn.append(held.getvalue())
    assert drawn[0] == drawn[1]
    assert not re.search(rb"/JavaScript|/URI|CreationDate|<script", drawn[0])


def test_words_are_shortened_and_stripped():
    assert plain("a\u202eb\x00c\n d") == "ab\ufffdc d"
    assert plain("e" + "\u0301" * 9) == "e" + "\u0301" * 3
    assert plain("x" * 500, 10) == "x" * 9 + "…"
    assert lines_of("one two three four five six", 9, 2) == "one two\nthree…"
    assert lines_of("\u200b", 9, 2) == "(empty)"


def test_a_group_has_a_colour_and_a_shape_of_its_own():
    looks = [group_look(k) for k in range(64)]
    assert len(set(looks)) == 64
    assert len({colour for colour, _ in looks[:8]}) == len({marker for _, marker in looks[:8]}) == 8


def test_the_rest_of_the_groups_is_grey_and_counts_for_none():
    assert group_places(["a", REST, "z"]) == {"a": 0, "z": 1, REST: group_places([REST])[REST]}
    colour, marker = group_look(group_places([REST])[REST])
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    assert (red == green == blue, marker) == (True, "o")


def test_a_long_name_of_a_group_is_cut_only_where_the_sheet_is_narrower():
    long = "The wing of the party that wants the dam of the upper river"
    with settings([long]):
        figure = sheet(4, 4)
        (whole,) = fitting(figure, [Entry(long, {})], 600)
        (cut,) = fitting(figure, [Entry(long, {})], 200)
        assert (whole.words, cut.words[-1]) == (long, "…")
        assert text_size(figure, cut.words, 8)[0] <= 200


def test_a_long_title_is_broken_into_lines_that_fit():
    words = "A long title that tells what the figure holds and where it is from"
    with settings([words]):
        figure = sheet(4, 4)
        lines = wrapped(figure, words, 11, 200)
        assert len(lines) > 1
        assert " ".join(lines) == words
        assert all(text_size(figure, line, 11, "bold")[0] <= 200 for line in lines)
        assert wrapped(figure, words, 11, 100, lines=2)[-1].endswith("…")


def test_where_no_node_is_left_there_is_no_empty_picture():
    with pytest.raises(ExportError, match="no node is left to draw") as refused:
        svg_of(three_actors(), FigureOptions(least_weight=1e9, isolates=False))
    assert refused.value.code == "EXP001"


def test_the_caption_tells_how_many_ties_are_left_out():
    assert b"2 ties; weights of at least 2; 1 tie left out" in svg_of(three_actors(), FigureOptions(least_weight=2))
    assert b"left out" not in svg_of(three_actors())


def test_only_ties_of_the_least_weight_are_drawn():
    svg = svg_of(three_actors(), FigureOptions(least_weight=2))
    assert b"3 nodes; 2 ties; weights of at least 2" in svg


def test_only_the_strongest_ties_are_drawn_and_the_figure_says_so():
    assert b"10 nodes; 45 ties; the strongest 7 drawn" in svg_of(two_camps(), FigureOptions(most_ties=7))


def test_nodes_without_a_tie_can_be_left_out():
    assert len(notes_of(svg_of(actors_and_claims()))) == 5
    assert len(notes_of(svg_of(actors_and_claims(), FigureOptions(isolates=False)))) == 4


def test_the_largest_component_is_drawn_alone():
    cells = np.zeros((6, 6))
    for i, j in ((0, 1), (1, 2), (3, 4)):
        cells[i, j] = cells[j, i] = 1
    made = network(list("ABCDEF"), None, cells)
    assert [note[0] for note in notes_of(svg_of(made, FigureOptions(largest_component=True)))] == ["A", "B", "C"]


def test_a_network_without_nodes_is_an_empty_picture():
    assert notes_of(svg_of(network([], None, np.zeros((0, 0))))) == []


def test_ties_that_are_no_finite_number_are_not_drawn():
    cells = [[0, np.nan, 1], [np.nan, 0, np.inf], [1, np.inf, 0]]
    assert b"3 nodes; 1 tie;" in svg_of(network(["A", "B", "C"], None, cells, integer=False))


def test_too_many_nodes_are_refused():
    count = 601
    with pytest.raises(ExportError) as raised:
        svg_of(network([str(k) for k in range(count)], None, np.zeros((count, count))))
    assert raised.value.code == "EXP003"


@pytest.mark.parametrize("name", ["net.jpg", "net"])
def test_another_kind_of_picture_is_refused(tmp_path: Path, name: str):
    with pytest.raises(ExportError) as raised:
        draw_network(three_actors(), tmp_path / name)
    assert raised.value.code == "EXP001"


def test_two_camps_stand_apart():
    places = stress_layout(signed_ties(two_camps()))
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    within = max(apart[:5, :5].max(), apart[5:, 5:].max())
    assert apart[:5, 5:].mean() > 1.5 * apart[:5, :5][np.triu_indices(5, 1)].mean()
    assert apart[:5, 5:].max() > within


def test_two_who_reject_the_same_claim_stand_near_each_other():
    made = network(["A", "B", "C", "D"], ["x", "y"], [[1, 1], [1, 1], [-1, -1], [-1, -1]], aggregation="subtract")
    places = stress_layout(signed_ties(made))
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2))
    assert apart[2, 3] < apart[2, 0]
    assert apart[2, 3] < apart[2, 4]


def test_no_two_nodes_stand_in_one_place():
    for made in (two_camps(), actors_and_claims(), network(list("ABCD"), None, np.zeros((4, 4)))):
        places = positions_of(made)
        assert len({tuple(each) for each in places.round(4).tolist()}) == len(places)
        assert places.min() >= 0
        assert places.max() <= 1


def test_a_component_too_large_for_stress_still_has_places():
    count = 700
    ring = np.roll(np.eye(count), 1, axis=1)
    places = positions_of(network([str(k) for k in range(count)], None, ring + ring.T))
    assert len({tuple(each) for each in places.round(5).tolist()}) == count


def test_boxes_that_overlap_are_pushed_apart():
    generator = np.random.default_rng(7)
    places = generator.uniform(0, 120, (40, 2))
    boxes = np.tile([20.0, 20.0, 9.0, 4.0], (40, 1))
    moved = without_overlaps(places, boxes)
    low, high = moved - boxes[:, [0, 2]], moved + boxes[:, [1, 3]]
    overlap = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    both = (overlap > 0.01).all(axis=2)
    assert both.sum() == 40  # each with itself


def test_boxes_in_one_place_are_pushed_apart_too():
    moved = without_overlaps(np.zeros((3, 2)), np.ones((3, 4)))
    assert len({tuple(each) for each in moved.tolist()}) == 3


def test_shelves_do_not_overlap():
    boxes = [(5.0, 3.0), (4.0, 3.0), (2.0, 2.0), (2.0, 1.0)]
    corners, width, height = shelves(boxes)
    cells = [
        {(x + dx, y + dy) for dx in np.arange(w) for dy in np.arange(h)}
        for (x, y), (w, h) in zip(corners, boxes, strict=True)
    ]
    assert len(set().union(*cells)) == sum(map(len, cells))
    assert width >= 5
    assert height >= 3


def test_in_two_columns_each_camp_stands_beside_its_claims():
    matrix = np.array([[1, -1, 1, -1], [-1, 1, -1, 1], [1, -1, 1, -1], [-1, 1, -1, 1]], dtype=float)
    rows, columns = two_column_orders(matrix)
    assert [set(rows[:2]), set(columns[:2])] == [{0, 2}, {0, 2}]


def test_in_two_columns_what_has_no_tie_comes_last():
    rows, columns = two_column_orders(np.array([[0, 0, 0], [2, 0, 1]], dtype=float))
    assert (rows.tolist(), columns.tolist()[-1]) == ([1, 0], 1)


def node_places(svg: bytes) -> dict[str, tuple[float, float]]:
    """Where each node's marker stands, by the first word of its note."""
    found = {}
    for group in etree.fromstring(svg).iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None:
            use = next(group.iter(f"{SVG}use"))
            found[title.text.split(" ·")[0]] = (float(use.get("x")), float(use.get("y")))
    return found


def test_in_two_columns_parts_that_no_tie_joins_stand_below_each_other():
    ties = np.zeros((6, 6))
    ties[range(6), [3, 0, 5, 1, 4, 2]] = [1, -1, 1, -1, 1, -1]
    rows, columns = two_column_orders(ties)
    assert all(ties[row, column] for row, column in zip(rows, columns, strict=True))


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (2, 3)])
def test_two_columns_of_nothing_keep_their_order(shape: tuple[int, int]):
    rows, columns = two_column_orders(np.zeros(shape))
    assert (rows.tolist(), columns.tolist()) == (list(range(shape[0])), list(range(shape[1])))


def test_a_circle_has_every_node_at_one_distance_and_groups_side_by_side():
    groups = {f"N{k}": "ab"[k % 2] for k in range(10)}
    found = node_places(svg_of(two_camps(), FigureOptions(layout="circle", groups=groups)))
    places = np.array([found[f"N{k}"] for k in range(10)])
    places -= places.mean(axis=0)
    assert np.ptp(np.hypot(*places.T)) < 1
    around = sorted(range(10), key=lambda k: np.arctan2(*places[k]))
    changes = sum(around[k] % 2 != around[k - 1] % 2 for k in range(10))
    assert changes == 2


def test_sizes_of_nodes_tell_numbers_and_the_legend_says_which():
    options = FigureOptions(sizes={"Ann": 4.0, "Bob": 1.0}, sizes_of="members")
    svg = svg_of(three_actors(), options)
    widths = {}
    for group in etree.fromstring(svg).iter(f"{SVG}g"):
        title = group.find(f"{SVG}title")
        if title is not None:
            path = next(group.iter(f"{SVG}path")).get("d")
            widths[title.text] = max(float(x) for x in re.findall(r"-?[\d.]+", path))
    ann, bob, cy = (widths[name] for name in sorted(widths))
    assert ann > bob > cy
    assert any("members 4" in name for name in widths)


def test_a_colour_that_is_none_is_not_taken_from_a_file():
    entities = {"organization": {"Ann": Entity("Ann", colour='#"onload')}}
    assert b"onload" not in svg_of(three_actors(), entities=entities)


@pytest.mark.parametrize("layout", ["stress", "columns", "circle"])
def test_a_node_of_a_series_stands_in_one_place_in_all_figures(layout: str):
    series = [
        network(["Ann", "Bob"], ["x"], [1, -1], aggregation="subtract"),
        network(["Ann", "Cy"], ["x", "y"], [[1, 0], [1, 2]], aggregation="subtract"),
    ]
    options = FigureOptions(layout=layout)
    places = shared_places(series, options)
    one, other = (node_places(svg_of(each, options, places=places)) for each in series)
    assert one.keys() & other.keys() == {"Ann", "x"}
    assert all(one[name] == other[name] for name in ("Ann", "x"))


def test_figures_of_a_series_are_written_with_their_times(tmp_path: Path):
    series = [three_actors(middle=MONDAY + k * DAY) for k in range(2)]
    written = write_network(iter(series), tmp_path / "net.svg", figure=FigureOptions(title="Debate"))
    assert [path.name for path in written] == ["net-0001-2021-03-01T000000.svg", "net-0002-2021-03-02T000000.svg"]
    assert b"<title>Debate 2021-03-02 00:00:00</title>" in written[1].read_bytes()
    assert node_places(written[0].read_bytes()) == node_places(written[1].read_bytes())
