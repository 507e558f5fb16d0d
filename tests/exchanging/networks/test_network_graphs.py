"""Networks as GraphML, visone's GraphML, GEXF, edge lists and graphs of networkx."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from small_networks import DAY, MONDAY, actors_and_claims, coded, network, three_actors

from dissensus.exchanging.networks.edge_list import write_edge_lines, write_edge_table
from dissensus.exchanging.networks.gexf import write_gexf, write_gexf_series
from dissensus.exchanging.networks.graphml import write_graphml
from dissensus.exchanging.networks.networkx_graph import to_networkx
from dissensus.exchanging.networks.nodes import Frequencies, frequencies
from dissensus.exchanging.networks.parquet import read_parquet, write_parquet
from dissensus.exchanging.networks.visone_graphml import write_visone_graphml
from dissensus.exchanging.networks.xml_text import valid
from dissensus.model.coded_statements import Entity
from dissensus.model.errors import ExportError, NetworkError
from dissensus.networks.building import build
from dissensus.networks.options import DNA, NetworkOptions

HOSTILE = ['<a> & "b"', "c\x00\x1f", "d\ud800", "]]>", "-->", "e\tf\ng", "  spaces  ", ""]
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://www.gexf.net/1.2draft}"


def written(write, *arguments) -> bytes:
    held = io.StringIO()
    write(arguments[0], held, *arguments[1:])
    return held.getvalue().encode("utf-8", "replace")


def hostile():
    count = len(HOSTILE)
    cells = np.ones((count, count)) - np.eye(count)
    entities = {"organization": {name: Entity(name, 0, "no colour", {'"k" <': name}) for name in HOSTILE}}
    return network(HOSTILE, None, cells), entities


def weights(graph: nx.Graph) -> dict[tuple[str, str], float]:
    return {tuple(sorted((a, b))): w for a, b, w in graph.edges(data="weight")}


def test_a_graph_of_networkx_has_weights_signs_and_what_is_known_of_nodes():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode", aggregation="subtract"))
    graph = to_networkx(made, statements.entities, frequencies(made, statements))
    assert graph.nodes["Ann"] == {
        "name": "Ann", "variable": "organization", "bipartite": 0, "colour": "#ff0000",
        "attributes": {"Type": "party", "Alias": "A."}, "frequency": 2,
    }  # fmt: skip
    assert graph.edges["Bob", "Build it."] == {"weight": -1.0, "sign": -1, "relation": "negative"}
    assert nx.is_bipartite(graph)


def test_a_graph_of_networkx_has_the_matrix_of_the_network():
    made = three_actors()
    assert (nx.to_numpy_array(to_networkx(made), nodelist=made.rows) == made.dense()).all()


def test_a_name_of_both_modes_is_two_nodes():
    made = network(["Ann", "Tax it."], ["Tax it."], [1, 2], aggregation="ignore")
    graph = to_networkx(made)
    assert list(graph.nodes) == ["Ann", "Tax it.", "Tax it. (concept)"]
    assert graph.nodes["Tax it. (concept)"]["name"] == "Tax it."


@pytest.mark.parametrize(("code", "relation", "sign"), [(1, "positive", 1), (2, "negative", -1), (3, "both", 0)])
def test_codes_of_combine_say_what_a_tie_is(code: int, relation: str, sign: int):
    graph = to_networkx(network(["A"], ["x"], [code], aggregation="combine"))
    assert (graph.edges["A", "x"]["relation"], graph.edges["A", "x"]["sign"]) == (relation, sign)


def test_frequencies_count_the_statements_that_are_left_after_filters():
    statements = coded()
    options = NetworkOptions(mode="two-mode", exclude_values={"organization": ("Bob",)}, isolates=True)
    made = build(statements, options)
    counted = frequencies(made, statements)
    assert dict(zip(made.rows, counted.rows.tolist(), strict=True)) == {"Ann": 2, "Bob": 0, "Cy; Co": 0}
    assert dict(zip(made.columns, counted.columns.tolist(), strict=True)) == {"Build it.": 1, "Tax it.": 1}


def test_graphml_is_read_back_by_networkx():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode", aggregation="subtract"))
    data = written(write_graphml, made, statements.entities, frequencies(made, statements))
    graph = nx.relabel_nodes(found := nx.parse_graphml(data.decode()), dict(found.nodes(data="label")))
    assert weights(graph) == {("Ann", "Build it."): 1.0, ("Ann", "Tax it."): 1.0, ("Bob", "Build it."): -1.0}
    assert graph.nodes["Ann"] == {
        "label": "Ann", "variable": "organization", "mode": 1, "colour": "#ff0000", "frequency": 2,
        "Alias": "A.", "Type": "party",
    }  # fmt: skip


def test_graphml_declares_every_key_and_names_every_node_once():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode"))
    root = etree.fromstring(written(write_graphml, made, statements.entities))
    declared = {(key.get("for"), key.get("id")) for key in root.iter(f"{GRAPHML}key")}
    used = {(data.getparent().tag.removeprefix(GRAPHML), data.get("key")) for data in root.iter(f"{GRAPHML}data")}
    assert used <= declared
    ids = [node.get("id") for node in root.iter(f"{GRAPHML}node")]
    assert len(set(ids)) == len(ids) == len(made.rows) + len(made.columns)
    assert {end for edge in root.iter(f"{GRAPHML}edge") for end in (edge.get("source"), edge.get("target"))} <= set(ids)
    assert [child.tag for child in root][-1] == f"{GRAPHML}graph"


@pytest.mark.parametrize("write", [write_graphml, write_visone_graphml, write_gexf])
def test_xml_of_hostile_names_is_well_formed_and_says_them(write):
    made, entities = hostile()
    root = etree.fromstring(written(write, made, entities))
    said = {node.get("label") for node in root.iter(f"{GEXF}node")} | {
        data.text or "" for data in root.iter(f"{GRAPHML}data")
    }
    assert {'<a> & "b"', "c\ufffd\ufffd", "]]>", "-->", "e\tf\ng", "  spaces  ", ""} <= said


def test_graphml_of_one_mode_has_each_pair_once():
    root = etree.fromstring(written(write_graphml, three_actors()))
    assert len(list(root.iter(f"{GRAPHML}edge"))) == 3


def test_visone_has_colours_shapes_and_places():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode", aggregation="subtract"))
    root = etree.fromstring(written(write_visone_graphml, made, statements.entities, frequencies(made, statements)))
    space = {"y": "http://www.yworks.com/xml/graphml", "g": GRAPHML[1:-1]}
    assert root.xpath("//g:node[1]//y:Fill/@color", namespaces=space) == ["#FF0000"]
    assert root.xpath("//y:Shape/@type", namespaces=space) == ["ellipse"] * 2 + ["roundrectangle"] * 2
    assert root.xpath("//y:LineStyle/@color", namespaces=space) == ["#00ff00", "#00ff00", "#ff0000"]
    places = [(each.get("x"), each.get("y")) for each in root.xpath("//y:Geometry", namespaces=space)]
    assert len(set(places)) == 4


def test_visone_is_the_same_every_time():
    assert written(write_visone_graphml, three_actors()) == written(write_visone_graphml, three_actors())


def test_visone_keys_of_attributes_do_not_clash_with_its_own():
    made = network(["A", "B"], None, [[0, 1], [1, 0]])
    entities = {"organization": {"A": Entity("A", 1, attributes={"name": "x", "two words": "y", "Type": "z"})}}
    root = etree.fromstring(written(write_visone_graphml, made, entities))
    ids = [key.get("id") for key in root.iter(f"{GRAPHML}key")]
    assert len(set(ids)) == len(ids)
    assert {key.get("attr.name") for key in root.iter(f"{GRAPHML}key")} >= {"name", "two words", "Type"}


def test_visone_compatible_with_dna_takes_entity_numbers_and_tells_possible_ties():
    statements = coded()
    options = NetworkOptions(mode="two-mode", aggregation="subtract", compatible=DNA)
    made = build(statements, options)
    text = written(write_visone_graphml, made, statements.entities, frequencies(made, statements)).decode()
    assert '<node id="n5">\r\n' in text
    assert '<edge source="n5" target="n8">\r\n      <data key="weight">1.0</data>\r\n' in text
    assert 'parse.edges="4" parse.nodes="4"' in text
    assert text.endswith("</graphml>\r\n\r\n")


def test_visone_compatible_with_dna_refuses_variables_of_documents_as_dna_fails_at_them():
    made = network(["Zoe"], ["Build it."], [1], variable1="author", variable1_document=True, compatible=DNA)
    with pytest.raises(NetworkError) as raised:
        written(write_visone_graphml, made)
    assert raised.value.code == "NET003"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1.0"), (0.1, "0.1"), (1e7, "1.0E7"), (12345678.5, "1.23456785E7"), (0.0001, "1.0E-4"), (-2.5, "-2.5")],
)
def test_numbers_compatible_with_dna_look_as_in_java(number: float, text: str):
    made = network(["A"], ["x"], [number], compatible=DNA)
    assert f'<data key="weight">{text}</data>'.encode() in written(write_visone_graphml, made)


def test_gexf_is_read_back_by_networkx():
    statements = coded()
    made = build(statements, NetworkOptions(mode="two-mode", aggregation="subtract"))
    data = written(write_gexf, made, statements.entities, frequencies(made, statements))
    graph = nx.read_gexf(io.BytesIO(data), relabel=True)
    assert weights(graph) == {("Ann", "Build it."): 1.0, ("Ann", "Tax it."): 1.0, ("Bob", "Build it."): -1.0}
    assert graph.nodes["Ann"]["Type"] == "party"
    assert graph.nodes["Ann"]["frequency"] == 2
    assert graph.nodes["Ann"]["viz"]["color"] == {"r": 255, "g": 0, "b": 0, "a": 1.0}
    assert graph.edges["Bob", "Build it."]["relation"] == "negative"


def a_series():
    """Ann and Bob on the first and third day; Cy comes on the third."""
    return [
        network(["Ann", "Bob"], None, [[0, 1], [1, 0]], aggregation="subtract"),
        network(["Ann", "Bob"], None, [[0, 0], [0, 0]], aggregation="subtract", middle=MONDAY + DAY),
        three_actors(middle=MONDAY + 2 * DAY),
    ]


def test_gexf_of_a_series_has_relations_by_time_for_networkx():
    graph = nx.read_gexf(io.BytesIO(written(write_gexf_series, a_series())), relabel=True)
    assert graph.graph["mode"] == "dynamic"
    assert graph.edges["Ann", "Bob"]["relation"] == [
        ("positive", "2021-03-01T00:00:00", "2021-03-01T23:59:59"),
        ("positive", "2021-03-03T00:00:00", "2021-03-03T23:59:59"),
    ]


def test_gexf_of_a_series_has_weights_by_time():
    root = etree.fromstring(written(write_gexf_series, a_series()))
    values = next(root.iter(f"{GEXF}edge")).iter(f"{GEXF}attvalue")
    assert [tuple(each.values())[1:] for each in values if each.get("for") == "weight"] == [
        ("1.0", "2021-03-01T00:00:00", "2021-03-01T23:59:59"),
        ("2.0", "2021-03-03T00:00:00", "2021-03-03T23:59:59"),
    ]


def test_gexf_of_a_series_has_a_spell_for_each_time_without_a_break():
    root = etree.fromstring(written(write_gexf_series, a_series()))
    spells = {
        element.get("label") or "tie": [(s.get("start"), s.get("end")) for s in element.iter(f"{GEXF}spell")]
        for element in [*root.iter(f"{GEXF}node"), next(root.iter(f"{GEXF}edge"))]
    }
    assert spells["Ann"] == [("2021-03-01T00:00:00", "2021-03-03T23:59:59")]
    assert spells["Cy"] == [("2021-03-03T00:00:00", "2021-03-03T23:59:59")]
    assert len(spells["tie"]) == 2


def test_gexf_of_a_series_within_a_day_tells_times_of_day():
    series = [three_actors(middle=MONDAY + k * 3600) for k in range(2)]
    graph = etree.fromstring(written(write_gexf_series, series)).find(f"{GEXF}graph")
    assert (graph.get("timeformat"), graph.get("end")) == ("dateTime", "2021-03-01T01:59:59")


def test_gexf_refuses_networks_that_are_no_series():
    for series in ([], [three_actors(), three_actors()], [three_actors(), actors_and_claims(middle=MONDAY + DAY)]):
        with pytest.raises(ExportError) as raised:
            written(write_gexf_series, series)
        assert raised.value.code == "EXP005"
        assert series == [] or ".long.csv, .parquet or .json" in raised.value.remedy


def test_an_edge_table_is_read_back_by_pandas(tmp_path: Path):
    write_edge_table(actors_and_claims(), tmp_path / "net.tsv")
    frame = pd.read_csv(tmp_path / "net.tsv", sep="\t")
    assert frame.to_dict("list") == {
        "Source": ["Ann", "Ann", "Bob"],
        "Target": ["Build it.", "Tax it.", "Tax it."],
        "Type": ["Undirected"] * 3,
        "Weight": [2, -1, 1],
        "Relation": ["positive", "negative", "positive"],
    }


def test_names_with_tabs_come_back_from_an_edge_table():
    made = network(["a\tb", 'c "d"'], None, [[0, 1], [1, 0]])
    frame = pd.read_csv(io.BytesIO(written(write_edge_table, made)), sep="\t")
    assert (frame["Source"][0], frame["Target"][0]) == ("a\tb", 'c "d"')


def test_edge_lines_are_read_back_by_networkx(tmp_path: Path):
    made = three_actors()
    write_edge_lines(made, tmp_path / "net.txt")
    graph = nx.read_weighted_edgelist(tmp_path / "net.txt", delimiter="\t", comments=None)
    assert weights(graph) == {("Ann", "Bob"): 2.0, ("Ann", "Cy"): -1.0, ("Bob", "Cy"): -3.0}


def test_a_line_end_in_a_name_stays_within_its_edge_line():
    made = network(["a\nb", "#c"], None, [[0, 1], [1, 0]])
    assert written(write_edge_lines, made) == b"a\\x0ab\t#c\t1\n"


def test_counts_without_entities_still_give_frequencies():
    counts = Frequencies(np.array([1, 2, 3]), np.array([1, 2, 3]))
    assert [node["frequency"] for _, node in to_networkx(three_actors(), None, counts).nodes(data=True)] == [1, 2, 3]


@pytest.mark.parametrize("write", [write_graphml, write_visone_graphml, write_gexf])
def test_what_is_no_finite_number_is_written_in_words(write):
    made = network(["A", "B"], None, [[0, np.nan], [np.nan, 0]], integer=False)
    text = written(write, made).decode()
    assert "NaN" in text
    assert "nan" not in text


NAMES = st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=5, unique=True)


@given(NAMES, st.data())
def test_any_names_and_weights_come_back_from_graphml_and_parquet(names: list[str], data):
    count = len(names)
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=64)
    cells = np.zeros((count, count))
    for i in range(count):
        for j in range(i):
            cells[i, j] = cells[j, i] = data.draw(numbers)
    made = network(names, None, cells, integer=False)
    graph = nx.parse_graphml(written(write_graphml, made).decode())
    assert [label for _, label in graph.nodes(data="label", default="")] == [valid(name) for name in names]
    assert (nx.to_numpy_array(graph) == made.dense()).all()
    held = io.BytesIO()
    write_parquet(made, held)
    assert read_parquet(io.BytesIO(held.getvalue()))[0].rows == made.rows
    assert (read_parquet(io.BytesIO(held.getvalue()))[0].dense() == made.dense()).all()
