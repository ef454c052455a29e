from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.detect import RUN, ends_run, is_in_run

SIGNS = st.text(st.sampled_from('aZ09@._%+-():/\\ \t,|"=<>亜アあ、。「」　０（）é\x00‐─│'), max_size=60)


@given(SIGNS)
def test_the_walk_by_characters_finds_the_runs_of_the_pattern(text):
    runs, current = [], ""
    for at, sign in enumerate(text):
        if not current:
            current = sign if is_in_run(sign) else ""
        elif ends_run(text[at - 1], sign, text[at + 1] if at + 1 < len(text) else ""):
            runs.append(current)
            current = ""
        else:
            current += sign
    if current:
        runs.append(current)
    assert runs == [found[0] for found in RUN.finditer(text)]


def test_a_space_waits_for_the_character_behind_it():
    assert ends_run("1", " ", None) is None
    assert ends_run("1", " ", "2") is False
    assert ends_run("1", " ", "a") is True
    assert ends_run("a", " ", None) is True
    assert ends_run("1", " ", "-") is False
    assert ends_run("-", " ", "1") is False
    assert ends_run("-", " ", "a") is True
    assert ends_run("-", " ", "-") is True
    assert ends_run("1", "│", None) is True
