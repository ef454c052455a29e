"""The table of rights, read as data: what it must never say."""

import re

import pytest

from gateway.storage.rights import RIGHTS, Process
from gateway.storage.tables import metadata


def _granted(process):
    return {table: re.findall(r"[A-Z]+", rights) for table, rights in RIGHTS[process].items()}


def test_every_process_is_listed():
    assert set(RIGHTS) == set(Process)


@pytest.mark.parametrize("process", [Process.SESSION, Process.GATEWAY])
def test_R44_processes_that_meet_the_network_have_no_right_at_all(process):
    assert RIGHTS[process] == {}


@pytest.mark.parametrize("process", list(Process))
def test_R44_nobody_updates_or_deletes_journal_or_checkpoint(process):
    for table in ("journal", "checkpoint"):
        assert not {"UPDATE", "DELETE", "TRUNCATE"} & set(_granted(process).get(table, []))


def test_R44_only_the_registrar_adds_to_the_journal():
    assert [process for process in Process if "INSERT" in _granted(process).get("journal", [])] == [Process.REGISTRAR]


def test_only_the_keeper_writes_codes_and_only_keeper_and_registrar_meet_credentials():
    for process in set(Process) - {Process.BACKUP}:
        assert ("used_code" in RIGHTS[process]) == (process is Process.KEEPER)
        for sealed in ("credential", "passkey"):
            meets = "sealed" in RIGHTS[process].get(sealed, "") or RIGHTS[process].get(sealed, "").startswith("SELECT,")
            reads = meets or RIGHTS[process].get(sealed) == "SELECT"
            assert reads == (process in (Process.KEEPER, Process.REGISTRAR)), (process, sealed)


def test_a_backup_reads_everything():
    assert set(RIGHTS[Process.BACKUP]) == set(metadata.tables)


def test_R26_only_the_registrar_writes_people_orders_approvals_and_who_works_where():
    for table in ("person", "work_order", "approval", "session", "lease", "target", "terminal", "proposal", "ssh_key"):
        writes = [each for each in Process if {"INSERT", "UPDATE", "DELETE"} & set(_granted(each).get(table, []))]
        assert writes == [Process.REGISTRAR], table


def test_all_but_keeper_and_registrar_only_read():
    for process in set(Process) - {Process.SESSION, Process.GATEWAY, Process.KEEPER, Process.REGISTRAR}:
        assert {right for rights in _granted(process).values() for right in rights} == {"SELECT"}


@pytest.mark.parametrize("process", list(Process))
def test_tables_and_columns_exist(process):
    for table, rights in RIGHTS[process].items():
        for column in re.findall(r"[a-z_]+", rights):
            assert column in metadata.tables[table].c, f"{table}.{column}"


def test_keys_never_change():
    for process in Process:
        for table, rights in RIGHTS[process].items():
            named = re.findall(r"[a-z_]+", re.sub(r"SELECT \([^)]*\)", "", rights))  # what may be read is no change
            assert not {column.name for column in metadata.tables[table].primary_key.columns} & set(named)
