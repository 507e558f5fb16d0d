"""The first schema: documents with fixed texts, runs, the three kinds of record, findings.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REASONS = {
    "texts": "a source text is never changed",
    "decisions": "decisions are only added to",
    "agreed_codings": "agreed codings are only added to",
}


def upgrade() -> None:
    """Make all tables and the triggers that protect texts and people's work."""
    _make_tables()
    for table, reason in _REASONS.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        # INSERT OR REPLACE deletes a row without asking the trigger on DELETE.
        same = "pk = NEW.pk" if table != "texts" else "pk = NEW.pk OR digest = NEW.digest"
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608  # names of our own
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
            f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
    for verb in ("UPDATE OF id, revision, text_pk", "DELETE"):
        op.execute(
            f"CREATE TRIGGER documents_no_{verb.partition(' ')[0].lower()} BEFORE {verb} ON documents "
            "BEGIN SELECT RAISE(ABORT, 'a document keeps its text; a change is a new revision'); END"
        )
    op.execute(
        "CREATE TRIGGER documents_no_replace BEFORE INSERT ON documents "
        "WHEN EXISTS (SELECT 1 FROM documents WHERE pk = NEW.pk OR (id = NEW.id AND revision = NEW.revision)) "
        "BEGIN SELECT RAISE(ABORT, 'a document keeps its text; a change is a new revision'); END"
    )


def _make_tables() -> None:
    op.create_table(
        "agreed_codings",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("decision_ids", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_agreed_codings")),
    )
    op.create_index("ix_agreed_codings_key", "agreed_codings", ["key"], unique=False)
    op.create_table(
        "coders",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('machine', 'person')", name=op.f("ck_coders_kind")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_coders")),
        sa.UniqueConstraint("name", "kind", "version", name=op.f("uq_coders_name_kind_version")),
    )
    op.create_table(
        "runs",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("finished", sa.Text(), nullable=True),
        sa.Column("resumed", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('running', 'finished', 'failed', 'interrupted')", name=op.f("ck_runs_status")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_runs")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "texts",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_texts")),
        sa.UniqueConstraint("digest", name=op.f("uq_texts_digest")),
    )
    op.create_table(
        "actors",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_actors_run_pk_runs")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_actors")),
        sa.UniqueConstraint("id", name=op.f("uq_actors_id")),
    )
    op.create_table(
        "decisions",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("coder_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("old_value", sa.Text(), nullable=False),
        sa.Column("new_value", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('accept', 'correct', 'reject', 'undo')", name=op.f("ck_decisions_verdict")),
        sa.ForeignKeyConstraint(["coder_pk"], ["coders.pk"], name=op.f("fk_decisions_coder_pk_coders")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_key", "decisions", ["key"], unique=False)
    op.create_table(
        "documents",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_pk", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_inferred", sa.Boolean(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=True),
        sa.Column("bytes_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_pk"], ["texts.pk"], name=op.f("fk_documents_text_pk_texts")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_documents")),
        sa.UniqueConstraint("id", "revision", name=op.f("uq_documents_id_revision")),
    )
    op.create_index("ix_documents_reading_order", "documents", ["current", "position", "id"], unique=False)
    op.create_index(
        "uq_documents_current",
        "documents",
        ["id"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current = 1"),
    )
    op.create_table(
        "problems",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.CheckConstraint("severity IN ('error', 'warning')", name=op.f("ck_problems_severity")),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_problems_run_pk_runs")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_problems")),
        sa.UniqueConstraint("stage", "digest", name=op.f("uq_problems_stage_digest")),
    )
    op.create_table(
        "annotations",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("coder_pk", sa.Integer(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder_pk"], ["coders.pk"], name=op.f("fk_annotations_coder_pk_coders")),
        sa.ForeignKeyConstraint(["document_pk"], ["documents.pk"], name=op.f("fk_annotations_document_pk_documents")),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_annotations_run_pk_runs")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_annotations")),
        sa.UniqueConstraint("document_pk", "coder_pk", name=op.f("uq_annotations_document_pk_coder_pk")),
    )
    op.create_table(
        "failures",
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("coder_pk", sa.Integer(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.Column("problem_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["coder_pk"], ["coders.pk"], name=op.f("fk_failures_coder_pk_coders")),
        sa.ForeignKeyConstraint(["document_pk"], ["documents.pk"], name=op.f("fk_failures_document_pk_documents")),
        sa.ForeignKeyConstraint(
            ["problem_pk"], ["problems.pk"], name=op.f("fk_failures_problem_pk_problems"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_failures_run_pk_runs")),
        sa.PrimaryKeyConstraint("document_pk", "coder_pk", name=op.f("pk_failures")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_failures_problem_pk", "failures", ["problem_pk"], unique=False)
    op.create_table(
        "reprints",
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("original_pk", sa.Integer(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.CheckConstraint("document_pk <> original_pk", name=op.f("ck_reprints_original")),
        sa.ForeignKeyConstraint(["document_pk"], ["documents.pk"], name=op.f("fk_reprints_document_pk_documents")),
        sa.ForeignKeyConstraint(["original_pk"], ["documents.pk"], name=op.f("fk_reprints_original_pk_documents")),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_reprints_run_pk_runs")),
        sa.PrimaryKeyConstraint("document_pk", name=op.f("pk_reprints")),
    )
    op.create_table(
        "entity_actors",
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("actor_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_pk"], ["actors.pk"], name=op.f("fk_entity_actors_actor_pk_actors"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["annotation_pk"],
            ["annotations.pk"],
            name=op.f("fk_entity_actors_annotation_pk_annotations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("annotation_pk", "entity", name=op.f("pk_entity_actors")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entity_actors_actor_pk", "entity_actors", ["actor_pk"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("head_start", sa.Integer(), nullable=False),
        sa.Column("head_end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("speaker_only", sa.Boolean(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_mentions_span")),
        sa.CheckConstraint(
            'start <= head_start AND head_start < head_end AND head_end <= "end"', name=op.f("ck_mentions_head")
        ),
        sa.ForeignKeyConstraint(
            ["annotation_pk"],
            ["annotations.pk"],
            name=op.f("fk_mentions_annotation_pk_annotations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("annotation_pk", "mention", name=op.f("pk_mentions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("speaker_mention", sa.Integer(), nullable=True),
        sa.Column("time", sa.Integer(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_words", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("cue_words", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_words", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.CheckConstraint("content <> ''", name=op.f("ck_statements_content")),
        sa.CheckConstraint("0 <= confidence AND confidence <= 1", name=op.f("ck_statements_confidence")),
        sa.ForeignKeyConstraint(
            ["annotation_pk"],
            ["annotations.pk"],
            name=op.f("fk_statements_annotation_pk_annotations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("annotation_pk", "statement", name=op.f("pk_statements")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "times",
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("time", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("last", sa.Text(), nullable=True),
        sa.Column("anchored", sa.Boolean(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_times_span")),
        sa.ForeignKeyConstraint(
            ["annotation_pk"], ["annotations.pk"], name=op.f("fk_times_annotation_pk_annotations"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("annotation_pk", "time", name=op.f("pk_times")),
        sqlite_with_rowid=False,
    )
