from gateway.storage.queries.work import WorkFilter, meets


def test_no_wish_is_no_condition():
    assert "person" not in str(meets(WorkFilter()))


def test_each_wish_is_one_condition_and_nothing_is_spelled_into_the_statement():
    hostile = "x' OR 1=1 --"
    statement = str(
        meets(WorkFilter(person=hostile, client=hostile, target=hostile, purpose=hostile, employer=hostile))
    )
    assert hostile not in statement
    for column in ("username", "client", "target", "purpose", "employer_id"):
        assert column in statement
