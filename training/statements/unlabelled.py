"""News without attributions, for students to learn from their teachers on: the documents of ECB+, as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from dissensus.annotating.statements._marks import quotations_of
from dissensus.annotating.statements.engine.tokens import tokens_of
from dissensus.models.pieces import Pieces
from training.statements.data import Article

SENTENCES_OF_A_PARAGRAPH = 2
"""ECB+ has no paragraphs; news has about so many sentences in one."""
_TIGHT_BEFORE = frozenset(".,;:!?)]}%”’")
_TIGHT_AFTER = frozenset("([{$£€“‘")
_MARKS = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")"}


def read_unlabelled(folder: Path, pieces: Pieces) -> list[Article]:
    """The documents of ECB+ (Cybulska and Vossen, LREC 2014), by name; none if the folder is not there."""
    articles = []
    for path in sorted(folder.glob("*/*.xml")):
        # The corpus is a local file of one's own, not text from the net.
        root = ET.parse(path).getroot()  # noqa: S314
        sentences: dict[int, list[str]] = {}
        for token in root.iter("token"):
            sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        lines = [joined(words) for _, words in sorted(sentences.items())]
        size = SENTENCES_OF_A_PARAGRAPH
        text = "\n\n".join(" ".join(lines[k : k + size]) for k in range(0, len(lines), size))
        articles.append(Article(path.stem, text, tokens_of(text, pieces, quotations_of(text)), ()))
    return articles


def joined(words: Iterable[str]) -> str:
    """The words of a tokenized sentence as they are printed."""
    text = ""
    opened = False
    tight = True
    for word in words:
        shown = _MARKS.get(word, word)
        if shown == '"':
            shown = "”" if opened else "“"
        if shown in "“”":
            opened = shown == "“"
        glued = tight or shown[:1] in _TIGHT_BEFORE or shown in {"n't", "n’t"} or shown[:1] in {"'", "’"}
        text += shown if glued else f" {shown}"
        tight = shown in _TIGHT_AFTER
    return text
