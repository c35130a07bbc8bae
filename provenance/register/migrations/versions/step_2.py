"""A table for consents, waivers, labels and imported bundles."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the table ``records``, as it was in version 2: later steps change it, this one stays."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "records",
        sa.Column("sequence", number, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("attestation", sa.Text, nullable=False),
    )
    op.create_index("records_kind", "records", ["kind", "id"], unique=True)
