"""Other orders of a questionnaire's items, each for a share of the patients, to find out which one works better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ari_app.core.shares import part_of, share_point
from ari_app.questionnaire.fields import mapping, number, refuse_unknown, text, texts
from ari_app.questionnaire.questionnaire import Order, Questionnaire

_KEYS = frozenset({"code", "share", "item"})


def read_order(entry: object, place: str) -> Order:
    """One entry of `order`. Raises WrongInput."""
    data: Mapping[str, object] = mapping(entry, place)
    refuse_unknown(data, _KEYS, place)
    return Order(text(data, "code", place), number(data, "share", place), texts(data, "item", place))


def order_for(questionnaire: Questionnaire, patient: str) -> str | None:
    """The code of the order in which this patient is asked, the same in each of his calls; None: the usual one."""
    orders = questionnaire.orders
    codes = ",".join(order.code for order in orders)
    place = part_of(
        [order.share for order in orders], share_point(f"order:{questionnaire.id}:{codes}", patient)
    )
    return None if place is None else orders[place].code


def in_order(questionnaire: Questionnaire, code: str | None) -> Questionnaire:
    """The questionnaire with its items in the order `code`; unchanged for None and for an order that it lacks."""
    found = next((order for order in questionnaire.orders if order.code == code), None)
    if found is None:
        return questionnaire
    return replace(questionnaire, items=tuple(questionnaire.item(link_id) for link_id in found.items))
