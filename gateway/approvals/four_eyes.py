"""Nobody alone: who may judge this order (R-26). Pure.

A judge is an active supervisor, holds no role that must be apart from it, and is neither the engineer nor the requester;
and nobody's approval is given twice. `WorkOrder.approvers` counts by the same rule, so that a row written past this one
still opens nothing.
"""

from datetime import date

from gateway.approvals.declined import because
from gateway.approvals.objection import Objection
from gateway.authorization.decision import Reason
from gateway.authorization.roles import Permission, RoleMatrix
from gateway.vocabulary.identity import Person, Standing
from gateway.work_orders.order import Act, WorkOrder


def objections(order: WorkOrder, by: Person, act: Act, matrix: RoleMatrix, today: date) -> tuple[Reason, ...]:
    """Why `by` may not APPROVE, RETURN or REJECT the order, all reasons; empty if he may. `today` is the day in Japan."""
    found = [*standing_objections(by, matrix, today)]
    if not matrix.permits(by.roles, Permission.ORDER_JUDGE):
        found.append(because(Objection.NOT_A_SUPERVISOR))
    if by.id == order.person_id:
        found.append(because(Objection.IS_THE_ENGINEER))
    elif by.id == order.requested_by:
        found.append(because(Objection.IS_THE_REQUESTER))
    if act is Act.APPROVE and any(approval.approver_id == by.id for approval in order.approvals):
        found.append(because(Objection.APPROVED_ALREADY))
    return tuple(found)


def standing_objections(by: Person, matrix: RoleMatrix, today: date) -> tuple[Reason, ...]:
    """Why this account may do nothing at all at the desk: not active, contract ended, roles that must be apart."""
    found = []
    if by.standing is not Standing.ACTIVE or today > by.contract_end:
        found.append(because(Objection.ACCOUNT_NOT_ACTIVE))
    pair = matrix.conflict(by.roles)
    if pair is not None:
        found.append(because(Objection.ROLES_CONFLICT, roles=" + ".join(pair)))
    return tuple(found)
