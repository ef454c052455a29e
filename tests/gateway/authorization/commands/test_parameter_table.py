"""A parameter as its file states it."""

from typing import Any

import pytest

from gateway.authorization.commands.parameter_table import parameter_of
from gateway.authorization.commands.parameters import Choice, Kind, Parameter
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit

NUMBER = {"name": "lines", "kind": "number", "minimum": 1, "maximum": 50, "ja": "行", "en": "lines"}
CHOICE = {"name": "sort", "kind": "choice", "choices": {"cpu": "-pcpu"}, "ja": "順", "en": "order"}
PATTERN = {"name": "text", "kind": "pattern", "minimum": 1, "maximum": 50, "ja": "文字", "en": "text"}
FILE = {"name": "file", "kind": "file", "root": "logs", "ja": "ファイル", "en": "file"}
FLAG = {"name": "all", "kind": "flag", "ja": "全部", "en": "all"}
HOST = {"name": "host", "kind": "named", "named": "hosts", "ja": "相手", "en": "host"}


def read(table: dict[str, Any], **other: Any) -> Parameter:
    whole = {key: value for key, value in {**table, **other}.items() if value is not None}
    return parameter_of(StrictTable("commands/x.toml", whole, "parameter[0]"))


def test_each_kind_has_its_keys() -> None:
    number = read(NUMBER, default=10, options=["-n", "--lines"])
    assert (number.minimum, number.maximum, number.default, number.optional) == (1, 50, 10, True)
    assert not read(NUMBER).optional
    assert read(CHOICE, default="cpu").choices == (Choice(word="cpu", argument="-pcpu"),)
    assert read(FLAG).optional
    assert read(FILE).root == "logs"
    assert read(HOST).named == "hosts"
    assert read({**FILE, "kind": "folder"}, default=".").default == "."
    assert read({**FLAG, "kind": "unit"}, named="units").named == "units"
    assert read({**FLAG, "kind": "unit"}).kind is Kind.UNIT


@pytest.mark.parametrize(
    ("table", "other", "key"),
    [
        (NUMBER, {"kind": "shell"}, "kind.shell"),
        (NUMBER, {"kind": None}, "kind"),
        (NUMBER, {"minimum": None}, "minimum"),
        (NUMBER, {"maximum": None}, "maximum"),
        (NUMBER, {"maximum": 0}, "maximum"),
        (NUMBER, {"minimum": -1}, "minimum"),
        (NUMBER, {"maximum": 10**10}, "maximum"),
        (NUMBER, {"default": 51}, "default"),
        (NUMBER, {"default": "10"}, "default"),
        (NUMBER, {"root": "logs"}, "root"),
        (NUMBER, {"name": "Lines"}, "name"),
        (NUMBER, {"name": "-n"}, "name"),
        (NUMBER, {"name": "follow"}, "name"),
        (NUMBER, {"en": "行"}, "en"),
        (NUMBER, {"ja": "a\nb"}, "en"),
        (NUMBER, {"options": ["n"]}, "options"),
        (NUMBER, {"options": ["-nn"]}, "options"),
        (NUMBER, {"options": ["--lines="]}, "options"),
        (NUMBER, {"options": "-n"}, "options"),
        (CHOICE, {"choices": {}}, "choices"),
        (CHOICE, {"choices": {"cpu": "a b"}}, "choices.cpu"),
        (CHOICE, {"choices": {"CPU": "x"}}, "choices"),
        (CHOICE, {"choices": ["cpu"]}, "choices"),
        (CHOICE, {"default": "memory"}, "default"),
        (PATTERN, {"minimum": 0}, "minimum"),
        (PATTERN, {"maximum": 201}, "maximum"),
        (PATTERN, {"default": "x"}, "default"),
        (FILE, {"root": None}, "root"),
        (FILE, {"default": "."}, "default"),
        ({**FILE, "kind": "folder"}, {"default": "/"}, "default"),
        (FLAG, {"default": "x"}, "default"),
        (FLAG, {"named": "units"}, "named"),
        (HOST, {"named": None}, "named"),
        (HOST, {"default": "x"}, "default"),
    ],
)
def test_what_a_kind_does_not_know_or_leaves_open_is_named(
    table: dict[str, Any], other: dict[str, Any], key: str
) -> None:
    with pytest.raises(PolicyUnfit) as found:
        read(table, **other)
    assert found.value.key == f"parameter[0].{key}"
