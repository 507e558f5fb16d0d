"""The tables of a project file, in the order data flows through them.

The migrations build them; a test holds the two equal. Names of tables and columns are documented in the reference
("The project file") and may be read by other programs.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    true,
)

from dissensus.projects._metadata import metadata
from dissensus.projects.schema_foreign import foreign_files, foreign_rows, foreign_tables

REVISION = "0006"
"""The newest migration; a project file at this revision is opened without loading Alembic."""

APPLICATION_ID = 0x44495353
"""Written into the header of the SQLite file ("DISS"), so that it is told from other SQLite files."""

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("versions", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("resumed", Integer, nullable=False),
    CheckConstraint("status IN ('running', 'finished', 'failed', 'interrupted')", name="status"),
)

coders = Table(
    "coders",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    UniqueConstraint("name", "kind", "version"),
    CheckConstraint("kind IN ('machine', 'person')", name="kind"),
)

texts = Table(
    "texts",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text_pk", Integer, ForeignKey("texts.pk"), nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("authors", Text, nullable=False),
    Column("published", Text),
    Column("published_inferred", Boolean, nullable=False),
    Column("url", Text),
    Column("language", Text),
    Column("columns", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("encoding", Text),
    Column("bytes_digest", Text, nullable=False),
    UniqueConstraint("id", "revision"),
)
Index("ix_documents_reading_order", documents.c.current, documents.c.position, documents.c.id)
Index(
    "uq_documents_current",
    documents.c.id,
    unique=True,
    sqlite_where=documents.c.current == true(),
    postgresql_where=documents.c.current == true(),
)

problems = Table(
    "problems",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("document_id", Text),
    UniqueConstraint("stage", "digest"),
    CheckConstraint("severity IN ('error', 'warning')", name="severity"),
)

annotations_table = Table(
    "annotations",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("document_pk", Integer, ForeignKey("documents.pk"), nullable=False),
    Column("coder_pk", Integer, ForeignKey("coders.pk"), nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
    Column("words", Integer, nullable=False),
    UniqueConstraint("document_pk", "coder_pk"),
)

failures = Table(
    "failures",
    metadata,
    Column("document_pk", Integer, ForeignKey("documents.pk"), primary_key=True),
    Column("coder_pk", Integer, ForeignKey("coders.pk"), primary_key=True),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
    Column("problem_pk", Integer, ForeignKey("problems.pk", ondelete="CASCADE"), nullable=False),
    Index("ix_failures_problem_pk", "problem_pk"),
    sqlite_with_rowid=False,
)


def _part_of_annotation(name: str) -> tuple[Column[int], Column[int]]:
    return (
        Column("annotation_pk", Integer, ForeignKey("annotations.pk", ondelete="CASCADE"), primary_key=True),
        Column(name, Integer, primary_key=True),
    )


times = Table(
    "times",
    metadata,
    *_part_of_annotation("time"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("value", Text),
    Column("kind", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("anchored", Boolean, nullable=False),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
    sqlite_with_rowid=False,
)

mentions = Table(
    "mentions",
    metadata,
    *_part_of_annotation("mention"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("head_start", Integer, nullable=False),
    Column("head_end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("name", Text),
    Column("role", Text),
    Column("entity", Integer, nullable=False),
    Column("speaker_only", Boolean, nullable=False),
    # Last, where the migration put them; older files told neither.
    Column("number", Text),
    Column("gender", Text),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
    CheckConstraint('start <= head_start AND head_start < head_end AND head_end <= "end"', name="head"),
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    *_part_of_annotation("statement"),
    Column("mode", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("parent", Integer),
    Column("speaker_mention", Integer),
    Column("time", Integer),
    Column("about", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("speaker_words", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("cue_words", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("content_words", Text, nullable=False),
    Column("words", Integer, nullable=False),
    # Last, where the migration put it; files of revision 0001 told no act, which is what "says" stands for.
    Column("act", Text, nullable=False, server_default="says"),
    CheckConstraint("0 <= confidence AND confidence <= 1", name="confidence"),
    CheckConstraint("content <> ''", name="content"),
    sqlite_with_rowid=False,
)

reprints = Table(
    "reprints",
    metadata,
    Column("document_pk", Integer, ForeignKey("documents.pk"), primary_key=True),
    Column("original_pk", Integer, ForeignKey("documents.pk"), nullable=False),
    Column("similarity", Float, nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
    CheckConstraint("document_pk <> original_pk", name="original"),
)

actors = Table(
    "actors",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aliases", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
)

actor_merges = Table(
    "actor_merges",
    metadata,
    Column("actor_pk", Integer, ForeignKey("actors.pk", ondelete="CASCADE"), primary_key=True),
    Column("merge", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("into_name", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("evidence", Text, nullable=False),
    CheckConstraint("0 <= confidence AND confidence <= 1", name="confidence"),
    sqlite_with_rowid=False,
)

affiliations = Table(
    "affiliations",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("person_pk", Integer, ForeignKey("actors.pk", ondelete="CASCADE"), nullable=False),
    Column("organisation_pk", Integer, ForeignKey("actors.pk", ondelete="CASCADE")),
    Column("role", Text),
    Column("former", Boolean, nullable=False),
    Column("document_pk", Integer, ForeignKey("documents.pk"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("published", Text),
    Column("published_inferred", Boolean, nullable=False),
    Index("ix_affiliations_person_pk", "person_pk"),
    Index("ix_affiliations_document_pk", "document_pk"),
    CheckConstraint('0 <= start AND start < "end"', name="span"),
)

entity_actors = Table(
    "entity_actors",
    metadata,
    *_part_of_annotation("entity"),
    Column("actor_pk", Integer, ForeignKey("actors.pk", ondelete="CASCADE"), nullable=False),
    Index("ix_entity_actors_actor_pk", "actor_pk"),
    sqlite_with_rowid=False,
)

claims = Table(
    "claims",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("claim", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("supporting", Text, nullable=False),
    Column("opposing", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("valid_from", Text),
)

coded = Table(
    "coded",
    metadata,
    Column("annotation_pk", Integer, ForeignKey("annotations.pk", ondelete="CASCADE"), primary_key=True),
    Column("coder_pk", Integer, ForeignKey("coders.pk"), primary_key=True),
    Column("digest", Text, nullable=False),
    Column("run_pk", Integer, ForeignKey("runs.pk"), nullable=False),
    sqlite_with_rowid=False,
)

# The claim and the holder are told by their ids, so that neither a new codebook nor a new resolution of actors removes
# what a coder proposed; what fits neither any more is coded anew before it is compared.
positions = Table(
    "positions",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("annotation_pk", Integer, nullable=False),
    Column("coder_pk", Integer, nullable=False),
    Column("claim", Text, nullable=False),
    Column("holder", Text),
    Column("stance", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    ForeignKeyConstraint(
        ["annotation_pk", "coder_pk"],
        ["coded.annotation_pk", "coded.coder_pk"],
        ondelete="CASCADE",
    ),
    Index("ix_positions_annotation_pk", "annotation_pk"),
    CheckConstraint("0 <= confidence AND confidence <= 1", name="confidence"),
    CheckConstraint("stance IN ('supports', 'opposes', 'ambivalent')", name="stance"),
)

position_evidence = Table(
    "position_evidence",
    metadata,
    Column("position_pk", Integer, ForeignKey("positions.pk", ondelete="CASCADE"), primary_key=True),
    Column("evidence", Integer, primary_key=True),
    Column("statement", Integer),
    Column("act", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("spans", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("read", Text, nullable=False),
    Column("rules", Text, nullable=False),
    CheckConstraint("0 <= confidence AND confidence <= 1", name="confidence"),
    CheckConstraint("side IN ('supports', 'opposes')", name="side"),
    CheckConstraint("spans <> ''", name="spans"),
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("coder_pk", Integer, ForeignKey("coders.pk"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("old_value", Text, nullable=False),
    Column("new_value", Text),
    Column("note", Text, nullable=False),
    Column("made", Text, nullable=False),
    Index("ix_decisions_key", "key"),
    CheckConstraint("verdict IN ('accept', 'correct', 'reject', 'undo')", name="verdict"),
)

agreed_codings = Table(
    "agreed_codings",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text),
    Column("decision_ids", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("made", Text, nullable=False),
    Index("ix_agreed_codings_key", "key"),
)

ADDED_ONLY = (
    *(table.name for table in (texts, decisions, agreed_codings)),
    *(table.name for table in (foreign_files, foreign_tables, foreign_rows)),
)
"""Tables whose rows are never changed, replaced or deleted; triggers of the database refuse it."""
