"""Reading and writing SIP messages and session descriptions."""

from __future__ import annotations

import pytest

from ari_app.core.errors import WrongInput
from ari_app.lab.g711 import PCMA, PCMU
from ari_app.lab.sdp import describe, parse_offer
from ari_app.lab.sip_message import Reply, address, display_name, parameter, parse, response

INVITE = (
    "INVITE sip:13800000002@127.0.0.1:5080 SIP/2.0\r\n"
    "v: SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKa\r\n"
    "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKb\r\n"
    'From: "回访中心" <sip:4001@10.0.0.1>;tag=abc\r\n'
    "t: <sip:13800000002@127.0.0.1>\r\n"
    "Call-ID: one@10.0.0.1\r\n"
    "Subject: folded\r\n over two lines\r\n"
    "CSeq: 7 INVITE\r\n"
    "\r\n"
).encode()


def test_compact_and_folded_headers_are_read() -> None:
    message = parse(INVITE)
    assert message.method == "INVITE"
    assert message.branch == "z9hG4bKa"
    assert message.cseq == (7, "INVITE")
    assert message.headers.get("to") == "<sip:13800000002@127.0.0.1>"
    assert message.headers.get("Subject") == "folded over two lines"
    assert display_name(message.headers.get("from")) == "回访中心"


def test_a_response_copies_every_via_and_stamps_the_first() -> None:
    reply = response(parse(INVITE), ("192.0.2.9", 5099), Reply(200, "OK", "mine"))
    again = parse(reply.encode())
    vias = again.headers.all("via")
    assert vias[0] == "SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bKa;rport=5099;received=192.0.2.9"
    assert vias[1] == "SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bKb"
    assert parameter(again.headers.get("to"), "tag") == "mine"
    assert again.headers.get("content-length") == "0"


def test_trying_has_no_tag() -> None:
    reply = response(parse(INVITE), ("192.0.2.9", 5099), Reply(100, "Trying", "mine"))
    assert parameter(reply.headers.get("to"), "tag") == ""


def test_the_length_counts_bytes() -> None:
    reply = response(parse(INVITE), ("192.0.2.9", 1), Reply(200, "OK", body="您好"))
    assert parse(reply.encode()).headers.get("content-length") == "6"


@pytest.mark.parametrize("datagram", [b"", b"\r\n\r\n", b"hello", b"SIP/2.0 abc no\r\n\r\n", b"\xff\xfe"])
def test_what_is_no_sip_is_refused(datagram: bytes) -> None:
    with pytest.raises(WrongInput):
        parse(datagram)


def test_addresses_with_and_without_brackets() -> None:
    assert address("<sip:a@b;transport=udp>;tag=1") == "sip:a@b;transport=udp"
    assert address("sip:a@b;tag=1") == "sip:a@b"


OFFER = (
    "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n"
    "m=audio 4000 RTP/AVP 9 8 0 96\r\na=rtpmap:96 telephone-event/8000\r\n"
)


def test_the_first_law_of_the_offer_is_taken() -> None:
    offer = parse_offer(OFFER)
    assert offer is not None
    assert (offer.host, offer.port, offer.codec, offer.digits) == ("10.0.0.1", 4000, PCMA, 96)


def test_the_answer_holds_what_was_offered() -> None:
    answer = parse_offer(describe("127.0.0.1", 4002, parse_offer(OFFER)))
    assert answer is not None
    assert (answer.port, answer.codec, answer.digits) == (4002, PCMA, 96)


def test_our_own_offer_prefers_mu_law() -> None:
    offer = parse_offer(describe("127.0.0.1", 4002))
    assert offer is not None
    assert (offer.codec, offer.digits) == (PCMU, 101)


@pytest.mark.parametrize(
    "body", ["", OFFER.replace("9 8 0 96", "9 96"), OFFER.replace("c=IN IP4 10.0.0.1\r\n", "")]
)
def test_an_offer_without_our_codecs_or_address_is_none(body: str) -> None:
    assert parse_offer(body) is None
