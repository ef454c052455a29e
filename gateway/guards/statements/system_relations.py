"""Which relations of the server's own catalogue may be read, and which of their columns. They describe the database's structure.

Reviewed on PostgreSQL 15 and 18. Left out with intent: whatever holds values of user data or secrets (pg_statistic, pg_stats,
pg_stat_activity, pg_cursors.statement, pg_largeobject, pg_authid, pg_shadow, pg_user_mapping, pg_attribute.attmissingval,
pg_subscription.subconninfo, options of foreign servers, pg_sequences.last_value). A column that is not here counts as personal.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.guards.statements.shapes import Place
from gateway.vocabulary.column import Column, Kind

_PG_CATALOG: Final = """
pg_aggregate: tableoid aggfnoid aggkind aggnumdirectargs aggtransfn aggfinalfn aggcombinefn aggserialfn aggdeserialfn
  aggmtransfn aggminvtransfn aggmfinalfn aggfinalextra aggmfinalextra aggfinalmodify aggmfinalmodify aggsortop
  aggtranstype aggtransspace aggmtranstype aggmtransspace agginitval aggminitval
pg_am: tableoid oid amname amhandler amtype
pg_amop: tableoid oid amopfamily amoplefttype amoprighttype amopstrategy amoppurpose amopopr amopmethod amopsortfamily
pg_amproc: tableoid oid amprocfamily amproclefttype amprocrighttype amprocnum amproc
pg_attrdef: tableoid oid adrelid adnum adbin
pg_attribute: tableoid attrelid attname atttypid attstattarget attlen attnum attndims attcacheoff atttypmod attbyval
  attalign attstorage attcompression attnotnull atthasdef atthasmissing attidentity attgenerated attisdropped
  attislocal attinhcount attcollation attacl attoptions attfdwoptions
pg_auth_members: tableoid roleid member grantor admin_option oid inherit_option set_option
pg_available_extensions: name default_version installed_version comment
pg_cast: tableoid oid castsource casttarget castfunc castcontext castmethod
pg_class: tableoid oid relname relnamespace reltype reloftype relowner relam relfilenode reltablespace relpages
  reltuples relallvisible reltoastrelid relhasindex relisshared relpersistence relkind relnatts relchecks relhasrules
  relhastriggers relhassubclass relrowsecurity relforcerowsecurity relispopulated relreplident relispartition
  relrewrite relfrozenxid relminmxid relacl reloptions relpartbound relallfrozen
pg_collation: tableoid oid collname collnamespace collowner collprovider collisdeterministic collencoding collcollate
  collctype colliculocale collversion colllocale collicurules
pg_constraint: tableoid oid conname connamespace contype condeferrable condeferred convalidated conrelid contypid
  conindid conparentid confrelid confupdtype confdeltype confmatchtype conislocal coninhcount connoinherit conkey
  confkey conpfeqop conppeqop conffeqop confdelsetcols conexclop conbin conenforced conperiod
pg_conversion: tableoid oid conname connamespace conowner conforencoding contoencoding conproc condefault
pg_cursors: name is_holdable is_binary is_scrollable creation_time
pg_database: tableoid oid datname datdba encoding datlocprovider datistemplate datallowconn datconnlimit datfrozenxid
  datminmxid dattablespace datcollate datctype daticulocale datcollversion datacl dathasloginevt datlocale daticurules
pg_db_role_setting: tableoid setdatabase setrole setconfig
pg_default_acl: tableoid oid defaclrole defaclnamespace defaclobjtype defaclacl
pg_depend: tableoid classid objid objsubid refclassid refobjid refobjsubid deptype
pg_description: tableoid objoid classoid objsubid description
pg_enum: tableoid oid enumtypid enumsortorder enumlabel
pg_event_trigger: tableoid oid evtname evtevent evtowner evtfoid evtenabled evttags
pg_extension: tableoid oid extname extowner extnamespace extrelocatable extversion extconfig extcondition
pg_foreign_data_wrapper: tableoid oid fdwname fdwowner fdwhandler fdwvalidator fdwacl
pg_foreign_server: tableoid oid srvname srvowner srvfdw srvtype srvversion srvacl
pg_foreign_table: tableoid ftrelid ftserver
pg_index: tableoid indexrelid indrelid indnatts indnkeyatts indisunique indnullsnotdistinct indisprimary
  indisexclusion indimmediate indisclustered indisvalid indcheckxmin indisready indislive indisreplident indkey
  indcollation indclass indoption indexprs indpred
