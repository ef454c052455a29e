"""Values are set where they belong, and no comment is lost."""

import tomllib

from deploy.demo_stack.settings_text import with_values

SHIPPED = """\
# 関所の設定 / settings
drain_seconds = 30   # seconds

[ssh]
# The door.
address = "0.0.0.0"
# port = 22

[users]
keeper = "sekisho-keeper"
"""


def test_values_replace_their_line_commented_or_not() -> None:
    text = with_values(SHIPPED, {"": {"drain_seconds": 0}, "ssh": {"port": 2222}})
    read = tomllib.loads(text)
    assert read["drain_seconds"] == 0
    assert read["ssh"] == {"address": "0.0.0.0", "port": 2222}
    assert "# The door." in text
    assert "# 関所の設定 / settings" in text


def test_new_keys_and_sections_are_added() -> None:
    text = with_values(
        SHIPPED, {"": {"demo": True}, "mail": {"host": "127.0.0.1", "to": ["a", "日本"]}, "ssh": {"backlog": 5}}
    )
    read = tomllib.loads(text)
    assert read["demo"] is True
    assert read["mail"] == {"host": "127.0.0.1", "to": ["a", "日本"]}
    assert read["ssh"]["backlog"] == 5
    assert read["users"] == {"keeper": "sekisho-keeper"}


def test_doing_it_twice_changes_nothing() -> None:
    values = {"": {"drain_seconds": 0, "demo": True}, "ssh": {"port": 2222}, "mail": {"port": 25}}
    once = with_values(SHIPPED, values)
    assert with_values(once, values) == once


def test_a_key_is_not_taken_for_one_that_begins_alike() -> None:
    assert tomllib.loads(with_values("[ssh]\nport_max = 9\n", {"ssh": {"port": 1}}))["ssh"] == {
        "port_max": 9,
        "port": 1,
    }
