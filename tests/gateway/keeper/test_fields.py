import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.fields import Fields
from gateway.keeper.requests import FieldsOpen, FieldsSeal, PlainField, SealedField
from gateway.vocabulary.outcome import GatewayFault


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.text(max_size=40)), max_size=5))
def test_R83_what_was_sealed_opens_in_its_place(world, pairs):
    fields = Fields(world.custody, world.field)
    sealed = fields.seal(None, FieldsSeal(items=[PlainField(context=c, value=v) for c, v in pairs]))
    items = [SealedField(context=c, sealed=s) for (c, _), s in zip(pairs, sealed, strict=True)]
    assert fields.open(None, FieldsOpen(items=items)) == [v for _, v in pairs]


@pytest.mark.parametrize("role", ["office", "registrar"])
def test_R83_a_planted_name_is_not_in_what_is_stored(world, role):
    fields = clients.Fields(world.office("admin") if role == "office" else world.door(role))
    (sealed,) = fields.seal([PlainField(context="person.name:P-1", value="関所花子")])
    assert "関所花子".encode() not in sealed
    assert fields.open([SealedField(context="person.name:P-1", sealed=sealed)]) == ["関所花子"]


@pytest.mark.parametrize("context", ["person.name:P-2", "person.kana:P-1"])
def test_a_field_moved_to_another_row_or_column_does_not_open(world, context):
    fields = clients.Fields(world.office("admin"))
    (sealed,) = fields.seal([PlainField(context="person.name:P-1", value="関所花子")])
    with pytest.raises(GatewayFault, match=r"field\.broken"):
        fields.open([SealedField(context=context, sealed=sealed)])


def test_digests_find_equals_and_tell_nothing_else(world):
    fields = clients.Fields(world.door("office"))
    one = fields.digest("person.number", "12345")
    assert one == fields.digest("person.number", "12345")
    assert one != fields.digest("person.number", "12346")
    assert one != fields.digest("person.phone", "12345")
    assert len(one) == 32


def test_R83_an_office_process_opens_no_name_before_a_person_is_proved(world):
    caller = world.door("office")
    (sealed,) = clients.Fields(caller).seal([PlainField(context="person.name:P-1", value="関所花子")])
    with pytest.raises(GatewayFault):
        clients.Fields(caller).open([SealedField(context="person.name:P-1", sealed=sealed)])
    assert world.violations[-1][1] == "fields.open: asked while unbound"


def test_a_persons_or_targets_secret_does_not_open_as_a_field(world):
    caller = world.office("admin")
    for sealed in (world.people["sato"].totp_sealed, world.people["sato"].password_sealed, world.secrets["old-switch"]):
        for context in ("P-sato", "totp:P-sato", "old-switch", "credential.totp:P-sato"):
            with pytest.raises(CallRefused):
                caller.call("fields.open", FieldsOpen(items=[SealedField(context=context, sealed=sealed)]), list[str])
