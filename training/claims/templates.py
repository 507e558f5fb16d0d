"""Pairs of our own: what public sets of arguments lack and articles are full of.

Public sets of stances hold essay-like arguments. Newspapers, leaflets and party papers print slogans, demands,
headlines, labels inside long sentences of narration and reported refusals. The frames in ``frames/*.toml`` hold such
texts with slots; here they are filled, and wrapped in cues that keep a side, turn it, or take none, so that the label
is known by construction.

A frame has ``id``, ``domain``, ``claims`` and ``contrary`` (wordings of the claim and of its contrary), ``supports``
and ``opposes`` (each with any of ``texts``: whole texts; ``says``: clauses; ``to``: what the ``agent`` is to do;
``act``: noun phrases for what is to be done; ``np``: labels that are put for ``{np}`` into each of ``carry``),
``neither`` (texts about the same that take no side), ``plain`` (labels that take no side), and ``related``: frames of
the same domain whose texts may bear on this claim too, so that they are not used as texts that bear on nothing.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from training.claims.data import NEITHER, OPPOSES, SUPPORTS, Pair

FOLDER = Path(__file__).parent / "frames"
HELD = 6
"""About every sixth frame, by the digest of its id, is held back for measuring: new frames move no old one."""
CONTRARY = 0.12
"""Share of pairs whose claim is worded the other way round; both sides change places then."""
TURNED = 0.25
"""Share of clauses and demands whose side is made by a turning cue around the contrary content."""
BARE = 0.3
"""Share of labels that stand alone, as a phrase that names an actor is read."""

_SLOT = re.compile(r"\{([A-Za-z]+)(?:\.([a-z]+))?\}")
_OPENING = re.compile(r"(?:^|(?<=: “)|(?<=[.!?] )|(?<=[.!?][”’\"] )|(?<=^[“\"]))[a-z]")
_COMMAS = re.compile(r",([,.])")
_REPORTED = re.compile(r", [^,]+ (?:said|argued|insisted|vowed)\.$")
_FORMS = {"": 0, "adj": 1, "last": 1, "people": 2}
_PARTS = ("texts", "says", "to", "act", "np")
_WEIGHTS = {"texts": 5, "says": 3, "to": 3, "act": 2, "np": 3}
_SIDES = {SUPPORTS: "supports", OPPOSES: "opposes"}


@dataclass(frozen=True)
class Frame:
    """One question with what both sides, and those who take none, say on it; see the module."""

    id: str
    domain: str
    claims: tuple[str, ...]
    contrary: tuple[str, ...]
    sides: Mapping[int, Mapping[str, tuple[str, ...]]]
    neither: tuple[str, ...]
    plain: tuple[str, ...] = ()
    carry: tuple[str, ...] = ()
    agent: str = ""
    related: frozenset[str] = frozenset()
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@functools.cache
def _common() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "common.toml").read_text(encoding="utf-8"))


@functools.cache
def frames() -> tuple[Frame, ...]:
    """All frames, ordered by id."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name != "common.toml":
            found += [_frame(plain) for plain in tomllib.loads(path.read_text(encoding="utf-8"))["frame"]]
    return tuple(sorted(found, key=lambda frame: frame.id))


def _frame(plain: Mapping[str, Any]) -> Frame:
    sides = {
        side: {part: tuple(plain[name][part]) for part in _PARTS if plain[name].get(part)}
        for side, name in _SIDES.items()
    }
    lists = {name: tuple(plain.get(name, ())) for name in ("claims", "contrary", "neither", "plain", "carry")}
    return Frame(
        id=plain["id"],
        domain=plain["domain"],
        sides=sides,
        agent=plain.get("agent", ""),
        related=frozenset(plain.get("related", ())),
        slots={name: tuple(values) for name, values in plain.get("slots", {}).items()},
        **lists,
    )


def held_out(frame_id: str) -> bool:
    """Whether a frame is held back from training."""
    return hashlib.sha256(frame_id.encode()).digest()[-1] % HELD == 0


