import io

from gateway.cli.harmless_screen import HarmlessScreen


def test_bytes_go_through_the_filter_and_are_flushed() -> None:
    out = io.BytesIO()
    screen = HarmlessScreen(out)
    data = "日本\x1b]0;x\x07\x1b[1m".encode()
    assert screen.write(data) == len(data)
    screen.flush()
    assert screen.writable()
    assert out.getvalue() == "日本\x1b[1m".encode()
