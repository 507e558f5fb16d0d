"""GAP: what links a pronoun to a name, and how the decisions are counted."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

TEXT = "Ada Quill thanked Bo Marsh before she left her friend."
ADA, BO, SHE, HER = (0, 9), (18, 26), (34, 37), (43, 46)


@pytest.fixture
def gap(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("actors.gap")


def mention(gap: Any, span: tuple[int, int], form: str = "name", head: tuple[int, int] | None = None) -> Any:
    return gap.Found(*span, *(head or span), form, "person")


def example(gap: Any, pronoun: tuple[int, int] = SHE, gold: tuple[bool, bool] = (True, False), text: str = TEXT) -> Any:
    return gap.Example(text, pronoun, (ADA, BO), gold)


def test_a_pronoun_is_linked_to_the_name_in_its_entity(gap: Any) -> None:
    clusters = [[mention(gap, ADA), mention(gap, SHE, "pronoun")], [mention(gap, BO)]]
    assert gap.linked(example(gap), clusters) == (True, False)


def test_part_of_the_name_as_head_is_enough(gap: Any) -> None:
    clusters = [[mention(gap, (4, 9)), mention(gap, SHE, "pronoun")]]
    assert gap.linked(example(gap), clusters) == (True, False)


def test_a_phrase_that_only_holds_the_name_is_not(gap: Any) -> None:
    around = mention(gap, (0, 26), "nominal", head=(10, 17))
    assert gap.linked(example(gap), [[around, mention(gap, SHE, "pronoun")]]) == (False, False)


def test_a_pronoun_that_is_no_mention_has_no_link(gap: Any) -> None:
    clusters = [[mention(gap, ADA), mention(gap, SHE, "pronoun")]]
    assert gap.linked(example(gap, pronoun=HER), clusters) is None


def test_the_baseline_links_the_nearest_name_before_and_nothing_without_one(gap: Any) -> None:
    clusters = [[mention(gap, ADA), mention(gap, SHE, "pronoun")], [mention(gap, BO)]]
    assert gap.nearest(example(gap), clusters) == (False, True)
    assert gap.nearest(example(gap), [[mention(gap, SHE, "pronoun")]]) == (False, False)


def test_each_name_is_a_decision_of_its_own(gap: Any) -> None:
    # Right; both linked where one is right; one missed: two of three links found, two of three made are right.
    counts = gap.counted(
        [((True, False), (True, False)), ((False, True), (True, True)), ((True, False), (False, False))]
    )
    assert (counts.recall, counts.precision) == pytest.approx((2 / 3, 2 / 3))
    assert gap.counted([((False, False), (False, False))]).f1 == 0


def test_genders_are_counted_apart_and_the_ratio_is_feminine_over_masculine(gap: Any) -> None:
    he_text = TEXT.replace("she", " he")
    examples = [example(gap), example(gap, HER), example(gap, pronoun=(35, 37), text=he_text)]
    right = [[mention(gap, ADA), mention(gap, SHE, "pronoun"), mention(gap, (35, 37), "pronoun")]]
    result = gap.evaluate(examples, [right, right, right])
    assert (result.f1("ours", "feminine"), result.f1("ours", "masculine")) == pytest.approx((2 / 3, 1))
    assert result.ratio("ours") == pytest.approx(2 / 3)
    assert result.ends["pronoun is no mention", "her"] == 1
    assert result.ends["right", "she"] == 1
    assert any("ours" in line for line in gap.lines_of(result))


def table(tmp_path: Path, pronoun: str, offset: int) -> Path:
    path = tmp_path / "gap.tsv"
    columns = ["ID", "Text", "Pronoun", "Pronoun-offset", "A", "A-offset", "A-coref", "B", "B-offset", "B-coref", "URL"]
    line = ["x-1", TEXT, pronoun, str(offset), "Ada Quill", "0", "TRUE", "Bo Marsh", "18", "FALSE", "-"]
    path.write_text("\t".join(columns) + "\n" + "\t".join(line) + "\n", encoding="utf-8")
    return path


def test_a_line_is_read_with_its_places(gap: Any, tmp_path: Path) -> None:
    assert list(gap.read_gap(table(tmp_path, "she", 34))) == [example(gap)]


@pytest.mark.parametrize(("pronoun", "offset"), [("she", 33), ("friend", 47)])
def test_a_wrong_place_or_pronoun_is_refused(pronoun: str, offset: int, gap: Any, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="x-1"):
        list(gap.read_gap(table(tmp_path, pronoun, offset)))
