import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_ui.addresses import HOME, local


@pytest.mark.parametrize("path", ["/", "/orders", "/orders/WO-1?state=open&page=2", "/people?q=%E4%BD%90"])
def test_a_path_of_ours_stays(path):
    assert local(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [None, "", "orders", "//evil.example", "/\\evil.example", "\\\\evil", "https://evil.example/", "javascript:alert(1)",
     "/\t/evil.example", "/ok\r\nSet-Cookie: a=b", "/日本", "/ space", "///evil", "/a\\..\\b", "/" + "a" * 3000],
)  # fmt: skip
def test_everything_else_leads_home(elsewhere):
    assert local(elsewhere) == HOME


@given(st.text(max_size=60))
def test_whatever_comes_a_browser_stays_here(text):
    found = local(text)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert all("!" <= letter <= "~" for letter in found)
