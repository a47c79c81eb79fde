"""Mailboxes: order, owners, prefixes, overflow, failure."""

from __future__ import annotations

import asyncio

import pytest

from ari_app.ari.events import AriEvent, Connected, OtherEvent, Overflowed
from ari_app.ari.mailbox import Mailbox, PostOffice
from ari_app.core.errors import Unavailable


def event(name: str) -> OtherEvent:
    return OtherEvent(type=name, application="a", timestamp=None, at=0.0, happened_at=0.0, raw={})


async def types(mailbox: Mailbox) -> list[str]:
    mailbox.close()
    return [one.type if isinstance(one, AriEvent) else type(one).__name__ async for one in mailbox]


async def test_events_go_to_their_owner_in_order_and_once() -> None:
    post = PostOffice()
    ours, theirs = post.open(["c1", "b1"]), post.open(["c2"])
    post.deliver(event("first"), ["c1", "b1"])
    post.deliver(event("second"), ["c1"])
    post.deliver(event("foreign"), ["c3"])
    assert await types(ours) == ["first", "second"]
    assert await types(theirs) == []


async def test_prefix_takes_every_id_that_begins_with_it() -> None:
    post = PostOffice()
    box = post.open(prefix="call-7")
    for one in ("call-7", "call-7-media", "call-70", "call-8", "call-", ""):
        post.deliver(event(one or "empty"), [one])
    assert await types(box) == ["call-7", "call-7-media", "call-70"]


async def test_ids_may_be_added_later() -> None:
    post = PostOffice()
    box = post.open(["c1"])
    post.deliver(event("early"), ["c2"])
    box.own("c2", prefix="p")
    post.deliver(event("late"), ["c2"])
    post.deliver(event("prefixed"), ["p-1"])
    assert await types(box) == ["late", "prefixed"]


async def test_connection_news_goes_to_all_and_everything_goes_to_the_listener_for_all() -> None:
    post = PostOffice()
    one, everything = post.open(["c1"]), post.open(everything=True)
    post.announce(Connected(2, 0.0))
    post.deliver(event("any"), [])
    assert await types(one) == ["Connected"]
    assert await types(everything) == ["Connected", "any"]


async def test_full_mailbox_drops_tells_it_once_and_goes_on() -> None:
    post = PostOffice()
    box, other = post.open(["c"], size=2), post.open(["c"])
    for number in range(5):
        post.deliver(event(str(number)), ["c"])
    got = [await box.get(1), await box.get(1), await box.get(1)]
    assert [one.type for one in got if isinstance(one, AriEvent)] == ["0", "1"]
    assert got[-1] == Overflowed(3)
    post.deliver(event("after"), ["c"])
    assert await types(box) == ["after"]
    assert await types(other) == ["0", "1", "2", "3", "4", "after"]


async def test_closed_mailbox_gets_nothing_and_leaves_no_trace() -> None:
    post = PostOffice()
    with post.open(["c"], prefix="p") as box:
        post.deliver(event("inside"), ["c"])
    post.deliver(event("outside"), ["c", "p1"])
    assert await types(box) == ["inside"]
    assert vars(post)["_boxes"] == set()
    assert not vars(post)["_by_id"] and not vars(post)["_by_prefix"]


async def test_failure_is_raised_after_what_waits_and_at_once_in_later_mailboxes() -> None:
    post = PostOffice()
    box = post.open(["c"])
    post.deliver(event("last"), ["c"])
    post.fail(Unavailable("gone"))
    await box.get(1)
    with pytest.raises(Unavailable):
        await box.get(1)
    with pytest.raises(Unavailable):
        await post.open(["c"]).get(1)


async def test_waiting_reader_wakes_and_a_deadline_passes() -> None:
    post = PostOffice()
    box = post.open(["c"])
    with pytest.raises(TimeoutError):
        await box.get(0.01)
    waiting = asyncio.create_task(box.get(1))
    await asyncio.sleep(0)
    post.deliver(event("now"), ["c"])
    assert isinstance(await waiting, OtherEvent)
