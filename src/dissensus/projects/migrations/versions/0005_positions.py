"""The codebook, and the positions that coders propose for it, with their evidence.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables, empty: a codebook fills them."""
    op.create_table(
        "claims",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("supporting", sa.Text(), nullable=False),
        sa.Column("opposing", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_claims")),
        sa.UniqueConstraint("id", name=op.f("uq_claims_id")),
    )
    op.create_table(
        "coded",
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("coder_pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["annotation_pk"], ["annotations.pk"], name=op.f("fk_coded_annotation_pk_annotations"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["coder_pk"], ["coders.pk"], name=op.f("fk_coded_coder_pk_coders")),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_coded_run_pk_runs")),
        sa.PrimaryKeyConstraint("annotation_pk", "coder_pk", name=op.f("pk_coded")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "positions",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("annotation_pk", sa.Integer(), nullable=False),
        sa.Column("coder_pk", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.CheckConstraint("0 <= confidence AND confidence <= 1", name=op.f("ck_positions_confidence")),
        sa.CheckConstraint("stance IN ('supports', 'opposes', 'ambivalent')", name=op.f("ck_positions_stance")),
        sa.ForeignKeyConstraint(
            ["annotation_pk", "coder_pk"],
            ["coded.annotation_pk", "coded.coder_pk"],
            name=op.f("fk_positions_annotation_pk_coder_pk_coded"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_positions")),
    )
    op.create_index("ix_positions_annotation_pk", "positions", ["annotation_pk"], unique=False)
    op.create_table(
        "position_evidence",
        sa.Column("position_pk", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("spans", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.CheckConstraint("0 <= confidence AND confidence <= 1", name=op.f("ck_position_evidence_confidence")),
        sa.CheckConstraint("side IN ('supports', 'opposes')", name=op.f("ck_position_evidence_side")),
        sa.CheckConstraint("spans <> ''", name=op.f("ck_position_evidence_spans")),
        sa.ForeignKeyConstraint(
            ["position_pk"],
            ["positions.pk"],
            name=op.f("fk_position_evidence_position_pk_positions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("position_pk", "evidence", name=op.f("pk_position_evidence")),
        sqlite_with_rowid=False,
    )
