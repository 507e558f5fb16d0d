"""Positions put onto corpora built by hand, and a realistic corpus that has them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from dissensus.model.findings import Findings

CLAIMS = pa.schema([(name, pa.string()) for name in ("id", "claim", "topic", "definition")])
_NUMBERS = pa.list_(pa.int64())
POSITIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("holder_actor_id", pa.string()),
        ("own_voice", pa.bool_()),
        ("claim_id", pa.string()),
        ("stance", pa.string()),
        ("confidence", pa.float64()),
        ("decided", pa.string()),
        (
            "evidence",
            pa.list_(
                pa.struct(
                    [
                        ("statement", pa.int64()),
                        ("side", pa.string()),
                        ("confidence", pa.float64()),
                        ("start", _NUMBERS),
                        ("end", _NUMBERS),
                        ("words", pa.string()),
                        ("rules", pa.list_(pa.string())),
                    ]
                )
            ),
        ),
    ]
)


@dataclass
class Coded:
    """A corpus with a codebook and positions; used like the corpus itself."""

    corpus: Any
    claims: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def documents(self) -> Any:
        return self.corpus.documents

    @property
    def annotations(self) -> Any:
        return self.corpus.annotations

    def claim(self, identifier: str, text: str = "", topic: str = "", definition: str = "") -> str:
        """Add a claim; gives its id."""
        text = text or f"Claim {identifier} holds."
        self.claims.append({"id": identifier, "claim": text, "topic": topic, "definition": definition})
        return identifier

    def says(
        self,
        claim: str,
        stance: str,
        *,
        outlet: str | None = "Post",
        actor: str | None = None,
        published: str | None = "2031-05-02",
        confidence: float = 0.8,
        decided: str | None = None,
        original: str | None = None,
        words: str = "",
        rules: tuple[str, ...] = (),
    ) -> str:
        """Add a document that shows one position; ambivalent ones have two passages. Gives the document's id."""
        parts = [words or f"The {part} words." for part in ("first", "second")[: 1 + (stance == "ambivalent")]]
        key = self.corpus.add(" ".join(parts), outlet=outlet, published=published, original=original)
        self.position(key, claim, stance, parts, actor=actor, confidence=confidence, decided=decided, rules=rules)
        return key

    def position(
        self,
        document: str,
        claim: str,
        stance: str,
        words: list[Any],
        *,
        actor: str | None = None,
        confidence: float = 0.8,
        decided: str | None = None,
        statements: tuple[int | None, ...] = (),
        rules: tuple[str, ...] = (),
    ) -> None:
        """Add the position of one document; each item of ``words`` is a passage, or a list of its pieces."""
        text = self.documents[document].text
        sides = ["supports", "opposes"] if stance == "ambivalent" else [stance]
        evidence = []
        for number, passage in enumerate(words):
            parts = [passage] if isinstance(passage, str) else list(passage)
            starts = [text.index(part) for part in parts]
            evidence.append(
                {
                    "statement": statements[number] if statements else None,
                    "side": sides[number % len(sides)],
                    "confidence": confidence,
                    "start": starts,
                    "end": [start + len(part) for start, part in zip(starts, parts, strict=True)],
                    "words": " … ".join(parts),
                    "rules": list(rules),
                }
            )
        self.rows.append(
            {
                "document_id": document,
                "holder_actor_id": actor,
                "own_voice": actor is None,
                "claim_id": claim,
                "stance": stance,
                "confidence": confidence,
                "decided": decided,
                "evidence": evidence,
            }
        )

    def findings(self) -> Findings:
        """The findings, as a project with a codebook gives them."""
        return replace(
            self.corpus.findings(),
            claims=pa.Table.from_pylist(self.claims, CLAIMS),
            positions=pa.Table.from_pylist(self.rows, POSITIONS),
        )


