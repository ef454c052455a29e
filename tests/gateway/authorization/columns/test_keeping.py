from dataclasses import replace

from gateway.authorization.columns.catalogue import UNKNOWN, ColumnCase
from gateway.authorization.columns.keeping import KEPT, kept, still_true
from gateway.authorization.columns.proposal import ProposedRelation, propose
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.columns.test_comparing import SAME, SHOP


def relation(name, found) -> ProposedRelation:
    return next(each for each in found.relations if each.name == name)


def test_every_decision_comes_back():
    found = kept(propose(SAME), SHOP)
    for each in found.relations:
        known = SHOP.relations[each.schema, each.name]
        assert {column.facts.name: column.kind for column in each.columns} == {
            column.name: column.kind for column in known.columns.values()
        }
        assert (each.client_key, each.client, each.subject_key, each.subject) == (
            known.client_key,
            known.client,
            known.subject_key,
            known.subject,
        )
        assert dict(each.claims) == dict(known.claims)


def test_another_type_is_another_column():
    changed = [replace(each, type="jsonb") if each.name == "label" else each for each in SAME]
    plan = relation("plan", kept(propose(changed), SHOP))
    label = next(each for each in plan.columns if each.facts.name == "label")
    assert label.kind is not Kind.HARMLESS
    assert "text" in label.why.en
    assert "label" not in plan.claims


def test_a_table_that_became_a_view_is_guessed_anew():
    changed = [replace(each, is_view=True) if each.table == "people" else each for each in SAME]
    assert all(each.why is not KEPT for each in relation("people", kept(propose(changed), SHOP)).columns)


def test_a_key_that_is_gone_is_no_key():
    people = relation("people", kept(propose([each for each in SAME if each.name != "person_no"]), SHOP))
    assert people.subject_key is None
    assert people.subject is None


def test_without_a_file_nothing_is_kept():
    assert kept(propose(SAME), UNKNOWN) == propose(SAME)


def test_a_case_holds_until_its_column_is_another():
    found = kept(propose(SAME), SHOP)
    assert still_true(ColumnCase(schema="public", relation="people", column="later", kind=Kind.PERSONAL), found)
    assert not still_true(ColumnCase(schema="public", relation="people", column="card_no", kind=Kind.NAME), found)
