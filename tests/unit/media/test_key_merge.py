"""Every press counts once, whoever tells of it first, and whether the other one tells of it or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ari_app.media.key_merge import MATCH_SECONDS, KeyMerge, KeySource

presses = st.lists(
    st.tuples(
        st.sampled_from("01#"),
        st.floats(min_value=0.15, max_value=1.0),  # since the one before
        st.floats(min_value=0.0, max_value=0.05),  # until each source tells
        st.floats(min_value=0.0, max_value=0.05),
    ),
    max_size=20,
)


def count(told: list[tuple[float, KeySource, str]]) -> str:
    merge = KeyMerge()
    return "".join(
        digit for at, source, digit in sorted(told, key=lambda one: one[0]) if merge.is_new(source, digit, at)
    )


@given(presses)
def test_what_both_tell_counts_once(pressed: list[tuple[str, float, float, float]]) -> None:
    told, at = [], 0.0
    for digit, pause, first, second in pressed:
        at += pause
        told += [(at + first, KeySource.ARI, digit), (at + second, KeySource.AUDIO_PATH, digit)]
    assert count(told) == "".join(digit for digit, *_ in pressed)


@given(presses, st.sampled_from(KeySource))
def test_what_one_source_alone_tells_counts(
    pressed: list[tuple[str, float, float, float]], source: KeySource
) -> None:
    told, at = [], 0.0
    for digit, pause, *_ in pressed:
        at += pause
        told.append((at, source, digit))
    assert count(told) == "".join(digit for digit, *_ in pressed)


def test_a_press_that_one_source_missed_hides_no_later_one() -> None:
    ari, audio = KeySource.ARI, KeySource.AUDIO_PATH
    later = 1.0 + MATCH_SECONDS
    assert count([(0.0, ari, "5"), (later, audio, "5"), (later + 0.01, ari, "5")]) == "55"
