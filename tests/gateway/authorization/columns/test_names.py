import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.authorization.columns.names import kind_of_name
from gateway.vocabulary.column import Kind

SAID = {
    Kind.NAME: "name 氏名 お名前 customer_name userName SHIMEI sei mei 姓 名 契約者氏名 ＮＡＭＥ last_name firstname 担当者名",
    Kind.KANA: "kana name_kana 氏名カナ フリガナ furigana ﾌﾘｶﾞﾅ yomigana 住所カナ",
    Kind.PHONE: "tel tel1 tel_no phone mobilePhone 電話番号 携帯電話 denwa keitai FAX contact_tel home_phone2 連絡先",
    Kind.MAIL: "mail email e_mail mailAddress メールアドレス MAIL_ADDR email2",
    Kind.ADDRESS: "addr address1 zip zip_code postal 郵便番号 住所 都道府県 jusho banchi shipping_address",
    Kind.BIRTH: "birth birth_date dob birthday 生年月日 誕生日 seinengappi age 年齢",
    Kind.CARD: "card card_no creditCardNumber カード番号 pan cvv card_holder_name",
    Kind.LINE: "line_id lineId 回線ID kaisen_id caf_no",
    Kind.FREE_TEXT: "memo note notes free_text 備考 メモ biko comment 対応内容 description remarks 問合せ履歴",
    Kind.PERSONAL: "gender 性別 口座番号 iban マイナンバー password ip device_id payload",
    Kind.HARMLESS: "id customer_id client_code status created_at is_active deletedFlg plan_code 登録日時 委託元コード",
    None: "col1 xyz hotel_code seq_no foo 項目1 qqq2x",
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in SAID.items() for name in names.split()])
def test_a_name_says_its_kind(kind, name):
    assert kind_of_name(name) is kind


@given(
    st.sampled_from(["phone", "email", "address", "birth", "memo", "furigana", "creditcard", "電話番号", "氏名"]),
    st.text(max_size=8),
)
def test_R05_a_personal_word_is_never_made_harmless_by_what_stands_around_it(word, around):
    for name in (f"{around}_{word}", f"{word}_{around}", f"{word}_id", f"{word}_code", f"{word}{len(around)}"):
        assert kind_of_name(name) is not Kind.HARMLESS


@given(st.text())
def test_any_name_has_an_answer(name):
    assert kind_of_name(name) in (None, *Kind)
