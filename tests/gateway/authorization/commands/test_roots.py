"""A root admits what is under it and denies keys, whole components at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.commands.roots import is_normal
from tests.gateway.authorization.commands.an_offer import a_root

ETC = a_root("configuration", ("/etc",), ("*secret*", "mysql/debian.cnf", "kubernetes"))


@pytest.mark.parametrize(
    "path", ["/etc", "/etc/hosts", "/etc/nginx/conf.d/x.conf", "/etc/ssh/ssh_host_rsa_key.pub", "/etc/shadows"]
)
def test_what_is_under_it_is_admitted(path: str) -> None:
    assert ETC.admits(path) is (path != "/etc/shadows")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "etc/hosts",
        "/etcetera/x",
        "/var/etc/x",
        "/etc/",
        "/etc//hosts",
        "/etc/./hosts",
        "/etc/../root/x",
        "/etc/x/..",
        "/etc/a\nb",
    ],
)
def test_what_is_not_under_it_or_not_normal_is_not(path: str) -> None:
    assert not ETC.admits(path)


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/etc/shadow", "shadow*"),
        ("/etc/shadow-", "shadow*"),
        ("/etc/gshadow", "gshadow*"),
        ("/etc/sudoers.d/x", "sudoers.d"),
        ("/etc/ssl/private/x.crt", "ssl/private"),
        ("/etc/ssh/ssh_host_ed25519_key", "ssh_host_*_key"),
        ("/etc/nginx/SITE.KEY", "*.key"),
        ("/etc/app/my-Secrets/x", "*secret*"),
        ("/etc/mysql/debian.cnf", "mysql/debian.cnf"),
        ("/etc/kubernetes/admin.conf", "kubernetes"),
        ("/etc/x/.ssh/authorized_keys", ".ssh"),
    ],
)
def test_what_lets_somebody_in_is_denied_at_any_depth(path: str, pattern: str) -> None:
    assert ETC.denying(path) == pattern
    assert not ETC.admits(path)


def test_keys_are_denied_whatever_the_policy_says() -> None:
    bare = a_root(paths=("/opt",))
    assert not bare.admits("/opt/app/.ssh/id_ed25519")
    assert not bare.admits("/opt/app/tls.pem")
    assert bare.admits("/opt/app/app.conf")
    assert not a_root(paths=()).admits("/opt/app/app.conf")


@given(st.text(alphabet="/.ab\x00\r\n", max_size=12))
def test_only_normal_paths_are_admitted(path: str) -> None:
    root = a_root(paths=("/a",))
    assert not root.admits(path) or (is_normal(path) and (path == "/a" or path.startswith("/a/")))
    assert is_normal(path) is (
        path.startswith("/")
        and path.split("/")[1:] == [each for each in path.split("/") if each not in ("", ".", "..")]
        and not set("\x00\r\n") & set(path)
    )
