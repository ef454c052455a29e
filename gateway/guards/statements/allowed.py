"""The functions, operators, types and settings a statement may name. All of them are pg_catalog's; nobody else's is ever meant.

Every function here is a pure computation over its arguments or tells something of the server's structure: none runs SQL that it
is given, reads a file, a large object or another session, sleeps, locks, notifies, or changes a setting.
"""

from typing import Final


def listed(names: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(names.split())


AGGREGATES: Final = listed("""
    count sum avg min max bool_and bool_or every string_agg array_agg stddev stddev_pop stddev_samp variance var_pop
    var_samp corr percentile_cont percentile_disc mode any_value
""")
WINDOWS: Final = listed("""
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
""")
PLAIN: Final = listed("""
    upper lower initcap length char_length character_length octet_length substr substring left right strpos position
    overlay replace translate trim btrim ltrim rtrim concat concat_ws split_part reverse ascii chr starts_with md5
    regexp_replace like_escape similar_to_escape normalize abs ceil ceiling floor round trunc mod power sqrt sign div exp ln log
    width_bucket date_trunc date_part extract age to_char to_date to_timestamp to_number make_date make_interval
    timezone now statement_timestamp transaction_timestamp clock_timestamp justify_days justify_hours justify_interval
    isfinite array_length cardinality array_position array_to_string string_to_array num_nulls num_nonnulls
""")
SYSTEM: Final = listed("""
    _pg_expandarray acldefault aclexplode array_append array_cat array_lower array_remove array_upper col_description
    current_database current_schema current_schemas current_setting current_user format format_type generate_series
    generate_subscripts getdatabaseencoding has_any_column_privilege has_column_privilege has_database_privilege
    has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege has_type_privilege json_build_object
    obj_description pg_available_extensions pg_backend_pid pg_char_to_encoding pg_collation_is_visible
    pg_column_is_updatable pg_conversion_is_visible pg_database_size pg_encoding_max_length pg_encoding_to_char
    pg_function_is_visible pg_get_constraintdef pg_get_expr pg_get_function_arg_default pg_get_function_arguments
    pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody pg_get_functiondef
    pg_get_indexdef pg_get_keywords pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef
    pg_get_serial_sequence pg_get_statisticsobjdef pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions
    pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role pg_indexes_size pg_is_in_recovery
    pg_opclass_is_visible pg_operator_is_visible pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors
    pg_partition_root pg_partition_tree pg_postmaster_start_time pg_relation_is_publishable pg_relation_is_updatable
    pg_relation_size pg_size_pretty pg_statistics_obj_is_visible pg_table_is_visible pg_table_size
    pg_tablespace_location pg_tablespace_size pg_total_relation_size pg_ts_config_is_visible pg_ts_dict_is_visible
    pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible quote_ident quote_literal shobj_description
    to_regclass to_regnamespace to_regproc to_regtype unnest version
""")
FROM: Final = {
    "unnest": ("unnest",),
    "generate_series": ("generate_series",),
    "generate_subscripts": ("generate_subscripts",),
    "pg_get_keywords": ("word", "catcode", "barelabel", "catdesc", "baredesc"),
    "pg_options_to_table": ("option_name", "option_value"),
    "aclexplode": ("grantor", "grantee", "privilege_type", "is_grantable"),
    "pg_partition_tree": ("relid", "parentrelid", "isleaf", "level"),
    "pg_partition_ancestors": ("relid",),
    "pg_available_extensions": ("name", "default_version", "comment"),
}
"""Functions that may stand in FROM, with the columns they give where no list of columns is written behind them."""
UNNAMED: Final = frozenset({"unnest", "generate_series", "generate_subscripts"})
"""Those of them whose one column is called as the alias is (parse_relation.c: chooseScalarFunctionAlias)."""

OPERATORS: Final = listed("""
    = <> != < > <= >= + - * / % ^ || ~~ !~~ ~~* !~~* ~ !~ ~* !~* <@ @> &&
""")
KINDS_OF_OPERATOR: Final = listed("""
    AEXPR_OP AEXPR_OP_ANY AEXPR_OP_ALL AEXPR_DISTINCT AEXPR_NOT_DISTINCT AEXPR_NULLIF AEXPR_IN AEXPR_LIKE AEXPR_ILIKE
    AEXPR_SIMILAR AEXPR_BETWEEN AEXPR_NOT_BETWEEN AEXPR_BETWEEN_SYM AEXPR_NOT_BETWEEN_SYM
""")
SPELLED: Final = frozenset(
    {"BETWEEN", "NOT BETWEEN", "BETWEEN SYMMETRIC", "NOT BETWEEN SYMMETRIC"}
)  # what BETWEEN has for a name

TYPES: Final = listed("""
    text varchar bpchar char name int2 int4 int8 smallint int integer bigint numeric decimal float4 float8 real bool
    boolean date time timetz timestamp timestamptz interval uuid oid
""")
SYSTEM_TYPES: Final = listed("""
    regclass regtype regproc regprocedure regnamespace regrole regoper oidvector int2vector oid xid cstring anyarray
""")

SHOWN: Final = listed("""
    server_version server_version_num server_encoding client_encoding datestyle timezone intervalstyle
    transaction_isolation standard_conforming_strings transaction_read_only default_transaction_read_only
    default_transaction_isolation search_path max_identifier_length max_index_keys integer_datetimes
    extra_float_digits statement_timeout lc_collate lc_ctype is_superuser in_hot_standby application_name bytea_output
    transaction_deferrable
""")
EXPLAINED: Final = frozenset({"verbose", "costs", "format", "generic_plan"})  # SUMMARY would tell times
