"""The first schema. Registers of this version exist; none is made any more."""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Nothing: what has this version already holds its tables."""
