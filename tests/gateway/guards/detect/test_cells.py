import pytest

from tests.gateway.guards.detect.texts import seen

RARE = "鷁塚 侃鷹"  # in no list


@pytest.mark.parametrize(
    "text",
    [
        f"id,氏名,memo\n1,{RARE},x\n",
        f'"id","memo","氏名"\n"1","a,b","{RARE}"\n',
        f'"id","memo","氏名"\n"1","a ""b"", c","{RARE}"\n',
        f'"id","memo","氏名"\n"1","a\nb, c","{RARE}"\n',
        f'id,disk,氏名\n1,5" wide,{RARE}\n',
        f'["id","氏名"],\n[1,"{RARE}"],\n',
        f"id\t氏名\tmemo\n1\t{RARE}\tx\n",
        f"id;氏名;memo\n1;{RARE};x\n",
        f" 氏名 \n------\n {RARE}\n(1 row)\n",
        f" name \n------\n {RARE}\n",
        f"氏名\n{RARE}\n",
        f" id │ name │ 電話 \n────┼──────┼──────\n  1 │ {RARE} │ \n",
        f"┌────┬──────┐\n│ id │ 氏名 │\n├────┼──────┤\n│ 1  │ {RARE} │\n└────┴──────┘\n",
        f"INSERT INTO `t` (`id`, `氏名`) VALUES\n(1, '{RARE}'),\n(2, 'a, b');\n",
    ],
)
def test_R05_a_rare_name_under_a_title_is_seen(text):
    assert ("name", RARE) in seen(text)


@pytest.mark.parametrize(
    "text",
    [
        f"住所\n\n{RARE}\n",
        f"住所\n文書の章の見出しの例として{RARE}を挙げます。この文は六十字を越えるので、値ではなく文章であると分かるはずです、そうでしょう。\n",
        f"電話\nkey: {RARE}\n",
        f"│ Name │ Size │\n│ {RARE[:2]}資料 │ 4096 │\n",
        f"Insert coin, card, or bill\na, {RARE}, b\n",
        f"INSERT INTO t (id, name) VALUES\n(1, 'x');\n(2, '{RARE}')\n",
    ],
)
def test_where_a_table_ends_or_never_began_nobody_is_seen(text):
    assert seen(text) == []
