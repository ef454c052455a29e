"""Run by alembic for each command: the steps go over the connection, and in the transaction, that `schema.py` brought."""

from alembic import context

from gateway.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
