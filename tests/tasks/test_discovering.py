"""Drafts of a codebook out of articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from discovery_fakes import WordEmbedder, WordScorer

from dissensus.exchanging.codebook_files import read_codebook
from dissensus.model.errors import DiscoveryError, UsageError
from dissensus.model.options import AnnotatingOptions
from dissensus.tasks.discovering import (
    SHOWN_WORDS,
    Discovery,
    claim_object,
    discover_project,
    draft_codebook,
    project_of,
    write_draft,
)
from dissensus.tasks.positions import Models

ARTICLES = {
    "courier.txt": 'The old mine must close.\n\n"The old mine must never close," said Orla Brask, a miner.',
    "voices.txt": "Close the old mine!\n\nRain fell on the market square and the boats stayed in the harbour.",
    "lantern.txt": "The old mine must close, wrote the paper. " + "The old mine must close in the end " * 40 + ".",
}


def _models() -> Models:
    return Models(WordEmbedder(), WordScorer())


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mine") / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = "".join(f"{name},{name.removesuffix('.txt').title()}\n" for name in ARTICLES)
    (folder / "metadata.csv").write_text("file,outlet\n" + rows, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(articles: Path) -> Iterator[Discovery]:
    with project_of([articles], annotating=AnnotatingOptions(statements="rules")) as (project, _):
        yield discover_project(project, models=_models())


def _mine(found: Discovery) -> str:
    codebook, _ = draft_codebook(found)
    return next(claim.id for claim in codebook.claims if "mine" in claim.text)


def test_a_claim_is_proposed_with_both_sides_as_members(found: Discovery) -> None:
    claim = next(each for each in found.claims if "mine" in each.wording.text)
    assert {member.side for member in claim.members} == {"supports", "opposes"}


def test_the_words_of_each_member_stand_in_its_document(found: Discovery) -> None:
    for claim in found.claims:
        for member in claim.members:
            (span, *_) = member.utterance.spans
            text = next(text for name, text in ARTICLES.items() if name.startswith(member.utterance.document_id))
            assert text[span.start : span.end] in member.utterance.words


def test_the_draft_shows_outlet_holder_side_words_and_place_of_members(found: Discovery) -> None:
    _, notes = draft_codebook(found)
    lines = notes[_mine(found)]
    told = next(line for line in lines if "Orla Brask: “" in line)
    assert told.startswith("- 0.")
    assert "Courier" in told
    assert "(courier " in told


def test_long_words_are_shown_cut(found: Discovery) -> None:
    _, notes = draft_codebook(found)
    longest = max(len(line) for lines in notes.values() for line in lines)
    assert longest < SHOWN_WORDS + 200


def test_a_draft_is_a_codebook_that_can_be_read_again(found: Discovery, tmp_path: Path) -> None:
    path = tmp_path / "new" / "draft.toml"
    written = write_draft(found, path)
    assert read_codebook(path) == written


def test_a_draft_that_is_there_is_kept_unless_forced(found: Discovery, tmp_path: Path) -> None:
    path = tmp_path / "draft.toml"
    path.write_text("edited = true\n", encoding="utf-8")
    with pytest.raises(DiscoveryError) as caught:
        write_draft(found, path)
    assert caught.value.code == "REC032"
    assert path.read_text(encoding="utf-8") == "edited = true\n"
    write_draft(found, path, force=True)
    assert "mine" in path.read_text(encoding="utf-8")


def test_a_draft_must_be_toml(found: Discovery, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        write_draft(found, tmp_path / "draft.csv")
    assert caught.value.code == "USE006"


def test_no_claims_are_told_as_such(found: Discovery, tmp_path: Path) -> None:
    empty = Discovery((), found.outlets, found.names, 0, 0)
    with pytest.raises(DiscoveryError) as caught:
        write_draft(empty, tmp_path / "draft.toml")
    assert caught.value.code == "REC031"


def test_the_same_articles_give_the_same_draft(articles: Path, found: Discovery) -> None:
    with project_of([articles], annotating=AnnotatingOptions(statements="rules")) as (project, _):
        again = discover_project(project, models=_models())
    assert draft_codebook(again) == draft_codebook(found)


def test_a_claim_as_a_plain_object_has_its_evidence(found: Discovery) -> None:
    plain = claim_object("D01", found.claims[0], found)
    assert plain["members"]
    assert all(member["spans"] and member["words"] for member in plain["members"])


def test_wordings_of_a_language_model_stand_beside_the_machines(found: Discovery) -> None:
    from fake_language_model import completion, serving

    from dissensus.exchanging.language_model.settings import LanguageModelSettings
    from dissensus.tasks.discovering import suggest_wordings

    reply = completion('{"wording": "The old mine should be closed."}')
    with serving([reply] * len(found.claims)) as server:
        settings = LanguageModelSettings(address=server.address, model="tiny", requests_per_minute=0)
        asked = suggest_wordings(found, settings, confirm=lambda _: True)
    codebook, notes = draft_codebook(asked)
    number = _mine(asked)
    assert notes[number][-1] == "wording by llm:tiny: The old mine should be closed."
    assert [claim.text for claim in codebook.claims] == [each.wording.text for each in found.claims]
