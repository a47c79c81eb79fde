"""Any split of the bytes gives the same frames, and what is no AudioSocket is told at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ari_app.media.audiosocket_frames import (
    DIGITS,
    Audio,
    BadFrame,
    Fault,
    Frame,
    FrameReader,
    HangUp,
    Identity,
    Key,
    encode,
)

RATES = (8_000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000)
WRONG_HEADERS = (
    "00 0001",
    "01 0000",
    "01 0011",
    "02 0010",
    "03 0000",
    "03 0002",
    "0f 0002",
    "19 0280",
    "fe 0000",
)

sounds = st.binary(max_size=700).map(lambda raw: raw[: len(raw) // 2 * 2])
frames = st.one_of(
    st.just(HangUp()),
    st.uuids().map(Identity),
    st.sampled_from(sorted(DIGITS)).map(Key),
    st.builds(Audio, st.sampled_from(RATES), sounds),
    st.builds(Fault, st.binary(max_size=4)),
)
cuts = st.lists(st.integers(min_value=0, max_value=3_000))


def pieces(data: bytes, where: Sequence[int]) -> list[bytes]:
    """The bytes, cut at these places (modulo their length)."""
    places = sorted({0, len(data), *(at % (len(data) + 1) for at in where)})
    return [data[begin:end] for begin, end in zip(places, places[1:], strict=False)] or [data]


def read(parts: Sequence[bytes]) -> tuple[list[Frame], str | None]:
    """The frames, and what was wrong behind them."""
    reader, got = FrameReader(), list[Frame]()
    try:
        for part in parts:
            for frame in reader.feed(part):
                got.append(frame)
    except BadFrame as error:
        return got, error.message
    return got, None


@given(st.lists(frames, max_size=8), cuts)
def test_any_split_gives_the_frames_that_were_sent(sent: list[Frame], where: list[int]) -> None:
    data = b"".join(encode(frame) for frame in sent)
    assert read(pieces(data, where)) == (sent, None)


@given(st.binary(max_size=2_000), cuts)
def test_any_split_of_anything_reads_the_same(data: bytes, where: list[int]) -> None:
    assert read(pieces(data, where)) == read([data])


@given(st.lists(frames, max_size=4), st.sampled_from(WRONG_HEADERS), st.binary(max_size=50), cuts)
def test_what_is_wrong_is_told_behind_the_last_good_frame(
    sent: list[Frame], header: str, rest: bytes, where: list[int]
) -> None:
    data = b"".join(encode(frame) for frame in sent) + bytes.fromhex(header) + rest
    got, wrong = read(pieces(data, where))
    assert got == sent
    assert wrong is not None
    assert f"0x{header[:2]}" in wrong


def test_a_wrong_header_is_told_before_its_payload_comes() -> None:
    with pytest.raises(BadFrame, match="0x47 and 17748 bytes"):
        list(FrameReader().feed(b"GET /"[:3]))


def test_a_key_that_no_telephone_has_is_wrong() -> None:
    with pytest.raises(BadFrame, match="no telephone has a key 'x'"):
        list(FrameReader().feed(bytes.fromhex("03 0001 78")))


def test_frames_are_as_asterisk_writes_them() -> None:
    uuid = UUID("00112233-4455-6677-8899-aabbccddeeff")
    assert encode(Identity(uuid)) == bytes.fromhex("01 0010 00112233445566778899aabbccddeeff")
    assert encode(Key("#")) == bytes.fromhex("03 0001 23")
    assert encode(Audio(8_000, b"\x01\x02")) == bytes.fromhex("10 0002 0102")
    assert encode(Audio(16_000, bytes(640)))[:3] == bytes.fromhex("12 0280")
    assert encode(HangUp()) == bytes.fromhex("00 0000")


@pytest.mark.parametrize("payload", ["", "48"])
def test_what_old_versions_pass_on_as_audio_and_is_none_is_no_sound(payload: str) -> None:
    data = bytes.fromhex(f"10 000{len(payload) // 2} {payload}")
    assert list(FrameReader().feed(data)) == [Audio(8_000, b"")]


@pytest.mark.parametrize("frame", [Audio(11_025, b"\0\0"), Audio(8_000, bytes(65_536))])
def test_what_does_not_fit_into_a_frame_is_refused(frame: Audio) -> None:
    with pytest.raises(BadFrame):
        encode(frame)