class _Fillers:
    """What stands in the slots of one pair: drawn when first needed, then kept; no two slots hold the same."""

    def __init__(self, drawn: random.Random, own: Mapping[str, tuple[str, ...]]) -> None:
        self._drawn = drawn
        self._own = own
        self._kept: dict[str, str] = {}
        self._barred: frozenset[str] = frozenset()

    def with_own(self, own: Mapping[str, tuple[str, ...]]) -> _Fillers:
        """The same common fillers, for the slots of another frame."""
        other = _Fillers(self._drawn, own)
        other._kept = {name: value for name, value in self._kept.items() if name not in self._own}
        return other

    def fill(self, text: str) -> str:
        """A text with all its slots filled, "a" made "an" where it must be."""
        parts: list[str] = []
        last = 0
        for match in _SLOT.finditer(text):
            between, value = text[last : match.start()], self._value(match[1], match[2] or "")
            if re.search(r"(?:^|[\s“])[Aa] $", between) and value[0] in "AEIOUaeiou":
                between = between[:-1] + "n "
            parts += [between, value]
            last = match.end()
        return _COMMAS.sub(r"\1", "".join([*parts, text[last:]]))

    def apart(self) -> _Fillers:
        """Fillers for the same slots of which none is one of these."""
        other = _Fillers(self._drawn, self._own)
        other._barred = self.values()
        return other

    def values(self) -> frozenset[str]:
        """What stands in the slots that have been filled so far."""
        return frozenset(self._kept.values())

    def names(self, text: str, slots: AbstractSet[str]) -> bool:
        """Whether a filled text names what stands in any of some slots, in any of its forms."""
        forms = [form for name in slots & self._kept.keys() for form in self._kept[name].split("|")]
        return any(form in text for form in forms)

    def slots(self) -> frozenset[str]:
        """Which slots have been filled so far."""
        return frozenset(self._kept)

    def _value(self, name: str, form: str) -> str:
        if name not in self._kept:
            common = _common()
            values: Sequence[str] = self._own.get(name) or common["fillers"][common["slots"][name]]
            used = {*self._kept.values(), *self._barred}
            self._kept[name] = self._drawn.choice([value for value in values if value not in used])
        if form == "bare":
            return self._kept[name].removeprefix("the ")
        return self._kept[name].split("|")[_FORMS[form]]


def made(drawn: random.Random, count: int, *, held: bool = False) -> list[Pair]:
    """Draw pairs of claims and texts with known labels.

    Args:
        drawn: the state of chance; the same state gives the same pairs.
        count: how many.
        held: pairs of the frames that are held back, instead of all the others.
    """
    chosen = [frame for frame in frames() if held_out(frame.id) == held]
    return [_pair(drawn, drawn.choice(chosen), chosen) for _ in range(count)]


def _pair(drawn: random.Random, frame: Frame, others: Sequence[Frame]) -> Pair:
    fillers = _Fillers(drawn, frame.slots)
    contrary = drawn.random() < CONTRARY
    claim = fillers.fill(drawn.choice(frame.contrary if contrary else frame.claims))
    label = drawn.choice((SUPPORTS, OPPOSES, NEITHER))
    text = _neither(drawn, frame, fillers, others) if label == NEITHER else _sided(drawn, frame, fillers, label)
    if contrary and label != NEITHER:
        label = 1 - label
    return Pair(_opened(claim), _finished(drawn, text, fillers), "stance", label, frame.id, "made")


def _sided(drawn: random.Random, frame: Frame, fillers: _Fillers, side: int) -> str:
    """A text that takes a side on the claim of a frame."""
    parts = [part for part in _PARTS if part in frame.sides[side] or part == "says"]
    part = drawn.choices(parts, [_WEIGHTS[each] for each in parts])[0]
    if part == "texts":
        return fillers.fill(drawn.choice(frame.sides[side]["texts"]))
    if part == "np":
        return _carried(drawn, frame, fillers, frame.sides[side]["np"])
    turned = drawn.random() < TURNED and (part == "says" or part in frame.sides[1 - side])
    return _wrapped(drawn, frame, fillers, part, 1 - side if turned else side, "flip" if turned else "keep")


