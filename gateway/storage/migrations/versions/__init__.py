"""One step a file, found by alembic through its `revision` and `down_revision`. There is no way down: a backup is."""
