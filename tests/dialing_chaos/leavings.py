"""What a run may not leave behind: channels, bridges and live attempts."""

from __future__ import annotations

import asyncio

import asyncpg

from ari_app.ari.bridge import Bridges
from ari_app.ari.channels import Channels
from ari_app.ari.client import rest_session
from tests.dialing_chaos.nodes import Node, Nodes

CLEAN_WITHIN_SECONDS = 20
_LIVE = "SELECT id, state FROM attempts WHERE state <> 'ended'"
_HELD = "SELECT id FROM contacts WHERE open_attempt_id IS NOT NULL"


async def left_over(nodes: Nodes) -> list[str]:
    """What is still there after a while."""
    left: list[str] = []
    for _ in range(CLEAN_WITHIN_SECONDS):
        left = await _in_database(nodes)
        for node in nodes.nodes:
            left += await _in_asterisk(node)
        if not left:
            return []
        await asyncio.sleep(1.0)
    return left


async def _in_asterisk(node: Node) -> list[str]:
    one = node.asterisk
    async with rest_session(one.ari_url, one.ari_user, one.ari_password) as (_, rest):
        found = [f"channel {each.id} ({each.state})" for each in await Channels(rest).list()]
        found += [f"bridge {each.id}" for each in await Bridges(rest).list()]
    return [f"{node.name}: {each}" for each in found]


async def _in_database(nodes: Nodes) -> list[str]:
    connection = await asyncpg.connect(nodes.dsn)
    try:
        live = [f"attempt {row['id']} {row['state']}" for row in await connection.fetch(_LIVE)]
        return live + [f"held contact {row['id']}" for row in await connection.fetch(_HELD)]
    finally:
        await connection.close()
