"""How good the line of a call was, in figures, and which of them an administrator should look into."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_SNR_DB = 10.0
MOST_CLIPPED = 0.01
MOST_LATE = 0.05
MOST_ECHO_DB = -20.0
# less cannot be measured
NO_ECHO_DB = -60.0


@dataclass(frozen=True, slots=True)
class AudioQuality:
    """What was measured of what came from the patient; None where too little was heard to tell.

    Levels are root mean square in dB of full scale (dBFS, -96..0; a full-scale sine is -3). `speech_dbfs` is the
    patient's active speech (as in ITU-T P.56, with the noise taken off), `noise_dbfs` the median while nobody
    speaks, `snr_db` (-20..96) their difference. `clipped_share` (0..1) of the samples of speech is at full scale.
    `echo_return_db` (-60..20) is what came back of the robot's own voice, relative to what was played; -60: none
    that can be measured. Of packets of 20 ms, `late_frames` came more than 60 ms after their time, `missing_frames`
    never; `late_share` (0..1) is both among all that should have come; `worst_delay_ms` the longest wait.
    """

    heard_seconds: float
    speech_seconds: float
    speech_dbfs: float | None
    noise_dbfs: float | None
    snr_db: float | None
    clipped_share: float | None
    echo_return_db: float | None
    late_frames: int
    missing_frames: int
    late_share: float | None
    worst_delay_ms: int


def describe(quality: AudioQuality) -> str:
    """The figures in one line, for a screen."""
    echo = quality.echo_return_db
    parts = [
        f"voice {_shown(quality.speech_dbfs, '{:.0f} dBFS')}",
        f"noise {_shown(quality.noise_dbfs, '{:.0f} dBFS')}",
        f"SNR {_shown(quality.snr_db, '{:.0f} dB')}",
        f"clipped {_shown(quality.clipped_share, '{:.1%}')}",
        f"echo {'none' if echo == NO_ECHO_DB else _shown(echo, '{:.0f} dB')}",
        f"late or missing {_shown(quality.late_share, '{:.1%}')} (worst {quality.worst_delay_ms} ms)",
    ]
    return ", ".join(parts)


def _shown(value: float | None, form: str) -> str:
    return "unknown" if value is None else form.format(value)


def complaints(quality: AudioQuality) -> tuple[str, ...]:
    """What is bad about the line, each with where to look; empty for a line that is good enough."""
    found: list[str] = []
    if quality.snr_db is not None and quality.snr_db < LEAST_SNR_DB:
        found.append(
            f"noisy: the voice is only {quality.snr_db:.0f} dB above the noise ({LEAST_SNR_DB:.0f} are needed); "
            "a noisy room, a faint microphone, or hum of the line"
        )
    if quality.clipped_share is not None and quality.clipped_share > MOST_CLIPPED:
        found.append(
            f"distorted: {quality.clipped_share:.1%} of the voice is cut off at full scale; "
            "lower the receive gain of the gateway or trunk"
        )
    if quality.late_share is not None and quality.late_share > MOST_LATE:
        found.append(
            f"gaps: {quality.late_share:.1%} of the packets came too late or never; "
            "look at the network to the trunk (jitter, loss) and at the load of this machine"
        )
    if quality.echo_return_db is not None and quality.echo_return_db > MOST_ECHO_DB:
        found.append(
            f"echo: the robot's voice comes back only {-quality.echo_return_db:.0f} dB weaker; "
            "switch the gateway's echo cancellation on, or the phone was on its loudspeaker"
        )
    return tuple(found)
