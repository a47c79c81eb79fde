"""Whether another order of the items asks the same questions as soundly as the usual one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ari_app.questionnaire.findings import Finding
from ari_app.questionnaire.questionnaire import Item, Order, Questionnaire

_FIRST = ("先", "首先", "第一个问题")
_LAST = ("最后", "末了")
_Block = tuple[str, ...]


def order_findings(questionnaire: Questionnaire) -> list[Finding]:
    """Findings on every order of a questionnaire whose form is sound."""
    codes = [order.code for order in questionnaire.orders]
    found = [
        Finding("order_twice", code, "the code of an order is used twice", "give each order its own code")
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    shares = [order.share for order in questionnaire.orders]
    if any(not 0 < share <= 1 for share in shares) or sum(shares) > 1:
        message = "the shares of the orders must lie in 0..1 and make no more than 1 together"
        found.append(Finding("order_share", "", message, "what is left over is asked in the usual order"))
    for order in questionnaire.orders:
        found += _of_order(questionnaire, order)
    return found


def _of_order(questionnaire: Questionnaire, order: Order) -> list[Finding]:
    usual = [item.link_id for item in questionnaire.items]
    if sorted(order.items) != sorted(usual):
        message = "must name every item once and no other"
        return [
            Finding(
                "order_items", order.code, message, "list the linkIds of all items, also of conditional ones"
            )
        ]
    if list(order.items) == usual:
        return [Finding("order_same", order.code, "is the usual order", "drop it, or move an item")]
    items = [questionnaire.item(link_id) for link_id in order.items]
    return [
        *_conditions(order, items),
        *_follow_ups(questionnaire, order, items),
        *_scales(questionnaire, order),
        *_words(questionnaire, order, items),
    ]


def _conditions(order: Order, items: Sequence[Item]) -> Iterator[Finding]:
    seen: set[str] = set()
    for item in items:
        for condition in item.enable_when:
            if condition.question is not None and condition.question not in seen:
                message = f"asks {item.link_id} before {condition.question}, on which it depends"
                yield Finding("order_condition", order.code, message, "move it behind that item")
        seen.add(item.link_id)


def _follow_ups(questionnaire: Questionnaire, order: Order, items: Sequence[Item]) -> Iterator[Finding]:
    """What is asked only after certain answers belongs to the question before it, and moves with it."""
    kept = set(_blocks(items))
    for block in _blocks(questionnaire.items):
        if block not in kept and len(block) > 1:
            message = f"tears {', '.join(block)} apart: they follow on each other"
            yield Finding("order_follow_up", order.code, message, "move them together, in this order")


def _blocks(items: Sequence[Item]) -> list[_Block]:
    blocks: list[_Block] = []
    for item in items:
        if item.enable_when and blocks:
            blocks[-1] = (*blocks[-1], item.link_id)
        else:
            blocks.append((item.link_id,))
    return blocks


def _scales(questionnaire: Questionnaire, order: Order) -> Iterator[Finding]:
    """A scale was tried out in its own order: its items stay together as they are."""
    for score in questionnaire.scores:
        places = [order.items.index(link_id) for link_id in score.items if link_id in order.items]
        usual = [item.link_id for item in questionnaire.items if item.link_id in score.items]
        now = [link_id for link_id in order.items if link_id in score.items]
        if now != usual or (places and max(places) - min(places) >= len(places)):
            message = f"changes the order of the scale {score.code}"
            yield Finding("order_scale", order.code, message, "keep its items together and in their order")


def _words(questionnaire: Questionnaire, order: Order, items: Sequence[Item]) -> Iterator[Finding]:
    """先问一下 begins a call, 最后 ends it."""
    usual = questionnaire.items
    if items[0] is not usual[0] and usual[0].text.startswith(_FIRST):
        yield _wording(order, usual[0], "begin")
    if items[-1] is not usual[-1] and usual[-1].text.startswith(_LAST):
        yield _wording(order, usual[-1], "end")


def _wording(order: Order, item: Item, where: str) -> Finding:
    message = f"moves {item.link_id}, whose words {where} the questions: {item.text!r}"
    return Finding("order_words", order.code, message, "reword it for every place, or leave it there")
