"""The act of a statement: what the speaker does with the words.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the act; of statements that were stored before, none was told, which is what "says" stands for."""
    op.add_column("statements", sa.Column("act", sa.Text(), nullable=False, server_default="says"))
