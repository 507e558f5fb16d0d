"""Compare annotations with the gold of the example articles.

Predictions have the shape of ``dissensus annotate --jsonl``.

Statements match as in the field's attribution scores (Pareti 2016; Newell et al. 2018, PolNeAR): content tokens overlap
with Jaccard >= 0.5 and the speakers share a token, or both have none; greedy, best overlap first, one to one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

JACCARD = 0.5
"""Least overlap of contents for a match; the value that the field's scores use, not set on any data of ours."""

_WORD = re.compile(r"\w+")
Json = Mapping[str, Any]


def tokens(text: str, spans: Iterable[Sequence[int]]) -> frozenset[int]:
    """Starts of the word tokens that the spans overlap."""
    wanted = [(int(s[0]), int(s[1])) for s in spans]
    return frozenset(m.start() for m in _WORD.finditer(text) if any(s < m.end() and m.start() < e for s, e in wanted))


def pairs(gold_spans: Iterable[Json]) -> list[tuple[int, int]]:
    """Gold spans ({"start", "end", "words"}) as pairs."""
    return [(span["start"], span["end"]) for span in gold_spans]


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Size of what is common over size of both; 0 for two empty sets."""
    return len(a & b) / len(a | b) if a | b else 0.0


def covers(a: Sequence[int], b: Sequence[int]) -> bool:
    """Two spans mean the same thing: they share at least half of the shorter."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= min(a[1] - a[0], b[1] - b[0])


def match_statements(text: str, gold: Sequence[Json], predicted: Sequence[Json]) -> dict[int, int]:
    """Index of the gold statement to index of the prediction that matches it."""
    wanted = [(tokens(text, pairs(g["content"])), tokens(text, pairs(g["speaker"]))) for g in gold]
    found = [(tokens(text, p["content"]), tokens(text, p["speaker"])) for p in predicted]
    candidates = [
        (-jaccard(gc, pc), i, j)
        for i, (gc, gs) in enumerate(wanted)
        for j, (pc, ps) in enumerate(found)
        if jaccard(gc, pc) >= JACCARD and (gs & ps or not (gs or ps))
    ]
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in matched and j not in used:
            matched[i] = j
            used.add(j)
    return matched


