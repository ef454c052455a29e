"""What people are told when a PostgreSQL target cannot be reached, is another, or does not keep to what was asked of it."""

from typing import Final

from gateway.vocabulary.outcome import Text

ANOTHER_SERVER: Final = Text(
    ja="接続先のサーバー証明書が登録と異なるため接続を中止しました。管理者に連絡してください。",
    en="The target's server certificate is not a registered one; the connection was given up. Tell the administrator.",
)
NO_PIN: Final = Text(
    ja="この接続先にはサーバー証明書が登録されていないため、接続できません。管理者に登録を依頼してください"
    "（sekisho target certificate）。",
    en="No certificate is pinned for this target, so it is not connected to. Ask the administrator to register it "
    "(sekisho target certificate).",
)
NO_TLS: Final = Text(
    ja="接続先が TLS に応じません。対象データベースの管理者に ssl = on の設定を依頼してください。",
    en="The target does not speak TLS. Ask whoever runs the database to set ssl = on.",
)
NO_BINDING: Final = Text(
    ja="接続先の証明書ではログインを TLS に結び付けられません。RSA または ECDSA の証明書に替えるよう、"
    "対象データベースの管理者に依頼してください。",
    en="The target's certificate cannot bind a log-in to TLS. Ask whoever runs the database for an RSA or ECDSA certificate.",
)
WEAK: Final = Text(
    ja="接続先が安全でない認証方式を求めたため接続を中止しました。対象データベースの管理者に、pg_hba.conf を"
    " scram-sha-256（パスワード）または cert（証明書）にするよう依頼してください。",
    en="The target asked for a weak way to log in; the connection was given up. Ask whoever runs the database to use "
    "scram-sha-256 (password) or cert (certificate) in pg_hba.conf.",
)
NOT_AS_IT_SHOULD: Final = Text(
    ja="接続先の応答が正しくないため接続を中止しました。管理者に連絡してください。",
    en="The target did not answer as it should; the connection was given up. Tell the administrator.",
)
NO_KEY_LOGIN: Final = Text(
    ja="この接続先のログイン方法はデータベースでは使えません。管理者に連絡してください。",
    en="The way of logging in to this target is none for a database. Tell the administrator.",
)
SUPERUSER: Final = Text(
    ja="接続先のアカウントがスーパーユーザーのため接続を中止しました。読み取り専用のロールを用意するよう、"
    "管理者に依頼してください（sekisho target role-sql）。",
    en="The account on the target is a superuser; the connection was given up. Ask the administrator for a read-only role "
    "(sekisho target role-sql).",
)
NOT_PINNED: Final = Text(
    ja="接続先が読み取り専用などの設定を受け付けないため、接続を中止しました。管理者に連絡してください。",
    en="The target did not take the settings of a read-only session; the connection was given up. Tell the administrator.",
)
NOT_UTF8: Final = Text(
    ja="接続先のデータベースの文字コードが UTF8 ではないため、接続できません。UTF8 のデータベースに移すよう、"
    "対象データベースの管理者に依頼してください。",
    en="The encoding of this database is not UTF8, so it is not opened. Ask whoever runs it to move it to a UTF8 database.",
)
TOO_LARGE: Final = Text(
    ja="接続先のデータベースの表と列が多すぎるため、接続できません。管理者に連絡してください。",
    en="The target's database has too many tables and columns to be opened. Tell the administrator.",
)
