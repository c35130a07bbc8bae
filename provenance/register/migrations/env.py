"""What alembic runs: every step on the connection that ``upgrading`` hands over."""

from alembic import context

from provenance.register.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
