"""Written forms of one kanji in names (異体字), by the form they are looked for under. Used to find a name, never to write it.

Compatibility forms (U+F900 and on) are folded by Unicode's NFKC; here stand those that Unicode keeps apart.
"""

from typing import Final

_FORMS: Final = """
高髙 崎﨑嵜碕 辺邊邉 斎齋斉齊 浜濵濱 島嶋嶌 桑桒 柳栁桺 渕淵渊 徳德 瀬瀨 恵惠 広廣 沢澤 国國圀囯 真眞
桜櫻 竜龍 条條 実實 栄榮 寿壽 関關 円圓 豊豐 万萬 与與 会會 蔵藏 曽曾 村邨 穂穗 遥遙 園薗 館舘 峰峯
富冨 吉𠮷 土圡 戸戶 角⻆ 黒黑 横橫 緑綠 静靜 礼禮 弥彌 亀龜 伝傳 児兒 処處 剣劍劔剱 励勵 労勞 勲勳
単單 厳嚴 収收 台臺 号號 嬢孃 学學 宝寶寳 専專 将將 尭堯 岳嶽 巌巖 庁廳 応應 恒恆 悦悅 懐懷 戦戰 拝拜
挙擧 挿插 暁曉 来來 検檢 楽樂 槙槇 欧歐 歓歡 歩步 歳歲 毎每 気氣 浄淨 浅淺 済濟 渋澁 温溫 満滿 滝瀧
潜潛 灯燈 点點 為爲 焼燒 猪豬 獅狮 産產 画畫 発發 百佰 県縣 砺礪 禄祿 秋秌 称稱 稲稻 粛肅 糸絲 経經
絵繪 継繼 続續 総總 縄繩 繁緐 聡聰 声聲 脇脅 舎舍 芦蘆 花芲 英渶 茎莖 荘莊 蒋蔣 薫薰 虫蟲 蛍螢 覚覺
覧覽 観觀 証證 誉譽 読讀 豎竪 頼賴赖 転轉 近逎 郎郞 郷鄕鄉 釈釋 鉄鐵鉃 銭錢 鎮鎭 鎌鐮 閑閒 隠隱 雑雜
霊靈 頬頰 顕顯 飯飰 駅驛 験驗 鴎鷗 鶏鷄 麦麥 黄黃 麻蔴 斉亝 兎兔 桧檜 梅楳 松枩 杉椙 枡桝 坂阪 昇曻
昭炤 晃晄 青靑
"""
COMMON: Final = {ord(other): forms[0] for forms in _FORMS.split() for other in forms[1:]}
COMMON[ord("斉")] = COMMON[ord("亝")] = "斎"  # サイトウ is written with any of the four
