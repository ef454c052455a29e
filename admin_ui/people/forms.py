"""The forms about people, and what they mean."""

from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from admin_ui.language import _, _l, said
from admin_ui.register_forms import ChecksField, ChoiceField, DayField, LineField, Required, offered
from gateway.people.registration import Application
from gateway.vocabulary.identity import Engagement, Language, Role
from gateway.wiring.office import Office
from gateway.wiring.office_people_search import NamedPerson
from gateway.wiring.office_person_change import NOTHING, PersonWish
from gateway.wiring.office_proofs import Factors
from gateway.wiring.office_words import WORDS

GIVEN: Final = tuple(role for role in Role if role is not Role.DEMO_OPERATOR)


class _About(FlaskForm):
    """What can be changed about a person by one administrator."""

    name = LineField(_l("氏名"), required=True)
    kana = LineField(_l("フリガナ"), required=True)
    employer = ChoiceField(_l("所属（委託先・再委託先）"), required=True)
    engagement = ChoiceField(_l("雇用区分"), required=True)
    agency = LineField(_l("派遣元の会社名"))
    contract_end = DayField(_l("契約終了日"), required=True)
    language = ChoiceField(_l("表示言語"), required=True)
    mail = LineField(_l("通知用メールアドレス"), letters=254)
    trained_on = DayField(_l("研修の受講日"))
    oath_on = DayField(_l("誓約書の提出日"))

    def offer(self, office: Office) -> None:
        """Fill the lists with what is registered now."""
        employers = sorted(office.lists.employers(), key=lambda each: each.name)
        self.employer.choices = offered(((each.id, each.name) for each in employers), nothing=_("選んでください"))
        self.engagement.choices = offered((each.value, said(WORDS[each.value])) for each in Engagement)
        self.language.choices = offered(((Language.JAPANESE.value, _("日本語")), (Language.ENGLISH.value, _("英語"))))

    def engaged(self) -> Engagement:
        """Own staff unless dispatched is said."""
        return Engagement.DISPATCHED if self.engagement.data == Engagement.DISPATCHED.value else Engagement.OWN

    def spoken(self) -> Language:
        """Japanese unless English is said."""
        return Language.ENGLISH if self.language.data == Language.ENGLISH.value else Language.JAPANESE


class NewPerson(_About):
    """A person to register. Factors come later, by an enrolment link."""

    username = LineField(_l("利用者名"), required=True, letters=32)
    number = LineField(_l("社員番号"), required=True)
    roles = ChecksField(_l("役割"), required=True)

    def offer(self, office: Office) -> None:
        """Fill the lists with what is registered now."""
        super().offer(office)
        self.roles.choices = roles_offered(office)

    def application(self) -> Application:
        """What was typed."""
        return Application(
            username=self.username.data,
            name=self.name.data,
            kana=self.kana.data,
            number=self.number.data,
            employer=self.employer.data or "",
            engagement=self.engaged(),
            agency=self.agency.data or None,
            contract_end=self.contract_end.data,
            roles=roles_of(self.roles.data),
            language=self.spoken(),
            mail=self.mail.data or None,
            trained_on=self.trained_on.data,
            oath_on=self.oath_on.data,
        )

    def factors(self) -> Factors:
        """None yet."""
        return Factors()


class EditPerson(_About):
    """What is registered, to be changed. `version` is what was shown."""

    version = HiddenField()

    def wish(self) -> PersonWish:
        """What was typed, all of it: an empty mail address is taken away."""
        return PersonWish(
            employer=self.employer.data,
            engagement=self.engaged(),
            agency=self.agency.data,
            contract_end=self.contract_end.data,
            language=self.spoken(),
            name=self.name.data,
            kana=self.kana.data,
            mail=self.mail.data or NOTHING,
            trained_on=self.trained_on.data,
            oath_on=self.oath_on.data,
            version=number_of(self.version.data),
        )


class Roles(FlaskForm):
    """The roles a person is to hold."""

    roles = ChecksField(_l("役割"), required=True)
    version = HiddenField()

    def wish(self) -> PersonWish:
        """All the roles that are ticked."""
        return PersonWish(roles=roles_of(self.roles.data), version=number_of(self.version.data))


class NewKey(FlaskForm):
    """One public key."""

    key = TextAreaField(_l("公開鍵（1 行）"), [Required()], render_kw={"rows": 4, "spellcheck": "false"})


def as_registered(person: NamedPerson, mail: str | None) -> dict[str, Any]:
    """What the form of changes begins with."""
    line = person.line
    return {
        "name": person.name.name,
        "kana": person.name.kana,
        "employer": line.employer,
        "engagement": line.engagement.value,
        "agency": line.agency or "",
        "contract_end": line.contract_end,
        "language": line.language.value,
        "mail": mail or "",
        "trained_on": line.trained_on,
        "oath_on": line.oath_on,
        "version": str(line.version),
    }


def roles_offered(office: Office) -> Any:
    """Every role a person may be given, by its name."""
    names = office.policy.roles.names
    return offered((role.value, said(names[role])) for role in GIVEN)


def roles_of(values: list[str] | None) -> frozenset[Role]:
    """The roles of these words; nothing for a word that is none, so that the rules refuse the whole."""
    given, known = set(values or ()), {role.value: role for role in GIVEN}
    return frozenset(known[each] for each in given) if given <= set(known) else frozenset()


def number_of(text: str | None) -> int:
    """A version as the form carried it; 0, which nothing has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
