import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.transfer_programs import TOO_DEEP, transfer_program

SERVES = {
    "scp": [
        b"scp -t .",
        b"scp -f /etc/x",
        b"scp -r -t -- /tmp",
        b"scp -rpt /tmp",
        b"scp -v -d -t /x",
        b"/usr/bin/scp -t .",
        b"s'c'p -t .",
        b'"scp" -t .',
        b"\\scp -t .",
        b"exec scp -t .",
        b"LC_ALL=C exec /usr/bin/scp -qt .",
        b"env -i A=b scp -f x",
        b"env -u X -- scp -f x",
        b"sh -c 'scp -t .'",
        b"/bin/sh -c 'exec scp -t .'",
        b'bash -lc "scp -t ."',
        b"sh -c \"sh -c 'scp -t .'\"",
        b"cd /tmp && scp -t .",
        b"cd /tmp; scp -t .",
        b"true | scp -t .",
        b"(scp -t .)",
        b"{ scp -t .; }",
        b"if true; then scp -t .; fi",
        b"sudo -u root scp -t .",
        b"nohup nice -n 5 scp -f x",
        b"timeout 5 scp -t .",
        b"time scp -t .",
        b"echo $(scp -t .)",
        b"`scp -t .`",
        b"<x scp -t .",
        b"2>/dev/null scp -t .",
        b"eval 'scp -t .'",
        b"command scp -t .",
        b"busybox scp -t .",
        b"$'\\x73cp' -t .",
        b"scp -o StrictHostKeyChecking=no -t .",
        "scp -t 顧客".encode("euc-jp"),
        "scp -t 顧客".encode("shift_jis"),
        "scp -t 顧客".encode(),
        b"scp -t \xff\xfe",
        b"! scp -t .",
        b"su - sato -c 'scp -t .'",
        b"stdbuf -o0 scp -f x",
        b"setsid scp -t .",
        b"xargs -n 1 scp -t",
    ],
    "sftp-server": [
        b"/usr/lib/openssh/sftp-server",
        b"sftp-server -e",
        b"exec /usr/libexec/sftp-server",
        b"sudo /usr/lib/sftp-server",
    ],
    "rsync": [
        b"rsync --server -vlogDtpre.iLsfxCIvu . /tmp",
        b"rsync --server --sender -e . x",
        b"sudo rsync --server . x",
        b"rsync --daemon",
    ],
    "git-upload-pack": [b"git-upload-pack '/srv/x.git'", b"/usr/lib/git-core/git-upload-pack x"],
    "git-receive-pack": [b"git-receive-pack '/srv/x.git'"],
    "git": [
        b"git upload-pack x",
        b"git -C /srv receive-pack x",
        b"git --git-dir x upload-archive y",
        b"git shell -c x",
    ],
    "tar": [
        b"tar x",
        b"tar xf -",
        b"tar -xzf -",
        b"tar xzf- ",
        b"tar -C /tmp -x",
        b"tar --extract",
        b"tar -x --file=-",
        b"cd /tmp && tar xpf -",
    ],
    "cpio": [b"cpio -i", b"cpio -idm"],
    "unison": [b"unison -server"],
    "hg": [b"hg -R x serve --stdio"],
    "svnserve": [b"svnserve -t"],
    "cvs": [b"cvs server"],
    "borg": [b"borg serve"],
    "rz": [b"rz"],
}

HARMLESS = [
    b"",
    b"id",
    b"cat x",
    b"cat > x",
    b"ls -t",
    b"ls -tf",
    b"echo scp -t .",
    b"man scp",
    b"which scp",
    b"grep -f scp x",
    b"scp a b",
    b"scp host:x .",
    b"scp -F file a b",
    b"scp -oForward=t a b",
    b"scp -i key -P 22 a b",
    b"# scp -t .",
    b"echo 'scp -t .'",
    b"printf '; scp -t .'",
    b"rsync a b",
    b"rsync -av a/ b/",
    b"git log",
    b"git status",
    b"git clone x",
    b"git archive HEAD",
    b"git -c x=upload-pack log",
    b"tar c .",
    b"tar cf - .",
    b"tar xf /srv/x.tar",
    b"tar -xzf /srv/x.tgz -C /tmp",
    b"tar tf -",
    b"tar --file=/srv/x -x",
    b"tar tzf x",
    b"cpio -o",
    b"cpio -i -F /srv/x",
    b"sh script",
    b"bash -l",
    b"make -f scp",
    b"ps -ef",
    b"scp",
    b"\xff\xfe\xfd",
    b"systemctl restart rsync",
    b"su - sato",
    b"python3 -c 'print(1)'",
    b"LC_ALL=scp",
    b"exec",
    b"env",
    b"sudo",
    b"nice -n",
]


@pytest.mark.parametrize("program, command", [(name, one) for name, commands in SERVES.items() for one in commands])
def test_R10_programs_that_serve_a_transfer_are_known_by_name(program, command):
    assert transfer_program(command) == program


@pytest.mark.parametrize("command", HARMLESS)
def test_other_commands_are_left_alone(command):
    assert transfer_program(command) is None


@given(data=st.binary(max_size=300))
def test_any_bytes_have_an_answer(data):
    found = transfer_program(data)
    assert found is None or (found.isascii() and found.isprintable() and len(found) < 32)


quoting = st.sampled_from(
    [
        lambda w: w,
        lambda w: b"'" + w + b"'",
        lambda w: b'"' + w + b'"',
        lambda w: b"\\" + w,
        lambda w: w[:1] + b"''" + w[1:],
    ]
)
before = st.sampled_from(
    [
        b"",
        b"exec ",
        b"A=b ",
        b"env A='b c' ",
        b"/usr/bin/env -i ",
        b"true; ",
        b"true && ",
        b"<x ",
        b"nohup ",
        b"( ",
        b"\n",
    ]
)


@given(prefix=st.lists(before, max_size=4), quote=quoting, path=st.sampled_from([b"", b"/usr/bin/", b"./", b"../x/"]))
def test_R10_however_it_is_quoted_and_led_up_to(prefix, quote, path):
    assert transfer_program(b"".join(prefix) + quote(path + b"scp") + b" -t .") == "scp"


@given(depth=st.integers(1, 5))
def test_shells_in_shells(depth):
    command = b"scp -t ."
    for _ in range(depth):
        command = b"sh -c '" + command.replace(b"'", b"'\\''") + b"'"
    assert transfer_program(command) == "scp"


def test_shells_without_end_are_not_followed():
    assert transfer_program(b"$(" * 50 + b"id") == TOO_DEEP
    started = time.monotonic()
    transfer_program(b"$(" * 60_000)
    assert time.monotonic() - started < 2
