"""What people have decided stays decided: the present file's kinds, keys, reasons and cases, carried into a fresh proposal.

A column of another type than it was classified with is proposed anew, and so is a relation that has become a view or a table;
what was decided about those was decided about something else.
"""

from dataclasses import replace
from typing import Final

from gateway.authorization.columns.catalogue import Catalogue, ColumnCase
from gateway.authorization.columns.proposal import Proposal, Proposed, ProposedRelation
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.vocabulary.column import Column, Kind
from gateway.vocabulary.outcome import Text

KEPT: Final = Text(ja="分類済み", en="as classified")


def kept(proposal: Proposal, catalogue: Catalogue) -> Proposal:
    """The proposal with everything the catalogue says already in the place of guesses."""
    return replace(proposal, relations=tuple(_kept(each, catalogue) for each in proposal.relations))


def still_true(case: ColumnCase, proposal: Proposal) -> bool:
    """True if the case comes out as before: of what is not in the proposal, that it is personal."""
    proposed = (
        column.kind
        for relation in proposal.relations
        if (relation.schema, relation.name) == (case.schema, case.relation)
        for column in relation.columns
        if column.facts.name == case.column
    )
    return next(proposed, Kind.PERSONAL) is case.kind


def _kept(relation: ProposedRelation, catalogue: Catalogue) -> ProposedRelation:
    known = catalogue.relation(relation.schema, relation.name)
    if known is None or known.is_view is not relation.is_view:
        return relation
    columns = tuple(_column(each, known.columns.get(each.facts.name)) for each in relation.columns)
    classified = {each.facts.name for each in columns if each.why is KEPT}
    subject_key = _decided(known.subject_key, classified) or relation.subject_key
    return replace(
        relation,
        columns=columns,
        client_key=None if known.client else _decided(known.client_key, classified) or relation.client_key,
        client=known.client,
        subject_key=subject_key,
        subject=None if subject_key is None else known.subject,
        claims={name: claim for name, claim in known.claims.items() if name in {*classified, RELATION_ITSELF}},
    )


def _decided(key: str | None, classified: set[str]) -> str | None:
    """The key people chose, while its column is as it was."""
    return key if key in classified else None


def _column(proposed: Proposed, known: Column | None) -> Proposed:
    if known is None:
        return proposed
    if known.type != proposed.facts.type:
        return replace(proposed, why=Text(ja=f"型が {known.type} から変わった", en=f"its type was {known.type}"))
    return replace(proposed, kind=known.kind, why=KEPT)
