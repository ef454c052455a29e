from gateway.authorization.columns.catalogue import UNKNOWN
from gateway.authorization.columns.comparing import Differs, differences
from gateway.authorization.columns.proposal import ColumnFacts
from gateway.vocabulary.column import Kind
from tests.gateway.authorization.columns.a_file import the_columns

SHOP = the_columns().catalogue("shop-db", "shop")
SAME = [
    ColumnFacts(
        schema=each.schema,
        table=each.table,
        name=each.name,
        type=each.type or "",
        nullable=False,
        is_view=relation.is_view,
    )
    for relation in SHOP.relations.values()
    for each in relation.columns.values()
]


def test_nothing_differs_from_itself():
    assert differences(SHOP, SAME) == ()


def test_what_is_new_is_masked_and_what_is_gone_is_named():
    new = ColumnFacts(schema="public", table="people", name="fax", type="text", nullable=True)
    found = differences(SHOP, [*SAME[1:], new])
    assert [(each.differs, each.column, each.kind) for each in found] == [
        (Differs.NEW, "fax", Kind.PERSONAL),
        (Differs.GONE, SAME[0].name, Kind.HARMLESS),
    ]


def test_a_changed_type_is_said_first():
    first = SAME[0]
    changed = ColumnFacts(schema=first.schema, table=first.table, name=first.name, type="jsonb", nullable=False)
    new = ColumnFacts(schema="a", table="a", name="a", type="text", nullable=True)
    found = differences(SHOP, [changed, new, *SAME[1:]])
    assert [(each.differs, each.classified, each.found) for each in found] == [
        (Differs.TYPE, first.type, "jsonb"),
        (Differs.NEW, None, "text"),
    ]


def test_a_table_that_became_a_view_is_told():
    as_view = [
        ColumnFacts(schema=e.schema, table=e.table, name=e.name, type=e.type, nullable=False, is_view=not e.is_view)
        for e in SAME
    ]
    assert {each.differs for each in differences(SHOP, as_view)} == {Differs.SHAPE}


def test_without_a_catalogue_everything_is_new():
    assert len(differences(UNKNOWN, SAME)) == len(SAME)


def test_work_is_what_people_can_do_something_about():
    new = ColumnFacts(schema="public", table="people", name="fax", type="text", nullable=True)
    odd = ColumnFacts(schema="public", table="people", name="fa x", type="text", nullable=True)
    found = {each.column: each.wants_work for each in differences(SHOP, [*SAME[1:], new, odd])}
    assert found == {"fax": True, "fa x": False, SAME[0].name: False}
