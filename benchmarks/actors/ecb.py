"""Reader of ECB+: texts rebuilt from the tokens, and people and organisations with their ids across documents.

Of each file (Cybulska and Vossen, 2014) the text is all its sentences; gold mentions are those marked HUMAN_PART... in
the sentences that the corpus' own list selects (``ECBplus_coreference_sentences.csv``), as is usual. Mentions that one
CROSS_DOC_COREF relation joins have its ``note`` as their id in every document; those of an INTRA_DOC_COREF are one
entity of their document; the rest are singletons.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from actors.detokenise import text_of

DEV_TOPICS = (2, 5, 12, 18, 21, 23, 34, 35)
LIST = "ECBplus_coreference_sentences.csv"
_ENDS_HEAD = frozenset(
    {
        ",",
        "(",
        "of",
        "in",
        "at",
        "for",
        "from",
        "on",
        "to",
        "with",
        "by",
        "who",
        "that",
        "which",
        "whose",
        "'s",
        "’s",
        "-",
    }
)
"""Words after which nothing of a phrase is its head."""


@dataclass(frozen=True, slots=True)
class EcbMention:
    """A gold mention; offsets in code points of the document's text, ends exclusive.

    Attributes:
        start: of the mention, from its first token to its last.
        end: of the same.
        head_start: of its head: the last token before the first comma, preposition, relative pronoun or possessive.
        head_end: of the same.
        entity: id across documents, or one of its document only.
    """

    start: int
    end: int
    head_start: int
    head_end: int
    entity: str


@dataclass(frozen=True, slots=True)
class EcbDocument:
    """One document.

    Attributes:
        name: "2_1ecb".
        topic: 2.
        text: rebuilt from the tokens.
        selected: start and end of the sentences that are annotated wholly.
        mentions: of people and organisations in those, in text order.
    """

    name: str
    topic: int
    text: str
    selected: tuple[tuple[int, int], ...]
    mentions: tuple[EcbMention, ...]

    def holds(self, start: int, end: int) -> bool:
        """Whether a span lies in a selected sentence."""
        return any(first <= start and end <= last for first, last in self.selected)


def selected_sentences(folder: Path) -> dict[str, set[int]]:
    """Name of a document to the numbers of its selected sentences."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    with (folder / LIST).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[f"{row['Topic']}_{row['File']}"].add(int(row["Sentence Number"]))
    return dict(found)


def read_ecb(folder: Path, topics: Collection[int] = DEV_TOPICS) -> list[EcbDocument]:
    """All documents of the topics with selected sentences, both subtopics of each, sorted by topic and name.

    Raises:
        ValueError: a file's tokens or marks are not as expected.
    """
    selected = selected_sentences(folder)
    names = [(topic, path) for topic in sorted(topics) for path in sorted((folder / str(topic)).glob("*.xml"))]
    return [parse(path, topic, selected[path.stem]) for topic, path in names if path.stem in selected]


def parse(path: Path, topic: int, selected: Collection[int]) -> EcbDocument:
    """One document of its file.

    Args:
        path: the XML file.
        topic: number of its topic.
        selected: numbers of the sentences whose mentions count.

    Raises:
        ValueError: a mark points at a token that is not there.
    """
    from lxml import etree

    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    rows: dict[int, list[tuple[str, str]]] = {}
    for token in root.iter("token"):
        rows.setdefault(int(token.get("sentence")), []).append((token.get("t_id"), token.text or ""))
    numbers = sorted(rows)
    sentences = [[form for _, form in rows[number]] for number in numbers]
    text, places = text_of(sentences, cut=path.stem.endswith("ecbplus"))
    where: dict[str, tuple[int, int, int, str]] = {}
    for number, place, sentence in zip(numbers, places, [rows[n] for n in numbers], strict=True):
        for (start, end), (token_id, form) in zip(place, sentence, strict=True):
            where[token_id] = (start, end, number, form)
    entities = _entities(root, path.stem)
    mentions = []
    for mark in root.find("Markables"):
        anchors = [anchor.get("t_id") for anchor in mark.findall("token_anchor")]
        if not anchors or not mark.tag.startswith("HUMAN_PART"):
            continue
        if not where.keys() >= set(anchors):
            raise ValueError(f"{path.name}: mark {mark.get('m_id')} points at a token that is not there")
        tokens = sorted(where[anchor] for anchor in anchors)
        if tokens[0][2] in selected:
            mentions.append(_mention(tokens, entities.get(mark.get("m_id"), f"{path.stem}/m{mark.get('m_id')}")))
    inside = [(place[0][0], place[-1][1]) for n, place in zip(numbers, places, strict=True) if n in selected]
    unique = {(m.start, m.end): m for m in reversed(mentions)}
    ordered = sorted(unique.values(), key=lambda m: (m.start, -m.end))
    return EcbDocument(path.stem, topic, text, tuple(inside), tuple(ordered))


def _entities(root: object, name: str) -> dict[str, str]:
    """Id of a mark to that of the entity which a relation gives it."""
    found: dict[str, str] = {}
    for tag in ("INTRA_DOC_COREF", "CROSS_DOC_COREF"):
        for relation in root.iter(tag):  # type: ignore[attr-defined]  # lxml is untyped
            entity = relation.get("note") if tag == "CROSS_DOC_COREF" else f"{name}/r{relation.get('r_id')}"
            found.update({source.get("m_id"): entity for source in relation.findall("source")})
    return found


def _mention(tokens: list[tuple[int, int, int, str]], entity: str) -> EcbMention:
    ends = next((i for i, token in enumerate(tokens) if i and token[3].lower() in _ENDS_HEAD), len(tokens))
    head = tokens[ends - 1]
    return EcbMention(tokens[0][0], tokens[-1][1], head[0], head[1], entity)
