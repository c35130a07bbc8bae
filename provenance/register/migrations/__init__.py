"""Migrations of the register's schema, one module per step in ``versions``; run by alembic."""
