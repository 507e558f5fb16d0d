"""The words behind the cells: which pieces of evidence the report shows, and each in its context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dissensus.model.annotations import Annotation
from dissensus.model.documents import Document
from dissensus.model.errors import EvidenceError
from dissensus.reporting._text import Mark, marked, marks_of

if TYPE_CHECKING:
    import pyarrow as pa

CONTEXT = 90
"""Characters shown left and right of the words."""

FAR = 320
"""A speaker or cue further than so many characters from the content is not drawn into the context."""

MOST_PIECES = 20_000
"""Most pieces of evidence in one report: about 15 MB of page. With more, each cell opens onto fewer of them."""

LONGEST = 4_000
"""Most characters of one quote with its context; a longer one is cut, and the article holds the rest."""

Piece = tuple[str, int, int, str]
"""document id, start, end, exact words."""


@dataclass(frozen=True, slots=True)
class Told:
    """How a quote bears on a claim: its side, how sure that is, what a person decided (or None), and the rules."""

    side: str
    confidence: float
    decided: str | None
    rules: tuple[str, ...]


@dataclass(slots=True)
class Quote:
    """One quote to be shown.

    Attributes:
        pieces: its contiguous pieces, all of one document.
        outlet: number of the outlet among those of the report.
        statement: number of the statement in its document, where it is one.
        mode: the statement's mode, or "".
        act: the statement's act, or "".
        confidence: the statement's confidence, or None.
        context: the words in their context, once rendered.
        place: id of the place in the document's text, or "" when the report does not hold the document.
        told: how it bears on a claim, where it is shown for that.
    """

    pieces: tuple[Piece, ...]
    outlet: int
    statement: int | None = None
    mode: str = ""
    act: str = ""
    confidence: float | None = None
    context: Markup = field(default_factory=Markup)
    place: str = ""
    told: Told | None = None

    @property
    def document_id(self) -> str:
        """The document."""
        return self.pieces[0][0]


@dataclass(slots=True)
class Group:
    """What one cell opens onto.

    Attributes:
        id: id of the group in the page.
        title: what the cell is about.
        total: number of pieces there are.
        unit: what is counted ("statement", "mention").
        quotes: those that are shown.
        notes: sentences that stand above the quotes.
    """

    id: str
    title: tuple[str, ...]
    total: int
    unit: str
    quotes: list[Quote]
    notes: tuple[str, ...] = ()

    @property
    def left_out(self) -> int:
        """How many are not shown."""
        return max(0, self.total - len(self.quotes))


_Indexed = tuple[int, tuple[tuple[int, int], ...], str, str]
"""Number, content spans, mode and act of a statement."""


@dataclass(slots=True)
class StatementIndex:
    """Statements of the findings by place, so that pieces of evidence can be put together again.

    Attributes:
        by_start: document id and first content span to the statements that begin so.
        speakers: document id and statement to the speaker's actor id.
        modes: document id and statement to its mode and act.
    """

    by_start: dict[tuple[str, int, int], list[_Indexed]]
    speakers: dict[tuple[str, int], str | None]
    modes: dict[tuple[str, int], tuple[str, str]]

    @classmethod
    def of(cls, statements: pa.Table, document_ids: Iterable[str]) -> StatementIndex:
        """The index of some documents' statements."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted = pa.array(sorted(set(document_ids)), pa.string())
        rows = statements.filter(pc.is_in(statements["document_id"], value_set=wanted))
        names = ("document_id", "statement", "speaker_actor_id", "mode", "act", "content")
        by_start: dict[tuple[str, int, int], list[_Indexed]] = defaultdict(list)
        speakers, modes = {}, {}
        columns = (rows[name].to_pylist() for name in names)
        for document, number, actor, mode, act, content in zip(*columns, strict=True):
            spans = tuple((span["start"], span["end"]) for span in content)
            by_start[(document, *spans[0])].append((number, spans, mode, act))
            speakers[document, number] = actor
            modes[document, number] = mode, act
        return cls(by_start, speakers, modes)

    def quotes(self, pieces: Sequence[Piece], outlet_of: Mapping[str, int], speaker: str | None = None) -> list[Quote]:
        """Pieces put together: the pieces of one statement become one quote."""
        quotes = []
        used: set[tuple[str, int]] = set()
        at = 0
        while at < len(pieces):
            document, start, end, _ = pieces[at]
            here = [(piece[1], piece[2]) for piece in pieces[at : at + 50] if piece[0] == document]
            fitting = [
                one
                for one in self.by_start.get((document, start, end), ())
                if list(one[1]) == here[: len(one[1])] and (document, one[0]) not in used
            ]
            wanted = [one for one in fitting if speaker is not None and self.speakers[document, one[0]] == speaker]
            best = max(wanted or fitting, key=lambda one: (len(one[1]), -one[0]), default=None)
            size = len(best[1]) if best else 1
            quote = Quote(tuple(pieces[at : at + size]), outlet_of[document])
            if best:
                used.add((document, best[0]))
                quote.statement, quote.mode, quote.act = best[0], best[2], best[3]
            quotes.append(quote)
            at += size
        return quotes

    def told(
        self, bearings: Iterable[Mapping[str, Any]], pieces: Sequence[Piece], outlet_of: Mapping[str, int]
    ) -> list[Quote]:
        """Pieces put together as the ``bearings`` of a table tell; an utterance that was cut short is left out."""
        quotes = []
        at = 0
        for each in bearings:
            mine = tuple(pieces[at : at + each["pieces"]])
            at += each["pieces"]
            if len(mine) < each["pieces"]:
                break
            key = each["document_id"], each["statement"]
            mode, act = self.modes.get(key, ("", ""))
            quote = Quote(mine, outlet_of[each["document_id"]], each["statement"] if mode else None, mode, act)
            quote.told = Told(each["side"], each["confidence"], each["decided"], tuple(each["rules"]))
            quotes.append(quote)
        return quotes


