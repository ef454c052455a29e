import pytest

from gateway.storage.fields import SealedField, context, same_number, seal_person
from gateway.vocabulary.outcome import GatewayFault


def test_each_field_is_sealed_in_its_own_context(cipher):
    sealed = seal_person(cipher, person="P-1", name="見本 花子", kana="ミホン ハナコ", number="1001")
    for part, blob, value in (
        ("name", sealed.name, "見本 花子"),
        ("kana", sealed.kana, "ミホン ハナコ"),
        ("number", sealed.number, "1001"),
    ):
        assert cipher.open([SealedField(context=f"person.{part}:P-1", sealed=blob)]) == [value]
        with pytest.raises(GatewayFault):
            cipher.open([SealedField(context=context(part, "P-2"), sealed=blob)])


def test_R13_one_number_in_any_spelling_has_one_digest(cipher):
    digests = {
        seal_person(cipher, person=f"P-{n}", name="x", kana="x", number=number).number_digest
        for n, number in enumerate(["A-1001", "a-1001", " A-1001 ", "Ａ－１００１", "A - 1001"])
    }
    assert len(digests) == 1
    assert same_number("A-1002") != same_number("A-1001")
