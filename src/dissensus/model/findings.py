"""What is found across documents: reprints, actors, and the bundle of tables that comparisons read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dissensus.model.annotations import ActorKind, Mention
from dissensus.model.documents import PartialDate
from dissensus.model.spans import Span

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is told, to be opened by who wants to check it.

    Attributes:
        document_id: the document.
        span: where in its text.
        words: its exact words.
    """

    document_id: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Why a name or label is taken for an actor's: an automatic merge that explains itself, or a person's decision.

    Attributes:
        name: the name or label that was joined.
        into: the name of what it was joined to.
        rule: what joined them, in words ("surname with one candidate in all documents"); "decision" for a person's.
        confidence: 0 to 1; 1 for a decision.
        evidence: up to three places where the name stands, in order of documents' ids.
    """

    name: str
    into: str
    rule: str
    confidence: float
    evidence: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What one document tells of a person's office: "Russian foreign minister Sergei Lavrov".

    Attributes:
        person_id: actor id of the person.
        organisation_id: actor id of the organisation or state that the words name, or None.
        role: the office in the text's words ("foreign minister"), or None.
        evidence: the words that tell it.
        published: when the document was published, or None: the affiliation held then as the document tells.
        former: the words say that it is over ("former", "ex-").
    """

    person_id: str
    organisation_id: str | None
    role: str | None
    evidence: Place
    published: PartialDate | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, state, group or movement, resolved across documents.

    Attributes:
        id: stable: it depends on the actor's own names only, so an unrelated document never changes it.
        name: canonical name.
        kind: what sort.
        aliases: all names and identifying labels, sorted.
        rules: names of the rules that merged the aliases, sorted ("surname after full name").
        merges: why each name or label that is not the canonical one is this actor's, sorted by rule and name.
    """

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Reprint:
    """A document that is nearly the same as another one.

    Attributes:
        document_id: the reprint.
        original_id: the document that is counted in its stead (the earliest, then the first by id).
        similarity: estimated Jaccard similarity of word shingles, 0 to 1.
    """

    document_id: str
    original_id: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that comparisons read, as Arrow tables without the texts.

    Only annotated documents are in it: of the others nothing can be said, not even that they are silent.

    ``documents``: id, position (order of reading), title, outlet (null when missing), published (ISO text of its own
    precision, or null), published_first, published_last (date32, or null), words, original_id (null unless a reprint).

    ``actors``: id, name, kind, aliases (list of string).

    ``mentions``: document_id, mention (index in the document), start, end, words, kind, form, name, role, actor_id
    (null when not resolved), number ("singular", "plural" or null), gender ("feminine", "masculine" or null).

    ``statements``: document_id, statement (index), mode, act, confidence, parent (index or null), speaker_actor_id
    (null when not resolved), speaker_words, cue_words, content_words, speaker, cue, content (each list of struct start,
    end), words (number of words in the content), said_value, said_first, said_last (when it was said by a time
    expression, ISO text and date32; null when the text does not tell).

    ``times``: document_id, time (index), start, end, words, value, kind, first, last (date32 or null).

    ``affiliations``: person_id, organisation_id (null when none is named), role (or null), former, document_id, start,
    end, words; None where nobody looked for them.

    ``claims``: id, claim (its text), topic, definition, in the codebook's order; None without a codebook.

    ``positions``: document_id, holder_actor_id (null in own voice), own_voice (bool), claim_id, stance ("supports",
    "opposes", "ambivalent"), confidence, decided (null for what no person decided, else "accepted", "corrected",
    "rejected", "added" or "disputed"; the stance is then the person's, where two differ the machine's), evidence (list
    of struct statement (index or null), side, confidence, start (list of int), end (list of int), words, rules (list of
    string); never empty); by document, claim and holder; None without a codebook.
    """

    documents: pa.Table
    actors: pa.Table
    mentions: pa.Table
    statements: pa.Table
    times: pa.Table
    affiliations: pa.Table | None = None
    claims: pa.Table | None = None
    positions: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class DocumentMentions:
    """The mentions of one document as the actor resolution reads them.

    Attributes:
        document_id: the document.
        mentions: in text order, with their in-document entity numbers (0 to n-1).
        words: exact words of each mention's span, in the same order.
        head_words: exact words of each mention's head, in the same order.
        speaking: numbers of the entities that a statement names as its speaker.
        published: when the document was published; affiliations are dated by it.
    """

    document_id: str
    mentions: tuple[Mention, ...]
    words: tuple[str, ...]
    head_words: tuple[str, ...]
    speaking: frozenset[int] = frozenset()
    published: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which actor each in-document entity is.

    Attributes:
        actors: sorted by id.
        links: document id to the actor ids of its entities, by entity number; None where an entity was not resolved.
        affiliations: what documents tell of persons' offices, by document id and place.
    """

    actors: tuple[Actor, ...]
    links: Mapping[str, tuple[str | None, ...]]
    affiliations: tuple[Affiliation, ...] = ()


class ActorResolver(Protocol):
    """The seam for resolving actors across documents: one pass over a stream, then the result.

    Attributes:
        name: versioned name, such as "actors.v1"; recorded with every run.
        digest: digest of its word lists or model.
    """

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...

    def __call__(self, documents: Iterable[DocumentMentions], /) -> Resolution: ...


class ReprintFinder(Protocol):
    """The seam for finding reprints: one pass over (id, text, published) in any order, then the result, sorted."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...

    def __call__(self, documents: Iterable[tuple[str, str, PartialDate | None]], /) -> tuple[Reprint, ...]: ...
