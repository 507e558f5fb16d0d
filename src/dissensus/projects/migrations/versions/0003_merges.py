"""Why each name is an actor's, and what documents tell of persons' offices.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables, empty: the next comparison fills them."""
    op.create_table(
        "actor_merges",
        sa.Column("actor_pk", sa.Integer(), nullable=False),
        sa.Column("merge", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("into_name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("0 <= confidence AND confidence <= 1", name=op.f("ck_actor_merges_confidence")),
        sa.ForeignKeyConstraint(
            ["actor_pk"], ["actors.pk"], name=op.f("fk_actor_merges_actor_pk_actors"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("actor_pk", "merge", name=op.f("pk_actor_merges")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "affiliations",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("person_pk", sa.Integer(), nullable=False),
        sa.Column("organisation_pk", sa.Integer(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_inferred", sa.Boolean(), nullable=False),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_affiliations_span")),
        sa.ForeignKeyConstraint(
            ["person_pk"], ["actors.pk"], name=op.f("fk_affiliations_person_pk_actors"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_pk"], ["actors.pk"], name=op.f("fk_affiliations_organisation_pk_actors"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["document_pk"], ["documents.pk"], name=op.f("fk_affiliations_document_pk_documents")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_affiliations")),
    )
    op.create_index("ix_affiliations_person_pk", "affiliations", ["person_pk"], unique=False)
    op.create_index("ix_affiliations_document_pk", "affiliations", ["document_pk"], unique=False)