def _neither(drawn: random.Random, frame: Frame, fillers: _Fillers, others: Sequence[Frame]) -> str:
    """A text that takes no side on the claim of a frame, most of them about the same matter."""
    ways = {"own": 8, "wrapped": 5, "plain": 3 if frame.plain else 0, "other": 4, "far": 1, "elsewhere": 2}
    way = drawn.choices(list(ways), list(ways.values()))[0]
    if way in ("other", "far"):
        free = [
            other
            for other in others
            if (other.domain == frame.domain) == (way == "other") and independent(frame, other)
        ]
        if free:
            other = drawn.choice(free)
            return _sided(drawn, other, fillers.with_own(other.slots), drawn.choice((SUPPORTS, OPPOSES)))
    if way == "elsewhere":
        claimed, apart = fillers.slots(), fillers.apart()
        text = _sided(drawn, frame, apart, drawn.choice((SUPPORTS, OPPOSES)))
        if apart.names(text, claimed) and not fillers.names(text, claimed):
            return text
    if way == "plain":
        return _carried(drawn, frame, fillers, frame.plain)
    if way == "wrapped":
        side = drawn.choice((SUPPORTS, OPPOSES))
        part = drawn.choice([part for part in ("says", "to", "act") if part in frame.sides[side] or part == "says"])
        return _wrapped(drawn, frame, fillers, part, side, "neither")
    return fillers.fill(drawn.choice(frame.neither))


def independent(one: Frame, other: Frame) -> bool:
    """Whether a text on one frame says nothing on the other's claim."""
    return one.id != other.id and other.id not in one.related and one.id not in other.related


def _carried(drawn: random.Random, frame: Frame, fillers: _Fillers, labels: Sequence[str]) -> str:
    """A sentence of narration with a label in it."""
    if drawn.random() < BARE:
        return fillers.fill(drawn.choice(labels))
    return fillers.fill(drawn.choice(frame.carry).replace("{np}", drawn.choice(labels)))


def _wrapped(drawn: random.Random, frame: Frame, fillers: _Fillers, part: str, side: int, wrap: str) -> str:
    """Content of one side in a cue that keeps it, turns it or leaves it open."""
    contents = frame.sides[side].get(part, ())
    if part == "says":
        wordings = frame.claims if side == SUPPORTS else frame.contrary
        contents = (*contents, *(_as_clause(each) for each in wordings))
    content = drawn.choice(contents)
    around = drawn.choice(_common()[part][wrap])
    claimed = "".join(frame.claims)
    if "{X" in claimed:  # who is judged does not report it
        around = around.replace("{Y}", "a neighbour").replace("{X}", "{Y}")
    if "{P" in claimed:
        around = around.replace("{P}", "{Q}")
    for name, value in (("agent", frame.agent), (part, content)):
        around = around.replace("{" + name + "}", value).replace("{" + name.title() + "}", _capital(value))
    return fillers.fill(around)


def _as_clause(claim: str) -> str:
    """A claim as it stands after "that": without its stop and its capital."""
    bare = claim.rstrip(".")
    return bare if bare.startswith("{") else bare[0].lower() + bare[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _opened(text: str) -> str:
    """A text whose sentences begin with capitals."""
    return _OPENING.sub(lambda match: match.group().upper(), text)


def _finished(drawn: random.Random, text: str, fillers: _Fillers) -> str:
    """A text as it may stand in print: capitals, stops and marks vary, sentences without a side may stand by it."""
    text = _opened(text)
    chance = drawn.random()
    around = _common()["around"]
    if chance < 0.07 and text[-1] in ".!":
        text = f"{fillers.fill(drawn.choice(around['before']))} {text}"
    elif chance < 0.14 and text[-1] in ".!":
        text = f"{text} {fillers.fill(drawn.choice(around['after']))}"
    elif chance < 0.18 and len(text) < 90:
        text = text.rstrip(".").upper()
    elif chance < 0.28:
        text = text.removesuffix(".")
    elif chance < 0.33 and text.endswith(".") and len(text) < 90:
        text = text[:-1] + drawn.choice(("!", "!!", "!!!"))
    elif chance < 0.39 and "“" not in text and not _REPORTED.search(text):
        text = f"“{text}”"
    return _opened(text)
