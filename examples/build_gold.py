"""Resolve the gold annotation from words to positions: ``python examples/build_gold.py`` (``--check`` only compares).

``gold/source/*.gold`` names words as a person writes them; this script finds where they stand in the text that the
project reads, and writes ``gold/*.json`` with positions in code points and the exact words beside them. The format of
both is told in ``examples/README.md``. It reads the articles and nothing that any rule of the product found in them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ARTICLES = HERE / "articles"
GOLD = HERE / "gold"
SCHEMA = 1
"""Version of the JSON written; raised when a field changes its meaning."""

Range = tuple[int, int]


class GoldError(ValueError):
    """A line of the source names words that do not stand in the article."""


def texts() -> dict[str, str]:
    """Text of every example article by id, as the project reads it.

    Raises:
        GoldError: an article cannot be read.
    """
    from dissensus.reading import Document, read

    found: dict[str, str] = {}
    for item in read([ARTICLES]):
        if isinstance(item, Document):
            found[item.id] = item.text
        elif item.severity == "error":
            raise GoldError(f"{item.origin}: {item.found}")
    return found


def occurrences(text: str, words: str) -> list[Range]:
    """All places of the words, not inside a longer word; white space in them stands for any white space."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return [match.span() for match in re.finditer(before + pattern + after, text)]


def stretch(text: str, words: str) -> list[Range]:
    """Places of the words; "first ... last" is the stretch from the first words to the next place of the last."""
    first, dots, last = words.partition(" ... ")
    if not dots:
        return occurrences(text, words)
    ends = occurrences(text, last)
    found = [(start, min((e for s, e in ends if s >= end), default=-1)) for start, end in occurrences(text, first)]
    return [(start, end) for start, end in found if end > 0]


def numbered(text: str, words: str) -> list[Range]:
    """Places of "words", "words@2" (the second place), "words@*" (all) or "longer words~words" (inside the longer)."""
    longer, tilde, inner = words.partition("~")
    if tilde:
        outer = _one(longer, stretch(text, longer))
        start, end = _one(inner, occurrences(text[outer[0] : outer[1]], inner))
        return [(outer[0] + start, outer[0] + end)]
    plain, at, number = words.rpartition("@")
    if not at:
        return stretch(text, words)[:1] or _none(words)
    places = stretch(text, plain)
    if number == "*":
        return places or _none(words)
    return places[int(number) - 1 : int(number)] or _none(words)


def _none(words: str) -> list[Range]:
    raise GoldError(f"these words do not stand in the article: {words!r}")


def _one(words: str, places: list[Range]) -> Range:
    if len(places) != 1:
        raise GoldError(f"{len(places)} places of {words!r}; write more words")
    return places[0]


def nearest(text: str, words: str, anchor: Range, taken: list[Range]) -> Range:
    """The place nearest to the anchor that is not inside what is already taken; "longer~words" names it outright."""
    if "~" in words:
        return numbered(text, words)[0]
    free = [r for r in occurrences(text, words) if not any(s < r[1] and r[0] < e for s, e in taken)]
    if not free:
        _none(words)
    return min(free, key=lambda r: (max(r[0] - anchor[1], anchor[0] - r[1], 0), r[0]))


def span(text: str, place: Range) -> dict[str, Any]:
    return {"start": place[0], "end": place[1], "words": text[place[0] : place[1]]}


