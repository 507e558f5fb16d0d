"""Small corpora built by hand: documents, their annotations and the findings that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from dissensus.model.annotations import Annotation, Mention, Statement, TimeExpression
from dissensus.model.documents import Document, PartialDate
from dissensus.model.findings import Actor, Findings
from dissensus.model.spans import Span, words_at

_SPANS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("position", pa.int64()),
        ("title", pa.string()),
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("published_first", pa.date32()),
        ("published_last", pa.date32()),
        ("words", pa.int64()),
        ("original_id", pa.string()),
    ]
)
ACTORS = pa.schema(
    [("id", pa.string()), ("name", pa.string()), ("kind", pa.string()), ("aliases", pa.list_(pa.string()))]
)
MENTIONS = pa.schema(
    [
        ("document_id", pa.string()),
        ("mention", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        *((name, pa.string()) for name in ("words", "kind", "form", "name", "role", "actor_id")),
    ]
)
STATEMENTS = pa.schema(
    [
        ("document_id", pa.string()),
        ("statement", pa.int64()),
        ("mode", pa.string()),
        ("act", pa.string()),
        ("confidence", pa.float64()),
        ("parent", pa.int64()),
        *((name, pa.string()) for name in ("speaker_actor_id", "speaker_words", "cue_words", "content_words")),
        ("speaker", _SPANS),
        ("cue", _SPANS),
        ("content", _SPANS),
        ("words", pa.int64()),
        ("said_value", pa.string()),
        ("said_first", pa.date32()),
        ("said_last", pa.date32()),
    ]
)
TIMES = pa.schema(
    [
        ("document_id", pa.string()),
        ("time", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("words", pa.string()),
        ("value", pa.string()),
        ("kind", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
    ]
)


@dataclass(frozen=True, slots=True)
class M:
    """A mention: its words, the actor's id (None when not resolved), and the rest of its fields.

    Attributes:
        nth: which occurrence of the words in the text, from 0.
    """

    words: str
    actor: str | None
    form: str = "name"
    name: str | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class S:
    """A statement: the words of its parts; several contents make a discontinuous one."""

    content: str | Sequence[str]
    mode: str = "direct"
    speaker: str = ""
    actor: str | None = None
    cue: str = ""
    parent: int | None = None
    confidence: float = 0.9
    said: tuple[str, str, str] | None = None
    nth: int = 0
    act: str = "says"


@dataclass(frozen=True, slots=True)
class T:
    """A time expression: its words, value, first and last day."""

    words: str
    value: str
    first: str | None
    last: str | None


@dataclass
class Corpus:
    """Documents with their annotations, put together piece by piece."""

    actors: dict[str, Actor] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    annotations: dict[str, Annotation] = field(default_factory=dict)
    _rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in ("documents", "mentions", "statements", "times")}
    )

    def actor(self, identifier: str, name: str, kind: str = "person") -> str:
        """Add an actor; gives its id."""
        self.actors[identifier] = Actor(identifier, name, kind)  # type: ignore[arg-type]
        return identifier

    def add(
        self,
        text: str,
        *,
        outlet: str | None = "Harbour Post",
        identifier: str | None = None,
        title: str | None = None,
        published: str | None = "2031-05-02",
        inferred: bool = False,
        original: str | None = None,
        mentions: Sequence[M] = (),
        statements: Sequence[S] = (),
        times: Sequence[T] = (),
    ) -> str:
        """Add a document; every part is found in the text by its words. Gives the document's id."""
        key = identifier or f"d{len(self.documents)}"
        when = PartialDate(published, inferred) if published else None
        document = Document(id=key, text=text, title=title, outlet=outlet, published=when)
        self.documents[key] = document
        self._rows["documents"].append(
            {
                "id": key,
                "position": len(self.documents) - 1,
                "title": title,
                "outlet": outlet,
                "published": published,
                "published_first": when.first_day if when else None,
                "published_last": when.last_day if when else None,
                "words": len(text.split()),
                "original_id": original,
            }
        )
        self.annotations[key] = Annotation(
            document_id=key,
            mentions=tuple(self._mention(key, text, number, mention) for number, mention in enumerate(mentions)),
            statements=tuple(self._statement(key, text, number, one) for number, one in enumerate(statements)),
            times=tuple(self._time(key, text, number, time) for number, time in enumerate(times)),
            words=len(text.split()),
        )
        return key

    def findings(self) -> Findings:
        """The findings, as a project gives them."""
        actors = [
            {"id": actor.id, "name": actor.name, "kind": actor.kind, "aliases": list(actor.aliases)}
            for actor in sorted(self.actors.values(), key=lambda actor: actor.id)
        ]
        return Findings(
            documents=pa.Table.from_pylist(self._rows["documents"], DOCUMENTS),
            actors=pa.Table.from_pylist(actors, ACTORS),
            mentions=pa.Table.from_pylist(self._rows["mentions"], MENTIONS),
            statements=pa.Table.from_pylist(self._rows["statements"], STATEMENTS),
            times=pa.Table.from_pylist(self._rows["times"], TIMES),
        )

    def _mention(self, key: str, text: str, number: int, mention: M) -> Mention:
        span = find(text, mention.words, mention.nth)
        kind = self.actors[mention.actor].kind if mention.actor else "group"
        self._rows["mentions"].append(
            {
                "document_id": key,
                "mention": number,
                "start": span.start,
                "end": span.end,
                "words": mention.words,
                "kind": kind,
                "form": mention.form,
                "name": mention.name,
                "role": None,
                "actor_id": mention.actor,
            }
        )
        return Mention(span=span, head=span, kind=kind, form=mention.form, name=mention.name)  # type: ignore[arg-type]

    def _statement(self, key: str, text: str, number: int, one: S) -> Statement:
        parts = [one.content] if isinstance(one.content, str) else list(one.content)
        spans = {
            "content": tuple(find(text, part, one.nth) for part in parts),
            "speaker": (find(text, one.speaker),) if one.speaker else (),
            "cue": (find(text, one.cue),) if one.cue else (),
        }
        value, first, last = one.said or (None, None, None)
        self._rows["statements"].append(
            {
                "document_id": key,
                "statement": number,
                "mode": one.mode,
                "act": one.act,
                "confidence": one.confidence,
                "parent": one.parent,
                "speaker_actor_id": one.actor,
                **{f"{name}_words": words_at(text, spans[name]) for name in spans},
                **{name: [span._asdict() for span in spans[name]] for name in spans},
                "words": sum(len(part.split()) for part in parts),
                "said_value": value,
                "said_first": date.fromisoformat(first) if first else None,
                "said_last": date.fromisoformat(last) if last else None,
            }
        )
        return Statement(mode=one.mode, confidence=one.confidence, parent=one.parent, act=one.act, **spans)  # type: ignore[arg-type]

    def _time(self, key: str, text: str, number: int, time: T) -> TimeExpression:
        span = find(text, time.words)
        self._rows["times"].append(
            {
                "document_id": key,
                "time": number,
                "start": span.start,
                "end": span.end,
                "words": time.words,
                "value": time.value,
                "kind": "date",
                "first": date.fromisoformat(time.first) if time.first else None,
                "last": date.fromisoformat(time.last) if time.last else None,
            }
        )
        return TimeExpression(span=span, value=time.value, kind="date", start=time.first, end=time.last)


