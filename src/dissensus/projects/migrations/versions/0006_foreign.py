"""Files of other programs that were taken into the project, row by row as they were.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SAME = {
    "foreign_files": "pk = NEW.pk OR digest = NEW.digest",
    "foreign_tables": "pk = NEW.pk OR (file_pk = NEW.file_pk AND name = NEW.name)",
    "foreign_rows": "table_pk = NEW.table_pk AND row = NEW.row",
}


def upgrade() -> None:
    """Add the tables, empty, and the triggers that protect what is in them."""
    op.create_table(
        "foreign_files",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("run_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_pk"], ["runs.pk"], name=op.f("fk_foreign_files_run_pk_runs")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_foreign_files")),
        sa.UniqueConstraint("digest", name=op.f("uq_foreign_files_digest")),
    )
    op.create_table(
        "foreign_tables",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("file_pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_pk"], ["foreign_files.pk"], name=op.f("fk_foreign_tables_file_pk_foreign_files")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_foreign_tables")),
        sa.UniqueConstraint("file_pk", "name", name=op.f("uq_foreign_tables_file_pk_name")),
    )
    op.create_table(
        "foreign_rows",
        sa.Column("table_pk", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["table_pk"], ["foreign_tables.pk"], name=op.f("fk_foreign_rows_table_pk_foreign_tables")
        ),
        sa.PrimaryKeyConstraint("table_pk", "row", name=op.f("pk_foreign_rows")),
        sqlite_with_rowid=False,
    )
    reason = "a file that was taken in is never changed; a newer one is taken in beside it"
    for table, same in _SAME.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608  # names of our own
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT RAISE(ABORT, '{reason}'); END"
        )
