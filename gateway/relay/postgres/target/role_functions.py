"""Functions that a role which only looks has no use for, and could do harm with even in a READ ONLY transaction.

PUBLIC may execute these unless somebody takes it away. What only superusers may execute stands here too where it reads or writes
files: a mistaken GRANT is taken back. Names as in PostgreSQL 13 to 18; one that a server does not have is passed over.
"""

from typing import Final

_SETTINGS = ("set_config",)  # would take search_path, timeouts and READ ONLY away
_WAITING = ("pg_sleep", "pg_sleep_for", "pg_sleep_until")
_TELLING = ("pg_notify", "pg_logical_emit_message")
_OTHERS_SESSIONS = ("pg_cancel_backend", "pg_terminate_backend")  # people share the role
_SORTS = ("advisory_", "advisory_xact_", "try_advisory_", "try_advisory_xact_")
_LOCKS = (
    *(f"pg_{sort}lock{shared}" for sort in _SORTS for shared in ("", "_shared")),
    "pg_advisory_unlock",
    "pg_advisory_unlock_shared",
    "pg_advisory_unlock_all",
)
_LARGE_OBJECTS = (
    "lo_creat", "lo_create", "lo_from_bytea", "lo_put", "lo_get", "lo_open", "lo_close", "loread", "lowrite", "lo_lseek",
    "lo_lseek64", "lo_tell", "lo_tell64", "lo_truncate", "lo_truncate64", "lo_unlink", "lo_import", "lo_export",
)  # fmt: skip
_TEXT_AS_STATEMENT = (
    "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "cursor_to_xml", "cursor_to_xmlschema", "table_to_xml",
    "table_to_xmlschema", "table_to_xml_and_xmlschema", "schema_to_xml", "schema_to_xmlschema", "schema_to_xml_and_xmlschema",
    "database_to_xml", "database_to_xmlschema", "database_to_xml_and_xmlschema", "ts_stat", "ts_rewrite",
)  # fmt: skip
_TRANSACTIONS = ("pg_export_snapshot", "txid_current", "pg_current_xact_id")
_FILES = (
    "pg_read_file", "pg_read_binary_file", "pg_read_file_old", "pg_stat_file", "pg_ls_dir", "pg_ls_logdir", "pg_ls_waldir",
    "pg_ls_tmpdir", "pg_ls_archive_statusdir", "pg_ls_logicalmapdir", "pg_ls_logicalsnapdir", "pg_ls_replslotdir",
    "pg_current_logfile", "pg_reload_conf", "pg_rotate_logfile",
)  # fmt: skip

DANGEROUS: Final = (
    *_SETTINGS, *_WAITING, *_TELLING, *_OTHERS_SESSIONS, *_LOCKS, *_LARGE_OBJECTS, *_TEXT_AS_STATEMENT, *_TRANSACTIONS, *_FILES,
)  # fmt: skip
EXTENSIONS: Final = (
    "dblink", "postgres_fdw", "file_fdw", "adminpack", "lo", "pg_prewarm", "xml2", "tablefunc", "pageinspect", "pgstattuple",
)  # fmt: skip
"""Of these every function is taken away: they reach other servers and files, read pages as they lie, or run a text."""
