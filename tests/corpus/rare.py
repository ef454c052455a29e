"""Customers whose names are rare: surnames and given names of no list of common ones, written down without looking at one.

A detector that shares its list with its tests flatters itself; these say how it does with people it does not know.
"""

import random

from tests.corpus.people import customers

_SURNAMES_WRITTEN = (
    "鷲頭:わしず 御器谷:ごきたに 纐纈:こうけつ 雲母:きらら 月見里:やまなし 栗花落:つゆり 八月一日:ほづみ 東江:あがりえ "
    "仲村渠:なかんだかり 善養寺:ぜんようじ 和布浦:めうら 目細:めぼそ 猪野毛:いのけ 薗頭:そのがしら 父母:ふぼ 十八女:さかり "
    "子日:ねのひ 凸守:でこもり 大豆生田:おおまみうだ 京極:きょうごく 一口:いもあらい 生悦住:いけずみ 鴻池:こうのいけ "
    "祝:ほうり 尊田:そんだ 樗木:おおてき 砂盃:いさはい 埜口:のぐち"
)
SURNAMES = _SURNAMES_WRITTEN.split()
_GIVEN_WRITTEN = (
    "吟之丞:ぎんのじょう 天馬:てんま 璃愛羅:りあら 帆乃夏:ほのか 獅童:しどう 夜空:よぞら 蔵人:くらんど 百々花:ももか "
    "主税:ちから 宇宙:そら 鷹之助:たかのすけ 阿弥:あみ 未紗緒:みさお 登和子:とわこ 銀河:ぎんが 一二三:ひふみ 琉璃花:るりか "
    "サエ:さえ 稀咲:きさき 紡:つむぐ 侑李:ゆうり 旺士郎:おうしろう 聖那:せな 蕗子:ふきこ"
)
GIVEN = _GIVEN_WRITTEN.split()
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def rare_customers(count: int, seed: int = 1) -> list[dict[str, str]]:
    """As `people.customers`, with rare names."""
    chance, found = random.Random(f"rare{seed}"), customers(count, seed)
    for one in found:
        surname, given = chance.choice(SURNAMES).split(":"), chance.choice(GIVEN).split(":")
        one["name"] = surname[0] + chance.choice(("", " ", "　")) + given[0]
        one["kana"] = (surname[1] + chance.choice((" ", "　", "")) + given[1]).translate(_TO_KATAKANA)
    return found
