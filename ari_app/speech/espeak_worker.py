"""The process that speaks with eSpeak NG: `python -m ari_app.speech.espeak_worker`."""

from __future__ import annotations

import sys

from ari_app.speech import voice_worker
from ari_app.speech.espeak_engine import EspeakEngine

if __name__ == "__main__":
    sys.exit(voice_worker.serve(EspeakEngine))
