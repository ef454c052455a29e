"""A file of rules is read strictly; Cedar itself would ignore most of these."""

import pytest
from cedarpy import Schema

from gateway.authorization.request import Capability
from gateway.authorization.rules_file import rules_of
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import SHIPPED

SCHEMA = Schema.from_str((SHIPPED / "access/schema.cedarschema").read_text(encoding="utf-8"))
FORBID = """@id("SK-777")
@title("Title about {target}")
@title_ja("題 {target}")
@next("Ask")
@next_ja("依頼")
forbid (principal, action, resource) unless { principal.standing == "active" };
"""
PERMIT = """@id("SK-977")
@title("Title")
@title_ja("題")
@next("Ask")
@next_ja("依頼")
@obligations("recorded ends-at")
permit (principal, action == Action::"shell", resource);
"""


def rules(text: str) -> None:
    rules_of("access/x.cedar", text.encode(), SCHEMA)


def test_good_rules_are_read() -> None:
    found = rules_of("access/x.cedar", (FORBID + PERMIT).encode(), SCHEMA)
    assert [each.rule.id for each in found] == ["SK-777", "SK-977"]
    assert found[0].rule.title.ja == "題 {target}"
    assert found[1].rule.obligations == ("recorded", "ends-at")
    assert [each.rule.capability for each in found] == [None, Capability.SHELL]


@pytest.mark.parametrize(
    ("text", "key", "nearest"),
    [
        (FORBID.replace("@title(", "@titel("), "SK-777.@titel", "title"),
        (FORBID.replace("@next_ja(", "@nextja("), "SK-777.@nextja", "next_ja"),
        (FORBID.replace('@next_ja("依頼")\n', ""), "SK-777.@next_ja", None),
        (FORBID.replace('@next_ja("依頼")', "@next_ja"), "SK-777.@next_ja", None),
        (FORBID.replace('@id("SK-777")\n', ""), "a rule without @id.@id", None),
        (FORBID.replace("SK-777", "SK-001"), "SK-001.@id", None),
        (FORBID.replace("SK-777", "R1"), "R1.@id", None),
        (FORBID.replace("Title", "題"), "SK-777.@title", None),
        (FORBID.replace("依頼", "依\u202e頼"), "SK-777.@next_ja", None),
        (FORBID.replace("依頼", "依\\n頼"), "SK-777.@next_ja", None),
        (FORBID.replace("依頼", "依" * 241), "SK-777.@next_ja", None),
        (FORBID.replace("about {target}", "about {traget}"), "SK-777.@title.traget", "target"),
        (FORBID.replace("about {target}", "about {target"), "SK-777.@title", None),
        (FORBID.replace("about {target}", "about {target.address}"), "SK-777.@title", None),
        (FORBID.replace("@next(", '@obligations("recorded ends-at")\n@next('), "SK-777.@obligations", None),
        (PERMIT.replace("recorded", "recordd"), "SK-977.@obligations.recordd", "recorded"),
        (PERMIT.replace("recorded", "recorded commands-listed"), "SK-977.@obligations.commands-listed", None),
        (PERMIT.replace("recorded", "watched").replace("shell", "exec"), "SK-977.@obligations.watched", None),
        (PERMIT.replace('@obligations("recorded ends-at")\n', ""), "SK-977.@obligations", None),
        (PERMIT.replace('action == Action::"shell"', "action"), "SK-977", None),
        (PERMIT.replace('== Action::"shell"', 'in [Action::"shell", Action::"exec"]'), "SK-977", None),
        (PERMIT.replace("principal,", "principal == ?principal,"), "?principal", None),
        (FORBID.replace("standing", "standin"), "SK-777.standin", "standing"),
        (FORBID.replace("principal.standing", "context.mfa_age"), "SK-777.mfa_age", None),
        (FORBID.replace('"active"', "3"), "SK-777.schema", None),
        (PERMIT.replace('"shell"', '"shel"'), "SK-977.schema", None),
        (FORBID.replace("forbid", "forbit"), "Cedar", None),
        (FORBID.replace('@id("SK-777")', '@id("SK-777")\n@id("SK-778")'), "Cedar", None),
        ("", "access/x.cedar", None),
        ("// nothing", "access/x.cedar", None),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str, nearest: str | None) -> None:
    with pytest.raises(PolicyUnfit) as found:
        rules(text)
    assert found.value.file == "access/x.cedar"
    assert found.value.key == key, str(found.value)
    assert nearest is None or found.value.nearest == nearest


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(PolicyUnfit, match="UTF-8"):
        rules_of("access/x.cedar", FORBID.encode("euc-jp"), SCHEMA)