def pieces_of(value: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """Pieces from a cell of an ``evidence`` column."""
    return [(piece["document_id"], piece["start"], piece["end"], piece["words"]) for piece in value]


def fair_share(sizes: Sequence[int], most_each: int, most: int = MOST_PIECES) -> int:
    """The largest number a cell, not above ``most_each``, with which all cells together keep within ``most`` (at
    least 1).
    """
    low, high = 1, max(most_each, 1)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle) for size in sizes) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def render(
    quotes: Sequence[Quote], document: Document, annotation: Annotation, number: int | None
) -> tuple[set[tuple[int, int]], set[int]]:
    """Fill in the context and the place of quotes of one document.

    Args:
        quotes: quotes of this document.
        document: the document.
        annotation: its annotation.
        number: number of the document among those whose text is in the report; None when it is not.

    Returns:
        The spans and the statements that the document's text needs a place for.

    Raises:
        EvidenceError: words do not stand where they are said to.
    """
    spans_needed: set[tuple[int, int]] = set()
    statements_needed: set[int] = set()
    text = document.text
    for quote in quotes:
        for _, start, end, words in quote.pieces:
            if text[start:end] != words:
                raise EvidenceError(f"the words {words[:60]!r} do not stand at {start} in document {document.id!r}")
        first, last = quote.pieces[0][1], quote.pieces[-1][2]
        if quote.statement is not None and quote.statement < len(annotation.statements):
            marks = marks_of(annotation.statements, [quote.statement])
            marks = [mark for mark in marks if mark.start > first - FAR and mark.end < last + FAR]
            content = {(start, end) for start, end in annotation.statements[quote.statement].content}
            # The words that bear on a claim may be a part of what is said.
            marks += [Mark(start, end, "hit") for _, start, end, _ in quote.pieces if (start, end) not in content]
            statements_needed.add(quote.statement)
            quote.confidence = annotation.statements[quote.statement].confidence
            place = f"s{quote.statement}"
        else:
            marks = [Mark(start, end, "hit") for _, start, end, _ in quote.pieces]
            spans_needed.add((first, quote.pieces[0][2]))
            place = f"p{first}"
        left = _word_start(text, min([first, *(mark.start for mark in marks)]))
        right = _word_end(text, max([last, *(mark.end for mark in marks)]))
        right = min(right, left + LONGEST)
        quote.context = Markup("{}{}{}").format(
            "… " if left > 0 else "", marked(text, left, right, marks), " …" if right < len(text) else ""
        )
        quote.place = f"d{number}{place}" if number is not None else ""
    return spans_needed, statements_needed


def _word_start(text: str, position: int) -> int:
    """Where the context left of a position begins: at a word, not before the paragraph."""
    left = max(0, position - CONTEXT)
    line = text.rfind("\n", left, position) + 1
    if line:
        return line
    space = text.find(" ", left, position)
    return left if left == 0 or space < 0 else space + 1


def _word_end(text: str, position: int) -> int:
    right = min(len(text), position + CONTEXT)
    line = text.find("\n", position, right)
    if line >= 0:
        return line
    space = text.rfind(" ", position, right)
    return right if right == len(text) or space < 0 else space


Documents = Callable[[str], Document]
Annotations = Callable[[str], Annotation]
