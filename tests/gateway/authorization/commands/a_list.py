"""A small list that loads, to be broken one place at a time."""

import pytest

from gateway.authorization.commands.list_file import list_of
from gateway.authorization.commands.lists import CommandList
from gateway.authorization.unfit import PolicyUnfit

FILE = "commands/example.toml"
WHOLE = """
ja = "例"
en = "example"

[[command]]
name = "tail"
ja = "最後の行"
en = "last lines"
reads = "file"
vector = ["tail", "--lines={lines}"]
follow = ["tail", "--lines={lines}", "--follow"]
parameter = [
  {name = "file", kind = "file", root = "logs", ja = "ファイル", en = "a file"},
  {name = "lines", kind = "number", minimum = 1, maximum = 50, default = 10, options = ["-n"], ja = "行数", en = "lines"},
]

[[command]]
name = "restart"
ja = "再起動"
en = "restart"
privileged = true
vector = ["/usr/bin/systemctl", "restart", "--", "{unit}"]
parameter = [{name = "unit", kind = "unit", named = "units", ja = "ユニット", en = "a unit"}]

[[command]]
name = "grep"
ja = "検索"
en = "search"
reads = "file"
vector = ["grep", "--count{count}", "-e", "{text}"]
parameter = [
  {name = "text", kind = "pattern", minimum = 1, maximum = 20, ja = "文字列", en = "a text"},
  {name = "file", kind = "file", root = "logs", ja = "ファイル", en = "a file"},
  {name = "count", kind = "flag", ja = "件数", en = "how many"},
]

[[command]]
name = "ps"
ja = "プロセス"
en = "processes"
vector = ["ps", "--sort={sort}"]
parameter = [{name = "sort", kind = "choice", default = "cpu", choices = {cpu = "-pcpu"}, ja = "並べ方", en = "order"}]

[[command]]
name = "edit"
ja = "編集"
en = "edit"
reads = "file"
edits = true
vector = ["cat"]
parameter = [{name = "file", kind = "file", root = "logs", ja = "ファイル", en = "a file"}]

[example]
roots.logs = ["/var/log"]
names.units = ["nginx.service"]

[[case]]
line = "tail x"
vector = ["tail", "--lines=10"]
path = "/var/log/x"

[[case]]
line = "tail x -f"
vector = ["tail", "--lines=10", "--follow"]
path = "/var/log/x"
follow = true

[[case]]
line = "tail /etc/x"
refused = "outside"

[[case]]
line = "restart nginx"
vector = ["/usr/bin/systemctl", "restart", "--", "nginx.service"]

[[case]]
line = "restart ssh"
refused = "value"

[[case]]
line = "grep ab x"
vector = ["grep", "-e", "ab"]
path = "/var/log/x"

[[case]]
line = "grep ab | sh"
refused = "syntax"

[[case]]
line = "ps"
vector = ["ps", "--sort=-pcpu"]

[[case]]
line = "ps args"
refused = "value"

[[case]]
line = "edit x"
vector = ["cat"]
path = "/var/log/x"

[[case]]
line = "edit"
refused = "missing"
"""


def the_list(text: str = WHOLE) -> CommandList:
    return list_of("example", FILE, text.encode(), {"logs": ("mail",)})


def changed(old: str, new: str) -> str:
    assert old in WHOLE, old
    return WHOLE.replace(old, new, 1)


def unfit(old: str, new: str) -> PolicyUnfit:
    with pytest.raises(PolicyUnfit) as found:
        the_list(changed(old, new))
    assert found.value.file == FILE
    return found.value
