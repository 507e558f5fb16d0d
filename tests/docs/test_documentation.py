"""Nothing public is undocumented, and what the reference says is what the code does."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import dissensus
from dissensus.model.errors import REMEDIES


@pytest.fixture(scope="module")
def generate(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", root / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_generate"] = module
    spec.loader.exec_module(module)
    return module


def test_the_generated_parts_of_the_reference_are_those_of_the_code(generate: ModuleType) -> None:
    assert generate.stale_pages(write=False) == [], "run python docs/generate.py"


def test_every_command_and_option_is_documented(generate: ModuleType, root: Path) -> None:
    page = (root / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## dissensus ([\w -]+)\n(.*?)(?=^## |\Z)", page, flags=re.DOTALL | re.MULTILINE))
    for name, command in generate.commands().items():
        assert name in sections, f"the command {name} has no section"
        for parameter in command.params:
            for option in parameter.opts if parameter.param_type_name == "option" else ():
                assert option == "--help" or f"`{option}`" in sections[name], f"{name} {option}"


def test_every_method_of_communities_is_explained(root: Path) -> None:
    from dissensus.networks.communities import METHODS

    text = (root / "docs" / "explanation" / "camps.md").read_text(encoding="utf-8").casefold()
    assert [method for method in METHODS if method not in text] == []


def test_every_error_code_is_documented_and_every_used_code_exists(root: Path) -> None:
    page = (root / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    for code in REMEDIES:
        assert f"`{code}`" in page
    used = set()
    for path in (root / "src").rglob("*.py"):
        if path.name == "errors.py":
            used |= set(re.findall(r'default_code[^=]*= "(\w+)"', path.read_text(encoding="utf-8")))
            continue
        used |= set(
            re.findall(
                r'"((?:DIS|USE|READ|ANN|EVI|PRO|PIP|REC|COM|LLM|MOD|NET|DNA|EXP)\d{3})"',
                path.read_text(encoding="utf-8"),
            )
        )
    assert used <= set(REMEDIES)
    assert set(REMEDIES) <= used


def test_every_public_name_is_in_the_reference_and_has_a_docstring(root: Path) -> None:
    page = (root / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    for name in dissensus.__all__:
        assert f"dissensus.{name}\n" in page, name
        assert inspect.getdoc(getattr(dissensus, name)), name


def test_public_names_are_sorted_and_all_there() -> None:
    assert dissensus.__all__ == sorted(dissensus.__all__)
    for name in dissensus.__all__:
        assert getattr(dissensus, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such"):
        dissensus.no_such  # noqa: B018


def test_every_page_is_reached_from_the_index(root: Path) -> None:
    docs = root / "docs"
    index = (docs / "index.md").read_text(encoding="utf-8")
    for page in docs.glob("*/*.md"):
        if "_build" not in page.parts:
            assert str(page.relative_to(docs).with_suffix("")) in index, page
