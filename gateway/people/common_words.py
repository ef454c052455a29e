"""Words that people in Japan put into passwords, in Latin letters: what a guesser tries first. Data."""

from typing import Final

_WORDS: Final = """
aikotoba aishiteru akachan akai akarui akita ame anata angou anshin aoi aomori arigatou asahi asobi awabi azusa bakabaka
bangou bara bikkuri biwako byouin chiba chiiki chikara chikyuu chocolate chuuou daijoubu daikon daiku daimaou daisuki dango
denki densha denwa dokkoi dorobou doraemon eigyou eki fuji fujisan fukuoka fukuro fukushima furusato futari ganbare
ganbaru gakkou genki ginkou ginza gohan gozaimasu gundam gunma hachi haiku haiyuu hajime hamster hanabi hanako hanami harumi
hayate hazime hello heiwa hentai hikari hikoki himawari himitsu hinata hiroshi hiroshima hokkaido honda hontou hoshi hoshino
hotaru hyogo ichiban ichigo ichirou ikebukuro inaka inari inochi inu isogashii itsumo izumi jidai jinsei jitensha joutou
juutaku kabuki kagoshima kaisha kakaku kame kamisama kanagawa kanazawa kaneko kanji kansai kantou kanrinin kantoku kappa
karaoke karate katana kawaii kazoku keitai kenkou kenshin kimochi kinoko kirei kitty kobayashi kobe kodomo koibito koinu
kokoro konnichiwa koneko kouhai koukou kousei kumamoto kurama kuruma kyoto kyuushu ladybug madoka maguro mahou maido
maneki manga matsumoto matsuri megane meiji mikan mirai misoshiru miyagi mizu momiji momo momotaro mondai monogatari
morimori mugen mukashi musashi nagano nagasaki nagoya nakama nakamura namae nara naruto natto neko nihon nihongo niigata nijiiro
nikoniko ninja nippon nobunaga nozomi ocha odango ohayou okaasan okane okayama okinawa okonomi omikuji omoide onegai onigiri
onsen ookami origami osaka osamurai otaku otenki otousan otsukare oyasumi panda pasukodo pasuwado pikachu pokemon poteto
purin rakuda rakuten ramen ringo roudou ryokou sakana sakura samurai sapporo sasuke satoshi sayonara seikatsu sekai sekisho
senpai sensei sendai shachou shiawase shibuya shigoto shikoku shinchan shinjuku shinkansen shinrai shizuoka shogun
shougatsu shouwa shuumatsu softbank soukai suiyoubi sukiyaki sumire sumo sushi suzume tabemono tadaima taifuu taiyou takahashi
takara tamago tanaka tanoshii tanuki tengoku tensai tenshi teriyaki tochigi tokyo tomodachi tonari tonkatsu torii
totoro toyota tsubasa tsukuba tsuki tsunami udon ueno uchuu umi unmei ureshii usagi wakaba wakayama wasabi watashi watanabe yakuza
yamada yamaguchi yamamoto yamato yappari yasashii yokohama yoroshiku yotsuba youkoso yuki yume yuujou zenbu zenkoku zutto
satou suzuki itou katou yoshida sasaki inoue kimura hayashi saitou shimizu mori ikeda hashimoto ishikawa ogawa goto okada
hasegawa murakami kondo endo aoki sakamoto fujita nishimura fukuda miura takeuchi nakajima takeda ueda kawamura
haru natsu aki fuyu harunohi natsuyasumi fuyuyasumi nenmatsu shinnen gatsu nen reiwa heisei showa taisho getsuyoubi kayoubi
mokuyoubi kinyoubi doyoubi nichiyoubi january february march april may june july august september october november december
harunatsuakifuyu kachoufuugetsu shunkashuutou aiueo kakikukeko sashisuseso irohanihoheto
spring summer autumn winter
hoshu hoshuyou hoshutantou tantou tantousha kanri kanrisha kantokusha kansa shinsei shounin hoan unyou unten kaihatsu kaitsuu
kaisen gyoumu eigyousho honsha shisha jimusho itaku haken shain shainbangou nyuusha callcenter koorusentaa korusenta
tsuuhan hoken shouken seimei denki gasu suidou tsuushin netto shoppingu mise tenpo okyakusama kokyaku itakusaki
system shisutemu server saba admin administrator maintenance operator password passwd passcode login secret welcome
changeme initial default letmein master root test tesuto demo guest user
"""
_JAPANESE: Final = (
    "合言葉", "秘密", "暗証", "番号", "会社", "保守", "管理", "関所", "日本", "東京", "大阪", "京都", "名古屋",
    "富士山", "桜", "春", "夏",
    "秋", "冬", "令和", "平成", "昭和", "年", "月", "日",
)  # fmt: skip
_WALKS: Final = """
qwertyuiop asdfghjkl zxcvbnm qwerty asdf zxcv 1qaz2wsx3edc4rfv 1qaz2wsx 1qaz 2wsx 3edc 4rfv qazwsxedc qazwsx 1q2w3e4r5t 1q2w3e4r
!qaz@wsx !qaz"wsx q1w2e3r4 zaq12wsx zaq1xsw2 poiuytrewq lkjhgfdsa mnbvcxz 1234567890 0987654321 12345678 123456 12345 1234
123 !"#$%& !@#$%^ asdfghjkl; @[;:] aaaa 0000 1111 abcdef abcd abc
"""

COMMON: Final = frozenset(_WORDS.split()) | frozenset(_JAPANESE)
WALKS: Final = frozenset(_WALKS.split())