def find(text: str, words: str, nth: int = 0) -> Span:
    """Span of the n-th occurrence of some words."""
    at = text.index(words)
    for _ in range(nth):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def dam_dispute() -> Corpus:
    """Six short articles by four outlets and an unknown one about an invented dispute over a dam."""
    corpus = Corpus()
    kell = corpus.actor("kell", "Ruta Kell")
    orsen = corpus.actor("orsen", "Ivo Orsen")
    council = corpus.actor("council", "Velle Council", "organisation")
    tarn = corpus.actor("tarn", "Tarn Republic", "state")
    union = corpus.actor("union", "Fishers' Union", "organisation")
    corpus.add(
        "Council stops the dam\n\nMayor Ruta Kell stopped work on the Marrow Dam on Tuesday. “The river is not for"
        " sale,”"
        " Kell said, “and nobody asked the people who fish it.”\n\nThe Tarn Republic said it would go on building."
        " Its envoy"
        " Ivo Orsen called the Velle Council “a club of nostalgics”.\n\nThe Fishers' Union said that Orsen had told its"
        " members that the dam would be finished by June 2031.\n\nNobody should build a wall through a valley"
        " without a vote.",
        identifier="hp-1",
        title="Council stops the dam",
        published="2031-05-02",
        mentions=[
            M("Mayor Ruta Kell", kell, name="Ruta Kell"),
            M("Kell", kell, name="Kell", nth=1),
            M("The Tarn Republic", tarn, name="Tarn Republic"),
            M("Its envoy Ivo Orsen", orsen, name="Ivo Orsen"),
            M("the Velle Council", council, name="Velle Council"),
            M("The Fishers' Union", union, name="Fishers' Union"),
        ],
        statements=[
            S(
                ["“The river is not for sale,”", "“and nobody asked the people who fish it.”"],
                speaker="Kell",
                actor=kell,
                cue="said",
                said=("2031-04-29", "2031-04-29", "2031-04-29"),
            ),
            S("it would go on building", "indirect", "The Tarn Republic", tarn, "said"),
            S("the Velle Council “a club of nostalgics”", "mixed", "Its envoy Ivo Orsen", orsen, "called"),
            S(
                "that Orsen had told its members that the dam would be finished by June 2031",
                "indirect",
                "The Fishers' Union",
                union,
                "said",
            ),
            S("that the dam would be finished by June 2031", "indirect", "Orsen", orsen, "told", parent=3),
            S("Nobody should build a wall through a valley without a vote.", "own_voice"),
        ],
        times=[
            T("Tuesday", "2031-04-29", "2031-04-29", "2031-04-29"),
            T("June 2031", "2031-06", "2031-06-01", "2031-06-30"),
        ],
    )
    corpus.add(
        "The Velle regime halts progress\n\nThe Velle regime has halted the Marrow Dam. Ivo Orsen, the Republic's"
        " tireless"
        " envoy, said: “We shall build, with or without the clique in Velle.” He added that the so-called council"
        " represents"
        " nobody.\n\nWork began in 2029. The engineers of the Tarn Republic are heroes.",
        identifier="td-1",
        title="The Velle regime halts progress",
        outlet="Tarn Daily",
        published="2031-05-03",
        inferred=True,
        mentions=[
            M("The Velle regime", council, "nominal"),
            M("The Velle regime", council, "nominal", nth=1),
            M("Ivo Orsen, the Republic's tireless envoy", orsen, name="Ivo Orsen"),
            M("the clique in Velle", council, "nominal"),
            M("He", orsen, "pronoun"),
            M("the so-called council", council, "nominal"),
            M("the Tarn Republic", tarn, name="Tarn Republic"),
        ],
        statements=[
            S(
                "“We shall build, with or without the clique in Velle.”",
                "direct",
                "Ivo Orsen, the Republic's tireless envoy",
                orsen,
                "said",
            ),
            S("that the so-called council represents nobody", "indirect", "He", orsen, "added"),
            S("The engineers of the Tarn Republic are heroes.", "own_voice"),
        ],
        times=[T("2029", "2029", "2029-01-01", "2029-12-31")],
    )
    corpus.add(
        "A dam, a council and a question\n\nThe Velle Council and the Tarn Republic met on 5 May. Ruta Kell said a"
        " court would"
        " decide. According to an engineer, “the wall leaks already”.\n\nKell denied reports that 400 families had"
        " left.",
        identifier="rc-1",
        title="A dam, a council and a question",
        outlet="Ridge Courier",
        published="2031-05",
        mentions=[
            M("The Velle Council", council, name="Velle Council"),
            M("the Tarn Republic", tarn, name="Tarn Republic"),
            M("Ruta Kell", kell, name="Ruta Kell"),
            M("Kell", kell, name="Kell", nth=1),
        ],
        statements=[
            S("a court would decide", "indirect", "Ruta Kell", kell, "said"),
            S("“the wall leaks already”", "direct", "an engineer", None, "According to"),
            S("that 400 families had left", "indirect"),
        ],
        times=[T("5 May", "2031-05-05", "2031-05-05", "2031-05-05")],
    )
    corpus.add(
        corpus.documents["hp-1"].text,
        identifier="rc-2",
        title="Council stops the dam",
        outlet="Ridge Courier",
        published="2031-05-04",
        original="hp-1",
        mentions=[
            M("Mayor Ruta Kell", kell, name="Ruta Kell"),
            M("The Fishers' Union", union, name="Fishers' Union"),
        ],
        statements=[
            S(
                "that Orsen had told its members that the dam would be finished by June 2031",
                "indirect",
                "The Fishers' Union",
                union,
                "said",
            )
        ],
    )
    corpus.add(
        "Letter from the valley\n\nThe government stays silent, and so does the envoy.",
        identifier="letter",
        outlet=None,
        published=None,
        mentions=[M("The government", council, "nominal"), M("the envoy", orsen, "nominal")],
    )
    corpus.add(
        "Capital notes\n\nThe government in Tarn will vote on the dam. A brave engineer spoke.",
        identifier="sv-1",
        title="Capital notes",
        outlet="South Valley Radio",
        published="2031-05-06",
        mentions=[M("The government", tarn, "nominal")],
    )
    return corpus