def bridge_dispute(factory: Any) -> Coded:
    """Three outlets and a leaflet on an invented toll bridge: two camps, a change of mind, a differing account."""
    coded = Coded(factory.Corpus())
    corpus, s = coded.corpus, factory.S
    tolla = corpus.actor("tolla", "Mira Tolla")
    quist = corpus.actor("quist", "Jon Quist")
    guild = corpus.actor("guild", "Ferry Guild", "organisation")
    coded.claim("B1", "The toll bridge over the Sund should be built.", "the bridge", "Any bridge that takes a toll.")
    coded.claim("B2", "The ferries should go on running.", "the ferries")
    coded.claim("B3", "The regional council was elected fairly.", "the council")
    coded.claim("B4", "Drivers should pay for the bridge.", "the bridge")
    corpus.add(
        "The bridge must come. “We need the bridge, and drivers will pay for it,” Mira Tolla said. Jon Quist said that"
        " the bridge would ruin the island.",
        identifier="gazette-1",
        title="A bridge for the Sund",
        outlet="Sund Gazette",
        published="2031-03-01",
        statements=[
            s("The bridge must come.", "own_voice"),
            s("“We need the bridge, and drivers will pay for it,”", "direct", "Mira Tolla", tolla, "said"),
            s("that the bridge would ruin the island", "indirect", "Jon Quist", quist, "said"),
        ],
        mentions=[factory.M("Mira Tolla", tolla), factory.M("Jon Quist", quist)],
    )
    coded.position("gazette-1", "B1", "supports", ["The bridge must come."], confidence=0.91, statements=(0,))
    for claim, confidence in (("B1", 0.88), ("B4", 0.62)):
        coded.position(
            "gazette-1",
            claim,
            "supports",
            ["“We need the bridge, and drivers will pay for it,”"],
            actor=tolla,
            confidence=confidence,
            statements=(1,),
        )
    coded.position(
        "gazette-1", "B1", "opposes", ["that the bridge would ruin the island"], actor=quist, statements=(2,)
    )
    corpus.add(
        "Ferries belong to a museum. “I was wrong,” Jon Quist said, “the bridge will save the island.”",
        identifier="gazette-2",
        title="Quist turns round",
        outlet="Sund Gazette",
        published="2031-06",
        statements=[
            s("Ferries belong to a museum.", "own_voice"),
            s(["“I was wrong,”", "“the bridge will save the island.”"], "direct", "Jon Quist", quist, "said"),
        ],
        mentions=[factory.M("Jon Quist", quist)],
    )
    coded.position("gazette-2", "B2", "opposes", ["Ferries belong to a museum."], confidence=0.7, statements=(0,))
    coded.position(
        "gazette-2",
        "B1",
        "supports",
        [["“I was wrong,”", "“the bridge will save the island.”"]],
        actor=quist,
        confidence=0.83,
        statements=(1,),
        rules=("two parts of one quotation",),
    )
    corpus.add(
        "No bridge, no toll. The ferries have carried us for a century and must go on. The so-called council speaks for"
        " nobody. The Ferry Guild refused to accept the bridge. Jon Quist still rejects the bridge, the guild said.",
        identifier="oar-1",
        title="Keep the ferries",
        outlet="The Oar",
        published="2031-07-04",
        statements=[
            s("No bridge, no toll.", "own_voice"),
            s("to accept the bridge", "indirect", "The Ferry Guild", guild, "refused", act="rejects"),
            s("Jon Quist still rejects the bridge", "indirect", "the guild", guild, "said"),
        ],
        mentions=[factory.M("The Ferry Guild", guild), factory.M("Jon Quist", quist)],
    )
    coded.position("oar-1", "B1", "opposes", ["No bridge, no toll."], confidence=0.9, statements=(0,))
    coded.position("oar-1", "B4", "opposes", ["No bridge, no toll."], confidence=0.55, statements=(0,))
    coded.position(
        "oar-1",
        "B2",
        "supports",
        ["The ferries have carried us for a century and must go on."],
        decided="accepted",
        confidence=0.6,
    )
    coded.position(
        "oar-1",
        "B3",
        "opposes",
        ["The so-called council speaks for nobody."],
        rules=("the outlet sets these words in distancing quotes",),
        confidence=0.75,
    )
    coded.position(
        "oar-1", "B1", "opposes", ["to accept the bridge"], actor=guild, statements=(1,), rules=("cue: refused",)
    )
    coded.position("oar-1", "B1", "opposes", ["Jon Quist still rejects the bridge"], actor=quist, statements=(2,))
    corpus.add(
        "The council was elected by all. The bridge divides the island: it brings work, and it ends the ferries.",
        identifier="notes-1",
        title="Notes",
        outlet="Island Notes",
        published="2031-07-09",
    )
    coded.position("notes-1", "B3", "supports", ["The council was elected by all."], confidence=0.66)
    coded.position("notes-1", "B1", "ambivalent", ["it brings work", "it ends the ferries"], confidence=0.52)
    corpus.add("Build it now!", identifier="leaflet", outlet=None, published=None)
    coded.position("leaflet", "B1", "supports", ["Build it now!"], confidence=0.9)
    return coded
