import base64
import random

import pytest

from gateway.guards.typed.programs import is_one_liner, is_program

DRAWN = random.Random(7).randbytes(600)


@pytest.mark.parametrize(
    "line",
    [
        b"python3 -c 'import os; print(os.listdir())'",
        b"perl -e 'print 1'",
        b"perl -ne 'print if /x/' f",
        b"ruby -e 'puts 1'",
        b"node -e 'console.log(1)'",
        b"php -r 'echo 1;'",
        b"sudo sh -c 'cat x'",
        b"/usr/bin/python3.11 -I -c 'x'",
        b"cat > x.py <<EOF",
        b"cat <<-'END' | sh",
        b"echo aGVsbG8= | base64 -d",
        b"base64 --decode f > g",
        b"xxd -r -p f g",
        b"curl -s host | bash",
        b"echo H4sI | zcat | sh ",
    ],
)
def test_a_line_that_hands_a_program_to_an_interpreter(line):
    assert is_one_liner(line)


@pytest.mark.parametrize(
    "line",
    [
        b"ls -la /var/log",
        b"python3 manage.py check",
        b"perl script.pl -v",
        b"for f in *.log; do wc -l $f; done",
        b"grep -c error acd.log | sort",
        b"systemctl status callcenter",
        b"vi base64.txt",
        b"git log -p -- sh",
        b"tail -n 100 -f batch.log",
        b"ssh -c aes128-ctr host",
    ],
)
def test_ordinary_administration_is_none(line):
    assert not is_one_liner(line)
    assert not is_program(line)


@pytest.mark.parametrize(
    "text",
    [
        b"#!/bin/sh\necho hello\n",
        b"import sys\r\n\r\ndef main():\r\n    for line in sys.stdin:\r\n        print(line)\r\n\r\nmain()\r\n",
        b"f() {\n  while read -r line; do\n    echo $line\n  done\n}\nf < x\n",
        base64.b64encode(DRAWN),
        base64.encodebytes(DRAWN),
        base64.encodebytes(DRAWN).replace(b"\n", b"\r"),
        DRAWN.hex().encode(),
    ],
)
def test_scripts_and_encoded_files_are_programs(text):
    assert is_program(text)


@pytest.mark.parametrize(
    "text",
    [
        b"cd /var/log\nls -l\ntail acd.log\ngrep x batch.log\ndf -h\nuptime\n",
        "本日の作業内容を報告します。\n障害は解消しました。\n原因は設定の誤りです。\n".encode() * 10,
        b"-" * 400,
        b"PATH=/usr/bin\nLANG=ja_JP.UTF-8\nexport LANG\n",
        b"x" * 400,
        b"the quick brown fox jumps over the lazy dog\n" * 30,
    ],
)
def test_commands_and_prose_are_none(text):
    assert not is_program(text)