pg_indexes: schemaname tablename indexname tablespace indexdef
pg_inherits: tableoid inhrelid inhparent inhseqno inhdetachpending
pg_language: tableoid oid lanname lanowner lanispl lanpltrusted lanplcallfoid laninline lanvalidator lanacl
pg_matviews: schemaname matviewname matviewowner tablespace hasindexes ispopulated definition
pg_namespace: tableoid oid nspname nspowner nspacl
pg_opclass: tableoid oid opcmethod opcname opcnamespace opcowner opcfamily opcintype opcdefault opckeytype
pg_operator: tableoid oid oprname oprnamespace oprowner oprkind oprcanmerge oprcanhash oprleft oprright oprresult
  oprcom oprnegate oprcode oprrest oprjoin
pg_opfamily: tableoid oid opfmethod opfname opfnamespace opfowner
pg_parameter_acl: tableoid oid parname paracl
pg_partitioned_table: tableoid partrelid partstrat partnatts partdefid partattrs partclass partcollation partexprs
pg_policies: schemaname tablename policyname permissive roles cmd qual with_check
pg_policy: tableoid oid polname polrelid polcmd polpermissive polroles polqual polwithcheck
pg_proc: tableoid oid proname pronamespace proowner prolang procost prorows provariadic prosupport prokind prosecdef
  proleakproof proisstrict proretset provolatile proparallel pronargs pronargdefaults prorettype proargtypes
  proallargtypes proargmodes proargnames proargdefaults protrftypes prosrc probin prosqlbody proconfig proacl
pg_publication: tableoid oid pubname pubowner puballtables pubinsert pubupdate pubdelete pubtruncate pubviaroot
  pubgencols
pg_publication_namespace: tableoid oid pnpubid pnnspid
pg_publication_rel: tableoid oid prpubid prrelid prqual prattrs
pg_publication_tables: pubname schemaname tablename attnames rowfilter
pg_range: tableoid rngtypid rngsubtype rngmultitypid rngcollation rngsubopc rngcanonical rngsubdiff
pg_rewrite: tableoid oid rulename ev_class ev_type ev_enabled is_instead ev_qual ev_action
pg_roles: rolname rolsuper rolinherit rolcreaterole rolcreatedb rolcanlogin rolreplication rolconnlimit rolvaliduntil
  rolbypassrls rolconfig oid
pg_rules: schemaname tablename rulename definition
pg_sequence: tableoid seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle
pg_sequences: schemaname sequencename sequenceowner data_type start_value min_value max_value increment_by cycle
  cache_size
pg_settings: name setting unit category short_desc extra_desc context vartype source min_val max_val enumvals boot_val
  reset_val sourcefile sourceline pending_restart
pg_shdescription: tableoid objoid classoid description
pg_statistic_ext: tableoid oid stxrelid stxname stxnamespace stxowner stxstattarget stxkeys stxkind stxexprs
pg_subscription: tableoid oid subdbid subskiplsn subname subowner subenabled subbinary substream subtwophasestate
  subdisableonerr subslotname subsynccommit subpublications subpasswordrequired subrunasowner subfailover suborigin
pg_tables: schemaname tablename tableowner tablespace hasindexes hasrules hastriggers rowsecurity
pg_tablespace: tableoid oid spcname spcowner spcacl spcoptions
pg_timezone_names: name abbrev utc_offset is_dst
pg_transform: tableoid oid trftype trflang trffromsql trftosql
pg_trigger: tableoid oid tgrelid tgparentid tgname tgfoid tgtype tgenabled tgisinternal tgconstrrelid tgconstrindid
  tgconstraint tgdeferrable tginitdeferred tgnargs tgattr tgargs tgqual tgoldtable tgnewtable
pg_ts_config: tableoid oid cfgname cfgnamespace cfgowner cfgparser
pg_ts_dict: tableoid oid dictname dictnamespace dictowner dicttemplate dictinitoption
pg_ts_parser: tableoid oid prsname prsnamespace prsstart prstoken prsend prsheadline prslextype
pg_ts_template: tableoid oid tmplname tmplnamespace tmplinit tmpllexize
pg_type: tableoid oid typname typnamespace typowner typlen typbyval typtype typcategory typispreferred typisdefined
  typdelim typrelid typsubscript typelem typarray typinput typoutput typreceive typsend typmodin typmodout typanalyze
  typalign typstorage typnotnull typbasetype typtypmod typndims typcollation typdefaultbin typdefault typacl
pg_user: usename usesysid usecreatedb usesuper userepl usebypassrls valuntil
pg_views: schemaname viewname viewowner definition
"""

_INFORMATION_SCHEMA: Final = """
check_constraints: constraint_catalog constraint_schema constraint_name check_clause
columns: table_catalog table_schema table_name column_name ordinal_position column_default is_nullable data_type
  character_maximum_length character_octet_length numeric_precision numeric_precision_radix numeric_scale
  datetime_precision interval_type interval_precision character_set_catalog character_set_schema character_set_name
  collation_catalog collation_schema collation_name domain_catalog domain_schema domain_name udt_catalog udt_schema
  udt_name scope_catalog scope_schema scope_name maximum_cardinality dtd_identifier is_self_referencing is_identity
  identity_generation identity_start identity_increment identity_maximum identity_minimum identity_cycle is_generated
  generation_expression is_updatable