@dataclass
class Tally:
    """Counts over articles; ``measures`` turns them into shares."""

    counts: Counter[str] = field(default_factory=Counter)
    speakers: list[tuple[str, str | None]] = field(default_factory=list)
    votes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)

    def add(self, text: str, gold: Json, predicted: Json) -> None:
        """Count one article."""
        self._statements(text, gold, predicted)
        self._times(gold, predicted)
        self._mentions(gold, predicted)

    def _statements(self, text: str, gold: Json, predicted: Json) -> None:
        count, article = self.counts, gold["id"]
        speech = [p for p in predicted["statements"] if p["mode"] != "own_voice"]
        matched = match_statements(text, gold["statements"], speech)
        for i, g in enumerate(gold["statements"]):
            if g["debatable"]:
                continue
            count["statement"] += 1
            count[f"statement_{g['mode']}"] += 1
            if i not in matched:
                self.misses.append(f"missed {article} {g['id']}: {' + '.join(s['words'] for s in g['content'])[:80]!r}")
                continue
            p = speech[matched[i]]
            count["statement_found"] += 1
            count[f"statement_{g['mode']}_found"] += 1
            count["mode_right"] += p["mode"] == g["mode"]
            if g["actor"] is not None:
                self.speakers.append((g["actor"], p.get("speaker_actor")))
            if g["parent"] is not None:
                parent = next(n for n, x in enumerate(gold["statements"]) if x["id"] == g["parent"])
                count["nested"] += 1
                inside = p.get("parent")
                count["nested_right"] += (
                    inside is not None
                    and parent in matched
                    and predicted["statements"][inside] is speech[matched[parent]]
                )
        # What only agrees with something debatable, or with the outlet's own words, is neither right nor wrong.
        excused = [tokens(text, pairs(g["content"])) for g in gold["statements"] if g["debatable"]]
        excused += [tokens(text, pairs(g["content"])) for g in gold["own_voice"]]
        right = {j for i, j in matched.items() if not gold["statements"][i]["debatable"]}
        for j, p in enumerate(speech):
            content = tokens(text, p["content"])
            if j in right:
                count["prediction_right"] += 1
            elif not any(jaccard(content, e) >= JACCARD for e in excused):
                count["prediction_wrong"] += 1
                words = " + ".join(text[s:e] for s, e in p["content"])
                self.misses.append(f"false  {article}: {words[:80]!r}")
        own = [tokens(text, p["content"]) for p in predicted["statements"] if p["mode"] == "own_voice"]
        for g in gold["own_voice"]:
            count["own_voice"] += 1
            content = tokens(text, pairs(g["content"]))
            # A run of demands is one line in the gold; each of its sentences may be a prediction.
            found = frozenset().union(*(o for o in own if o & content and len(o & content) >= JACCARD * len(o)))
            count["own_voice_found"] += jaccard(content, found) >= JACCARD
        for term in gold["quoted_terms"]:
            inside = tokens(text, pairs([term["span"]]))
            count["term"] += 1
            count["term_left_alone"] += all(jaccard(inside, tokens(text, p["content"])) < JACCARD for p in speech)

    def _times(self, gold: Json, predicted: Json) -> None:
        for g in gold["times"]:
            if g["optional"]:
                continue
            place = (g["span"]["start"], g["span"]["end"])
            found = [p for p in predicted["times"] if covers(place, p["span"])]
            self.counts["time"] += 1
            self.counts["time_found"] += bool(found)
            right = any(p["value"] in (g["value"], *g["also"]) for p in found)
            self.counts["time_right"] += right
            if not right:
                got = [p["value"] for p in found]
                self.misses.append(f"time   {gold['id']}: {g['span']['words']!r} is {g['value']}, got {got}")

        known = [(g["span"]["start"], g["span"]["end"]) for g in gold["times"]]
        for p in predicted["times"]:
            self.counts["time_predicted"] += 1
            self.counts["time_known"] += any(covers(k, p["span"]) for k in known)

    def _mentions(self, gold: Json, predicted: Json) -> None:
        for g in gold["mentions"]:
            place = (g["span"]["start"], g["span"]["end"])
            found = [p for p in predicted["mentions"] if covers(place, p["span"])]
            self.counts[f"mention_{g['form']}"] += 1
            self.counts[f"mention_{g['form']}_found"] += bool(found)
            if not found:
                self.misses.append(f"mention {gold['id']}: {g['span']['words']!r}")
                continue
            # Of several that cover it, the one that is least longer than it.
            best = min(found, key=lambda p: (abs(p["span"][0] - place[0]) + abs(p["span"][1] - place[1]), p["span"]))
            actor = best.get("actor")
            if actor is not None:
                self.votes[actor][g["actor"]] += 1
            self.counts["mention_linked"] += actor is not None

    def measures(self) -> dict[str, float]:
        """All shares, 0 to 1, rounded to four places; a share of nothing is 0."""
        c = self.counts
        precision = _share(c["prediction_right"], c["prediction_right"] + c["prediction_wrong"])
        recall = _share(c["statement_found"], c["statement"])
        # A predicted actor stands for the gold actor that most of its mentions belong to (ties: first by name).
        stands = {p: min(v, key=lambda name: (-v[name], name)) for p, v in self.votes.items()}
        right = sum(stands.get(p or "") == g for g, p in self.speakers)
        agreeing = sum(max(v.values()) for v in self.votes.values())
        return {
            "statement_precision": precision,
            "statement_recall": recall,
            "statement_f1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
            "direct_recall": _share(c["statement_direct_found"], c["statement_direct"]),
            "mixed_recall": _share(c["statement_mixed_found"], c["statement_mixed"]),
            "indirect_recall": _share(c["statement_indirect_found"], c["statement_indirect"]),
            "mode_right": _share(c["mode_right"], c["statement_found"]),
            "nested_parent_right": _share(c["nested_right"], c["nested"]),
            "speaker_actor_right": _share(right, len(self.speakers)),
            "own_voice_recall": _share(c["own_voice_found"], c["own_voice"]),
            "quoted_terms_left_alone": _share(c["term_left_alone"], c["term"]),
            "time_precision": _share(c["time_known"], c["time_predicted"]),
            "time_recall": _share(c["time_found"], c["time"]),
            "time_value_right": _share(c["time_right"], c["time_found"]),
            "mention_name_recall": _share(c["mention_name_found"], c["mention_name"]),
            "mention_nominal_recall": _share(c["mention_nominal_found"], c["mention_nominal"]),
            "mention_actor_purity": _share(agreeing, c["mention_linked"]),
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