def statement(text: str, line: str) -> dict[str, Any]:
    """A line "S id mode actor [parent=id] | speaker | cue | content + content"; "S?" marks a debatable one."""
    head, speaker, cue, content = line.split(" | ")
    kind, number, mode, actor, *rest = head.split()
    options = dict(item.split("=") for item in rest)
    parts = content.split(" + ")
    places = [_one(part, numbered(text, part) if "@" in part or "~" in part else stretch(text, part)) for part in parts]
    places.sort()
    whole = (places[0][0], places[-1][1])
    # A nested speaker or cue stands in the parent's content, never in the statement's own.
    cues = [] if cue == "-" else [nearest(text, cue, whole, places)]
    anchor = cues[0] if cues else whole
    if speaker == "-":
        speakers = []
    elif "@" in speaker:
        speakers = numbered(text, speaker)
    else:
        speakers = [nearest(text, speaker, anchor, [*places, *cues])]
    return {
        "id": number,
        "mode": mode,
        "debatable": kind == "S?",
        "actor": None if actor == "-" else actor,
        "parent": options.get("parent"),
        "speaker": [span(text, r) for r in speakers],
        "cue": [span(text, r) for r in cues],
        "content": [span(text, r) for r in places],
    }


def own_voice(text: str, line: str) -> dict[str, Any]:
    """A line "O id kind | content"."""
    head, content = line.split(" | ")
    _, number, kind = head.split()
    return {
        "id": number,
        "kind": kind,
        "content": [span(text, _one(content, stretch(text, content)))],
    }


def time(text: str, line: str) -> dict[str, Any]:
    """A line "T value kind [also=value,value] [optional] | words"; value "-" where no date can be known."""
    head, words = line.split(" | ")
    _, value, kind, *rest = head.split()
    also = [item.removeprefix("also=").split(",") for item in rest if item.startswith("also=")]
    return {
        "value": None if value == "-" else value,
        "also": also[0] if also else [],
        "kind": kind,
        "optional": "optional" in rest,
        "span": span(text, numbered(text, words)[0]),
    }


def mentions(text: str, lines: list[str]) -> Iterator[dict[str, Any]]:
    """Lines "M actor form | words | words"; "@*" takes all places that no line has taken."""
    taken: list[Range] = []
    for line in lines:
        head, *forms = line.split(" | ")
        _, actor, form = head.split()
        for words in forms:
            for place in numbered(text, words):
                if words.endswith("@*") and any(s < place[1] and place[0] < e for s, e in taken):
                    continue
                taken.append(place)
                yield {"actor": actor, "form": form, "span": span(text, place)}


def resolve(document_id: str, text: str, source: str) -> dict[str, Any]:
    """Gold of one article with positions.

    Raises:
        GoldError: words do not stand in the article, or stand in it more than once where one place is meant.
    """
    lines: dict[str, list[str]] = {"S": [], "O": [], "T": [], "M": [], "Q": []}
    for line in source.splitlines():
        if line and not line.startswith("#"):
            lines[line[0]].append(line)
    try:
        quoted = [line.split(" | ") for line in lines["Q"]]
        return {
            "schema": SCHEMA,
            "id": document_id,
            "statements": [statement(text, line) for line in lines["S"]],
            "own_voice": [own_voice(text, line) for line in lines["O"]],
            "quoted_terms": [
                {"function": head.split()[1], "span": span(text, _one(words, stretch(text, words)))}
                for head, words in quoted
            ],
            "times": sorted((time(text, line) for line in lines["T"]), key=lambda t: t["span"]["start"]),
            "mentions": sorted(
                mentions(text, lines["M"]), key=lambda m: (m["span"]["start"], m["span"]["end"], m["actor"])
            ),
        }
    except GoldError as error:
        raise GoldError(f"{document_id}: {error}") from error


def main() -> int:
    """Write the JSON, or with ``--check`` return 1 when it differs from the source."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a file is out of date")
    check = parser.parse_args().check
    stale = 0
    for document_id, text in sorted(texts().items()):
        source = (GOLD / "source" / f"{document_id}.gold").read_text(encoding="utf-8")
        wanted = json.dumps(resolve(document_id, text, source), ensure_ascii=False, indent=1) + "\n"
        path = GOLD / f"{document_id}.json"
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale += 1
        if not check:
            path.write_text(wanted, encoding="utf-8")
        sys.stderr.write(f"{'out of date' if check else 'written'}: {path.name}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
