"""The worker with plain endpointing, for comparison: 800 ms of silence end every turn, and nothing is asked before."""

from __future__ import annotations

from dataclasses import replace

from ari_app.cli.main import main
from ari_app.media import endpointing

SILENCE_MS = 800
_NEVER_MS = 60_000

if __name__ == "__main__":
    plain = replace(
        endpointing.CLOSED_QUESTION,
        end_silence_ms=SILENCE_MS,
        complete_silence_ms=SILENCE_MS,
        unfinished_silence_ms=SILENCE_MS,
        speculate_after_ms=_NEVER_MS,
        speculate_again_ms=_NEVER_MS,
    )
    endpointing.CLOSED_QUESTION = endpointing.OPEN_QUESTION = plain
    main()
