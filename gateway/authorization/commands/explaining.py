"""Why a line may or may not be run: which command it means, which list has it, which purposes have the list, who may add it.

Decides by the very grammar the gate uses.
"""

from dataclasses import dataclass

from gateway.authorization.commands.invocation import Invocation, Refused
from gateway.authorization.commands.line import invocation_of, named
from gateway.authorization.commands.lists import Commands, ListedCommand
from gateway.authorization.commands.wording import shown
from gateway.authorization.commands.words import words_of
from gateway.vocabulary.outcome import Text

NO_PURPOSE = ""  # of a person without an order: nothing is offered


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAnswer:
    """`listed` is the command the line begins with, in whatever list; `purposes` are the ids of those that have it."""

    found: Invocation | Refused
    listed: ListedCommand | None
    purposes: tuple[str, ...]


def answer_line(line: str, commands: Commands, purpose: str, target: str) -> LineAnswer:
    """What the gate would make of `line` under an order of `purpose` (or NO_PURPOSE) on the target of that name."""
    listed = _listed(line, commands)
    has = [each.purpose for each in commands.work_types.values() if listed and listed.list_id in each.lists]
    found = invocation_of(line, commands.offer(purpose, target))
    return LineAnswer(found=found, listed=listed, purposes=tuple(has))


def explain_line(line: str, commands: Commands, purpose: str, target: str) -> tuple[Text, ...]:
    """The answer in lines of both languages."""
    answer = answer_line(line, commands, purpose, target)
    typed = shown(line)
    return (
        Text(ja=f"コマンド: {typed.ja}", en=f"Command: {typed.en}"),
        *_where(answer.listed, answer.purposes, commands),
        *_what(answer.found),
        *_who(answer.listed),
    )


def _listed(line: str, commands: Commands) -> ListedCommand | None:
    words = words_of(line)
    everything = [each for found in commands.lists.values() for each in found.commands]
    found = None if isinstance(words, Refused) else named(words, everything)
    return None if found is None else found[0]


def _where(listed: ListedCommand | None, purposes: tuple[str, ...], commands: Commands) -> tuple[Text, ...]:
    if listed is None:
        return (Text(ja="一覧: どの一覧にもありません", en="List: in none"),)
    texts = [commands.work_types[each].text for each in purposes]
    ja = "、".join(f"{text.ja}（{each}）" for text, each in zip(texts, purposes, strict=True)) or "なし"
    en = ", ".join(f"{text.en} ({each})" for text, each in zip(texts, purposes, strict=True)) or "none"
    return (
        Text(
            ja=f"一覧: {listed.list_id}（policies/{listed.file}）の {listed.name}",
            en=f"List: {listed.name} of {listed.list_id} (policies/{listed.file})",
        ),
        Text(ja=f"この一覧を使える作業目的: {ja}", en=f"Purposes that have this list: {en}"),
    )


def _what(found: Invocation | Refused) -> tuple[Text, ...]:
    if isinstance(found, Refused):
        ja, en = ("\n".join(f"  {line}" for line in text.splitlines()) for text in (found.text.ja, found.text.en))
        return (
            Text(ja=f"コマンドの判定: 実行しない（{found.why}）\n{ja}", en=f"The command: not run ({found.why})\n{en}"),
        )
    vector = " ".join((*(("sudo", "-n") if found.command.privileged else ()), *found.vector()))
    path = found.path()
    runs = shown_whole(vector)
    return (
        Text(
            ja=f"コマンドの判定: 実行する\n  接続先で動くもの: {runs.ja}",
            en=f"The command: run\n  on the target: {runs.en}",
        ),
        *(() if path is None else (_opened(path[1]),)),
    )


def _opened(path: str) -> Text:
    typed = shown_whole(path)
    return Text(
        ja=f"  開くパス: {typed.ja}（接続先で解決した後、もう一度判定）",
        en=f"  path: {typed.en} (judged again once the target has resolved it)",
    )


def _who(listed: ListedCommand | None) -> tuple[Text, ...]:
    file = "policies/commands/" if listed is None else f"policies/{listed.file}"
    return (
        Text(
            ja=f"追加・変更できる人: アカウント管理者（{file} と policies/commands/work_types.toml を管理する人）。"
            "変更後は sekisho policy check で確認してください。",
            en=f"Who may add or change it: the account administrator, who keeps {file} and"
            " policies/commands/work_types.toml. Afterwards: sekisho policy check.",
        ),
    )


def shown_whole(text: str) -> Text:
    """Harmless as in `shown`, and not cut: what the policy itself lists is bounded already."""
    pieces = [shown(text[at : at + 50]) for at in range(0, len(text), 50)]
    return Text(ja="".join(each.ja for each in pieces), en="".join(each.en for each in pieces))
