"""The process that speaks with Kokoro: `python -m ari_app.speech.kokoro_worker --model FOLDER --threads N`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ari_app.speech import voice_worker
from ari_app.speech.kokoro_engine import KokoroEngine
from ari_app.speech.model_files import KOKORO_FILES, check_model


def main() -> int:
    """Load the model and serve the pipe; exit status 1 when the model cannot be used."""
    parser = argparse.ArgumentParser(description="Speak sentences with Kokoro.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    def load() -> KokoroEngine:
        check_model(arguments.model, KOKORO_FILES)
        return KokoroEngine(arguments.model, arguments.threads)

    return voice_worker.serve(load)


if __name__ == "__main__":
    sys.exit(main())
