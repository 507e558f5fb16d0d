"""Reader of the GUM corpus: the raw text of a document, and its entity mentions with coreference.

The split is fixed: documents sorted by name, every third one (the third, sixth, ...) is ``test``, the rest ``train``.

The raw text is built from the tokens: a token is followed by a space unless it says ``SpaceAfter=No``, sentences of one
paragraph are joined by a space, paragraphs (``# newpar``) by a newline. Mentions are those of ``Entity=`` in the last
column, whose fields the header ``# global.Entity`` names: an opening bracket begins with the number of the entity
(``(12-person-...``), a closing one ends with it (``12)``); brackets nest and may span tokens and sentences. The parts
of a discontinuous mention (``12[1/2]``) become one mention from the first part's begin to the last part's end.

This module imports the standard library only, so that training can use it too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

KINDS = frozenset({"person", "organization", "place"})
"""Entity types that count: what actors can be."""

PARTS = ("train", "test")
_EVERY = 3
_BRACKET = re.compile(r"\(([^()]+)(\)?)|([^()]+)\)")
_PART = re.compile(r"\[(\d+)/(\d+)\]")


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention of GUM; offsets in code points of the document's text, ends exclusive.

    Attributes:
        start: of the mention.
        end: of the mention.
        head_start: of the least words that stand for it (the corpus' ``minspan``), from the first of them on as far as
            no punctuation comes between ("dentist" in "a dentist, Ada Quill, who wrote a novel").
        head_end: of the same.
        root_start: of its syntactic head, one token.
        root_end: of the same.
        cluster: number of its entity in the document.
        kind: the corpus' entity type.
        form: "pronoun" where the syntactic head is a pronoun or determiner with none coordinated to it, "name" where
            one of the least words is a proper noun, else "nominal".
        status: information status ("new", "giv:act", "acc:inf", ...).
        link: type of the link to the antecedent or next mention ("coref", "ana", "appos", "sgl", ...).
        identity: title of the Wikipedia article, or "".
    """

    start: int
    end: int
    head_start: int
    head_end: int
    root_start: int
    root_end: int
    cluster: str
    kind: str
    form: str
    status: str = ""
    link: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class GumDocument:
    """One document.

    Attributes:
        name: such as "GUM_news_afghan".
        text: the raw text.
        mentions: of the kinds asked for, in text order, longer ones first; no two have the same span.
    """

    name: str
    text: str
    mentions: tuple[GoldMention, ...]

    def clusters(self) -> list[list[GoldMention]]:
        """The mentions by entity, singletons too, in order of first mention."""
        found: defaultdict[str, list[GoldMention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.cluster].append(mention)
        return list(found.values())


def paths_of(folder: Path, part: str) -> list[Path]:
    """Files of one part of the split, sorted by name.

    Args:
        folder: where the .conllu files are.
        part: "train", "test" or "all".

    Raises:
        ValueError: there is no such part.
    """
    paths = sorted(folder.glob("*.conllu"), key=lambda path: path.name)
    if part == "all":
        return paths
    if part not in PARTS:
        raise ValueError(f"no part {part!r}; there are {', '.join(PARTS)} and all")
    return [path for place, path in enumerate(paths, 1) if (place % _EVERY == 0) == (part == "test")]


def read_gum(folder: Path, part: str = "test", kinds: Collection[str] | None = KINDS) -> list[GumDocument]:
    """All documents of a part of the split.

    Args:
        folder: where the .conllu files are.
        part: "train", "test" or "all".
        kinds: entity types of the mentions to keep; None for all.

    Raises:
        ValueError: there is no such part, or a file's brackets do not close.
    """
    return [parse(path.stem, path.read_text(encoding="utf-8"), kinds) for path in paths_of(folder, part)]


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    tag: str
    head: int
    """Number of its head in the document, -1 for the root of a sentence."""
    relation: str


@dataclass(slots=True)
class _Open:
    first: int
    fields: dict[str, str]
    part: int
    parts: int


@dataclass(slots=True)
class _Builder:
    """The text and the brackets while the lines are read."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    between: str = ""
    tokens: list[_Token] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    opened: defaultdict[str, list[_Open]] = field(default_factory=lambda: defaultdict(list))
    found: list[tuple[_Open, int]] = field(default_factory=list)

    def write(self, form: str) -> int:
        """Append a form after what is due between; where it begins."""
        if self.length:
            self.pieces.append(self.between)
            self.length += len(self.between)
        start = self.length
        self.pieces.append(form)
        self.length += len(form)
        return start

    def brackets(self, value: str, token: int) -> None:
        for opening, closed, closing in _BRACKET.findall(value):
            key = opening.partition("-")[0] or closing
            if opening:
                fields = dict(zip(self.names, opening.split("-", len(self.names) - 1), strict=False))
                part = _PART.search(key)
                fields["GRP"] = _PART.sub("", key)
                numbers = (int(part.group(1)), int(part.group(2))) if part else (1, 1)
                self.opened[key].append(_Open(token, fields, *numbers))
            if closing or closed:
                if not self.opened[key]:
                    raise ValueError(f"a bracket of {key!r} closes that none opened")
                self.found.append((self.opened[key].pop(), token))


def _value(column: str, name: str) -> str:
    """One feature of the last column, or ""."""
    return next((each[len(name) + 1 :] for each in column.split("|") if each.startswith(f"{name}=")), "")


def _sentence(builder: _Builder, rows: list[list[str]]) -> None:
    """Add a sentence's tokens; those of a multiword token share its letters."""
    base = len(builder.tokens)
    numbers = {row[0]: base + i for i, row in enumerate(r for r in rows if r[0].isdigit())}
    inside: dict[str, tuple[int, int]] = {}
    last = ""
    for row in rows:
        if "-" in row[0]:
            first, _, final = row[0].partition("-")
            parts = [r for r in rows if r[0].isdigit() and int(first) <= int(r[0]) <= int(final)]
            start = builder.write(row[1])
            exact = "".join(r[1] for r in parts) == row[1]
            at = start
            for part in parts:
                inside[part[0]] = (at, at + len(part[1])) if exact else (start, start + len(row[1]))
                at += len(part[1])
            builder.between, last = "" if _value(row[9], "SpaceAfter") == "No" else " ", final
            if parts and _value(parts[-1][9], "SpaceAfter") == "No":
                builder.between = ""
        elif row[0].isdigit():
            if row[0] in inside:
                start, end = inside[row[0]]
            else:
                start = builder.write(row[1])
                end = start + len(row[1])
            head = numbers.get(row[6], -1)
            builder.tokens.append(_Token(start, end, row[3], head, row[7]))
            builder.brackets(_value(row[9], "Entity"), numbers[row[0]])
            if row[0] not in inside or (row[0] == last and _value(row[9], "SpaceAfter") == "No"):
                builder.between = "" if _value(row[9], "SpaceAfter") == "No" else " "


def parse(name: str, conllu: str, kinds: Collection[str] | None = KINDS) -> GumDocument:
    """One document of its CoNLL-U lines.

    Args:
        name: the document's name.
        conllu: its lines.
        kinds: entity types of the mentions to keep; None for all.

    Raises:
        ValueError: brackets do not close.
    """
    builder = _Builder()
    rows: list[list[str]] = []
    for line in [*conllu.splitlines(), ""]:
        if line.startswith("# global.Entity"):
            builder.names = line.partition("=")[2].strip().split("-")
        elif line.startswith("# newpar"):
            builder.between = "\n"
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            _sentence(builder, rows)
            rows = []
            builder.between = " "
    left = sorted(key for key, opened in builder.opened.items() if opened)
    if left:
        raise ValueError(f"{name}: brackets of {', '.join(left)} do not close")
    mentions: dict[tuple[int, int], GoldMention] = {}
    for opened, final in sorted(_joined(builder.found), key=lambda each: (each[0].first, -each[1])):
        if kinds is None or opened.fields.get("etype") in kinds:
            mention = _mention(builder.tokens, opened, final)
            mentions.setdefault((mention.start, mention.end), mention)
    return GumDocument(name, "".join(builder.pieces), tuple(mentions.values()))


def _joined(found: list[tuple[_Open, int]]) -> list[tuple[_Open, int]]:
    """Parts of one mention as one, from the first to the last; the rest as they are."""
    whole = [each for each in found if each[0].parts == 1]
    waiting: dict[str, _Open] = {}
    for opened, final in sorted((e for e in found if e[0].parts > 1), key=lambda e: e[0].first):
        begun = waiting.setdefault(opened.fields["GRP"], opened)
        if opened.part == opened.parts:
            whole.append((begun, final))
            del waiting[opened.fields["GRP"]]
    return whole


def _mention(tokens: list[_Token], opened: _Open, final: int) -> GoldMention:
    inside = range(opened.first, final + 1)
    root = next((i for i in inside if tokens[i].head not in inside), opened.first)
    least = [opened.first + int(n) - 1 for n in opened.fields.get("minspan", "").split(",") if n.isdigit()]
    least = [i for i in least if i in inside] or [root]
    stop = next((i for i in range(least[0], least[-1]) if tokens[i].tag == "PUNCT" and i not in least), least[-1] + 1)
    least = [i for i in least if i < stop]
    several = any(tokens[i].head == root and tokens[i].relation == "conj" for i in inside)
    if tokens[root].tag in {"PRON", "DET"} and not several:
        form = "pronoun"
    else:
        form = "name" if any(tokens[i].tag == "PROPN" for i in least) else "nominal"
    return GoldMention(
        start=tokens[opened.first].start,
        end=tokens[final].end,
        head_start=tokens[least[0]].start,
        head_end=tokens[least[-1]].end,
        root_start=tokens[root].start,
        root_end=tokens[root].end,
        cluster=opened.fields["GRP"],
        kind=opened.fields.get("etype", ""),
        form=form,
        status=opened.fields.get("infstat", ""),
        link=opened.fields.get("link", ""),
        identity=opened.fields.get("identity", ""),
    )
