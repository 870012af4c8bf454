"""Alembic's entry: runs the migrations on the connection that `stack.migrate.upgrade` hands over."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="schema_version",
    version_table_schema=context.config.attributes["schema"],
    transactional_ddl=True,
)
context.run_migrations()
