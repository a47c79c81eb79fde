import asyncio
from pathlib import Path
import pytest
from tests.support.calls import open_ward
from tests.telephony.conftest import *
@pytest.mark.parametrize("n", range(25))
async def test_x(asterisk, database, tmp_path, n):
    async with open_ward(asterisk, database, tmp_path) as ward:
        placed = await ward.place()
        call = await ward.phone.next_call()
        await call.answered.wait()
        await asyncio.sleep(0.3)
        await call.hang_up()
        print("ack", call.acknowledged_at, call.answered_at, call.ended_at)
        try:
            await placed.ended(6)
        except TimeoutError:
            for e in ward.phone.log: print(e)
            print(await ward.node.client.channels.list())
            raise
