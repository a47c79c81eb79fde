"""The gate before one worker's Asterisk, in a process of its own: it carries audio, and the farm has enough to do."""

from __future__ import annotations

import asyncio
import sys

from tests.chaos.gate import Gate

SHUT, OPEN = "shut", "open"


def main() -> None:
    """Print the address, then do what standard input says until it ends."""
    asyncio.run(_run(int(sys.argv[1])))


async def _run(port: int) -> None:
    async with Gate.before(port) as gate:
        print(gate.url, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip() == SHUT:
                gate.shut()
            else:
                gate.reopen()


if __name__ == "__main__":
    main()
