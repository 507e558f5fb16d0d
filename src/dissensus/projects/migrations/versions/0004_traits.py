"""Number and gender of a mention, where its words show them.

Migrations are frozen: this file says what a file of this revision holds and is never edited after a release.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; of mentions that were stored before, neither is known."""
    op.add_column("mentions", sa.Column("number", sa.Text(), nullable=True))
    op.add_column("mentions", sa.Column("gender", sa.Text(), nullable=True))
