"""Coded statements from tables."""

from __future__ import annotations

import pytest

from dissensus.exchanging import coded_csv
from dissensus.exchanging.coded_csv import read_coded_csv
from dissensus.exchanging.networks.flat_table import write_flat_csv
from dissensus.model.coded_statements import Entity
from dissensus.model.errors import NetworkError

TABLE = """\
statement_id,time,document_id,document_source,organization,organization: kind,concept,agreement,weight,coder,text
2,2031-05-02,d2,Gull Post,Boat Union,union,Close it,0,-4,Ina,No.
1,2031-05-01T10:00:00+00:00,d1,Vell Daily,Port,,Close it,1,2,Bo,Yes.
3,2031-05-02,d2,Gull Post,'=Port,union,,,,Ina,"Per""haps, "
"""


@pytest.fixture
def table(tmp_path):
    def write(content, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def values_of(column):
    return [column.values[code] if code >= 0 else None for code in column.codes]


def test_rows_become_statements_in_order_of_time(table):
    coded = read_coded_csv(table(TABLE))
    assert coded.ids.tolist() == [1, 2, 3]
    assert coded.time.tolist() == [1_935_396_000, 1_935_446_400, 1_935_446_400]
    assert values_of(coded.coder) == ["Bo", "Ina", "Ina"]
    assert coded.passages == ["Yes.", "No.", 'Per"haps, ']


def test_data_types_come_from_the_cells(table):
    variables = read_coded_csv(table(TABLE)).variables
    assert {name: column.kind for name, column in variables.items()} == {
        "organization": "short text", "concept": "short text", "agreement": "boolean", "weight": "integer",
    }  # fmt: skip
    assert values_of(variables["agreement"]) == [1, 0, None]
    assert values_of(variables["weight"]) == [2, -4, None]
    assert values_of(variables["concept"]) == ["Close it", "Close it", ""]


def test_the_mark_against_formulas_is_taken_away(table):
    assert values_of(read_coded_csv(table(TABLE)).variables["organization"])[2] == "=Port"


def test_columns_with_a_colon_tell_attributes(table):
    known = read_coded_csv(table(TABLE)).entities["organization"]
    assert known["Boat Union"] == Entity("Boat Union", attributes={"kind": "union"})


def test_what_is_told_of_documents_is_kept(table):
    told = read_coded_csv(table(TABLE)).document_variables
    assert values_of(told["source"]) == ["Vell Daily", "Gull Post", "Gull Post"]
    assert values_of(told["id"]) == ["d1", "d2", "d2"]
    assert values_of(told["author"]) == [""] * 3


def test_a_small_table_is_enough(table):
    coded = read_coded_csv(table("actor;claim\nA;x\nB;y\n"))
    assert (coded.ids.tolist(), list(coded.variables), set(coded.confidence)) == ([1, 2], ["actor", "claim"], {1.0})


def test_ids_of_documents_are_texts_though_they_look_like_numbers(table):
    coded = read_coded_csv(table("document_id,a\n7,x\n007,y\n10,z\n7,w\n"))
    assert values_of(coded.document_variables["id"]) == ["007", "7", "7", "10"]
    assert coded.document.tolist() == [1, 2, 2, 3]


def test_numbers_of_documents_are_kept_where_they_are_distinct(table):
    coded = read_coded_csv(table("document_id,a\n12,x\n07,y\n"))
    assert values_of(coded.document_variables["id"]) == ["07", "12"]
    assert coded.document.tolist() == [7, 12]


def test_a_row_without_time_among_others_that_tell_it_is_refused_by_its_number(table):
    with pytest.raises(NetworkError, match="row 3 tells no time") as refused:
        read_coded_csv(table("time,statement_type,a\n,X,q\n2031-05-01,Y,x\n,Y,y\n"), "Y")
    assert refused.value.code == "NET009"


def test_where_no_row_tells_its_time_all_are_of_one_moment(table):
    assert set(read_coded_csv(table("time,a\n,x\n,y\n")).time.tolist()) == {0}


def test_known_columns_are_known_in_capitals_and_variables_keep_their_names(table):
    coded = read_coded_csv(table("Date,Document,CODER,Actor,Claim\n2031-05-07,d1,Ann,A,x\n2031-05-08,d2,Bo,B,y\n"))
    assert (coded.time.tolist()[1] - coded.time.tolist()[0], coded.document.tolist()) == (86_400, [1, 2])
    assert list(coded.variables) == ["Date", "Document", "Actor", "Claim"]
    assert values_of(coded.coder) == ["Ann", "Bo"]


def test_a_known_column_in_small_letters_goes_before_one_in_capitals(table):
    coded = read_coded_csv(table("Time,time,a\nearly,2031-05-07,x\n"))
    assert (coded.timed, values_of(coded.variables["Time"])) == (True, ["early"])


def test_a_time_that_is_none_is_told_with_its_column_as_it_is_written(table):
    with pytest.raises(NetworkError, match="'soon' in the column DATE is neither"):
        read_coded_csv(table("DATE,a\nsoon,x\n"))


def test_a_flat_table_that_was_written_reads_back(table, tmp_path):
    first = read_coded_csv(table(TABLE))
    write_flat_csv(first, tmp_path / "flat.csv")
    again = read_coded_csv(tmp_path / "flat.csv")
    for name, column in first.variables.items():
        assert values_of(column) == values_of(again.variables[name])
    assert (first.time.tolist(), first.passages) == (again.time.tolist(), again.passages)


def test_one_statement_type_is_chosen(table):
    file = table("statement_type,a\nx,1\ny,2\n")
    assert len(read_coded_csv(file, "y")) == 1
    for wanted in (None, "z"):
        with pytest.raises(NetworkError, match="statement type"):
            read_coded_csv(file, wanted)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n", b"a\n\xff\xfe\n", b"coder\nx\n", b"a,time\nx,soon\n", b"a,time\nx,9999999999999-01-01\n",
        b"a,confidence\nx,2\n", b"a,confidence\nx,nan\n", b"a,start\nx,1.5\n", b"a,start\nx,99999999999999999999\n",
        b"a,statement_id\nx,1\ny,1\n", b'a,b\n"x,1\n', b"a,statement_id\nx,\xd9\xa1\n",
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused(table, content):
    with pytest.raises(NetworkError) as refused:
        read_coded_csv(table(content))
    assert refused.value.code == "NET009"


@pytest.mark.parametrize(("bound", "value"), [("MAX_BYTES", 10), ("MAX_ROWS", 1)])
def test_a_table_that_is_too_large_is_refused(table, monkeypatch, bound, value):
    monkeypatch.setattr(coded_csv, bound, value)
    with pytest.raises(NetworkError):
        read_coded_csv(table(TABLE))


@pytest.mark.parametrize("bad", ["n.a.", "maybe", "2", "nan", "1.5"])
def test_one_cell_that_would_turn_agreement_into_text_is_told_with_its_row(tmp_path, bad):
    path = tmp_path / "r.csv"
    rows = [f"A,X,{n % 2}" for n in range(9)] + [f"B,X,{bad}"]
    path.write_text("organization,concept,agreement\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(NetworkError, match=f"row 10 has '{bad}' in agreement"):
        read_coded_csv(path)


def test_a_blank_cell_is_no_value(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("organization,concept,agreement\nA,X,1\nB,X,0\nC,X, \n", encoding="utf-8")
    agreement = read_coded_csv(path).variables["agreement"]
    assert (agreement.kind, agreement.codes.tolist()) == ("boolean", [1, 0, -1])


def test_texts_that_are_numbers_now_and_then_stay_texts(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("organization,chapter\nA,1\nB,2a\nC,3\n", encoding="utf-8")
    assert read_coded_csv(path).variables["chapter"].kind == "short text"


def test_a_date_and_a_document_stand_in_for_time_and_id(table):
    coded = read_coded_csv(table("date,document,organization,concept\n1970-01-02,d1,A,x\n1970-01-03,d2,B,x\n"))
    assert coded.time.tolist() == [86_400, 172_800]
    assert coded.document_variables["id"].values == ("d1", "d2")
    assert "date" in coded.variables


def test_a_date_that_is_none_names_its_column(table):
    with pytest.raises(NetworkError, match="in the column date is neither"):
        read_coded_csv(table("date,organization\nyesterday,A\n"))
