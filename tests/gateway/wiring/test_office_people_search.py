from dataclasses import replace

import pytest

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Role
from gateway.wiring import office_people, office_person_change
from gateway.wiring.office_people_search import found_people, named_person
from gateway.wiring.office_person_change import PersonWish
from gateway.wiring.office_proofs import Factors
from gateway.wiring.office_reading import PeopleFilter
from tests.gateway.cli.town import Town
from tests.gateway.wiring.office_town import office_of
from tests.gateway.wiring.test_office_people import FORM


def test_people_are_found_by_name_within_the_filter_a_part_at_a_time(town: Town) -> None:
    with office_of(town, "ito") as office:
        for number in range(3):
            form = replace(FORM, username=f"find-{number}", name=f"渡邉 {'桂香子'[number]}", number=f"F-{number}")
            office_people.add_person(office, form, Factors())
        every = PeopleFilter(role=Role.ENGINEER, limit=2)
        found, total = found_people(office, every, "渡辺")
        assert (len(found), total) == (2, total)
        assert total >= 3
        second, _ = found_people(office, replace(every, offset=2), "わたなべ")
        assert second
        assert not {each.line.id for each in found} & {each.line.id for each in second}
        assert found_people(office, PeopleFilter(role=Role.AUDITOR), "渡辺") == ([], 0)
        assert found_people(office, PeopleFilter(limit=1), " 　")[0][0].name.name  # nothing is looked for: everybody
        one = named_person(office, found[0].line.id)
        assert one == found[0]
        assert named_person(office, "P-nobody") is None
        assert "渡邉" not in repr(found[0])


def test_what_is_not_wished_stays_and_an_old_version_is_stale(town: Town) -> None:
    with office_of(town, "ito") as office:
        before = office.lists.person_named("mori")
        assert before is not None
        office_person_change.change_person(office, "mori", PersonWish(mail="mori@example.jp", version=before.version))
        after = office.lists.person_named("mori")
        assert after is not None
        assert (after.has_mail, after.roles, after.contract_end) == (True, before.roles, before.contract_end)
        assert office.lists.mails([after.id]) == {after.id: "mori@example.jp"}
        with pytest.raises(CallRefused, match="stale"):
            office_person_change.change_person(office, "mori", PersonWish(mail="-", version=before.version))
        office_person_change.change_person(office, "mori", PersonWish(mail="-"))
        assert office.lists.mails([after.id]) == {}