constraint_column_usage: table_catalog table_schema table_name column_name constraint_catalog constraint_schema
  constraint_name
domains: domain_catalog domain_schema domain_name data_type character_maximum_length character_octet_length
  character_set_catalog character_set_schema character_set_name collation_catalog collation_schema collation_name
  numeric_precision numeric_precision_radix numeric_scale datetime_precision interval_type interval_precision
  domain_default udt_catalog udt_schema udt_name scope_catalog scope_schema scope_name maximum_cardinality
  dtd_identifier
key_column_usage: constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name
  column_name ordinal_position position_in_unique_constraint
parameters: specific_catalog specific_schema specific_name ordinal_position parameter_mode is_result as_locator
  parameter_name data_type character_maximum_length character_octet_length character_set_catalog character_set_schema
  character_set_name collation_catalog collation_schema collation_name numeric_precision numeric_precision_radix
  numeric_scale datetime_precision interval_type interval_precision udt_catalog udt_schema udt_name scope_catalog
  scope_schema scope_name maximum_cardinality dtd_identifier parameter_default
referential_constraints: constraint_catalog constraint_schema constraint_name unique_constraint_catalog
  unique_constraint_schema unique_constraint_name match_option update_rule delete_rule
routines: specific_catalog specific_schema specific_name routine_catalog routine_schema routine_name routine_type
  module_catalog module_schema module_name udt_catalog udt_schema udt_name data_type character_maximum_length
  character_octet_length character_set_catalog character_set_schema character_set_name collation_catalog
  collation_schema collation_name numeric_precision numeric_precision_radix numeric_scale datetime_precision
  interval_type interval_precision type_udt_catalog type_udt_schema type_udt_name scope_catalog scope_schema
  scope_name maximum_cardinality dtd_identifier routine_body routine_definition external_name external_language
  parameter_style is_deterministic sql_data_access is_null_call sql_path schema_level_routine max_dynamic_result_sets
  is_user_defined_cast is_implicitly_invocable security_type to_sql_specific_catalog to_sql_specific_schema
  to_sql_specific_name as_locator created last_altered new_savepoint_level is_udt_dependent result_cast_from_data_type
  result_cast_as_locator result_cast_char_max_length result_cast_char_octet_length result_cast_char_set_catalog
  result_cast_char_set_schema result_cast_char_set_name result_cast_collation_catalog result_cast_collation_schema
  result_cast_collation_name result_cast_numeric_precision result_cast_numeric_precision_radix
  result_cast_numeric_scale result_cast_datetime_precision result_cast_interval_type result_cast_interval_precision
  result_cast_type_udt_catalog result_cast_type_udt_schema result_cast_type_udt_name result_cast_scope_catalog
  result_cast_scope_schema result_cast_scope_name result_cast_maximum_cardinality result_cast_dtd_identifier
schemata: catalog_name schema_name schema_owner default_character_set_catalog default_character_set_schema
  default_character_set_name sql_path
sequences: sequence_catalog sequence_schema sequence_name data_type numeric_precision numeric_precision_radix
  numeric_scale start_value minimum_value maximum_value increment cycle_option
table_constraints: constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name
  constraint_type is_deferrable initially_deferred enforced nulls_distinct
tables: table_catalog table_schema table_name table_type self_referencing_column_name reference_generation
  user_defined_type_catalog user_defined_type_schema user_defined_type_name is_insertable_into is_typed commit_action
triggers: trigger_catalog trigger_schema trigger_name event_manipulation event_object_catalog event_object_schema
  event_object_table action_order action_condition action_statement action_orientation action_timing
  action_reference_old_table action_reference_new_table action_reference_old_row action_reference_new_row created
views: table_catalog table_schema table_name view_definition check_option is_updatable is_insertable_into
  is_trigger_updatable is_trigger_deletable is_trigger_insertable_into
"""


def _read(schema: str, listed: str) -> dict[Place, Mapping[str, Column]]:
    relations: dict[Place, Mapping[str, Column]] = {}
    for line in listed.strip().replace("\n  ", " ").splitlines():
        table, _, names = line.partition(": ")
        relations[schema, table] = MappingProxyType(
            {
                each: Column(schema=schema, table=table, name=each, kind=Kind.HARMLESS, type=None)
                for each in names.split()
            }
        )
    return relations


SYSTEM_RELATIONS: Final[Mapping[Place, Mapping[str, Column]]] = MappingProxyType(
    _read("pg_catalog", _PG_CATALOG) | _read("information_schema", _INFORMATION_SCHEMA)
)
