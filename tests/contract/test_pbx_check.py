"""What doctor finds on a live Asterisk beyond its contract: exposure, room, contexts, the audio path, TLS."""

from __future__ import annotations

import base64
import datetime
import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pydantic import SecretStr

from ari_app.ari.findings import Finding
from ari_app.config.settings import (
    AsteriskSettings,
    CallSettings,
    DatabaseSettings,
    HospitalSettings,
    SecuritySettings,
    Settings,
    WorkerSettings,
)
from ari_app.core.errors import Refused
from ari_app.provision.asterisk_instance import AsteriskInstance
from ari_app.provision.free_port import free_port
from ari_app.wiring.pbx_check import examine_pbx
from tests.acceptance.commands import run
from tests.support.asterisk import new_instance


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskInstance]:
    """An Asterisk whose files the tests of this module change and put back."""
    with new_instance(tmp_path_factory.mktemp("spoiled")) as instance:
        yield instance


def settings_for(
    instance: AsteriskInstance, *, calls: int = 4, url: str | None = None, **audio: Any
) -> Settings:
    return Settings(
        hospital=HospitalSettings(name="仁和医院", time_zone="Asia/Shanghai"),
        database=DatabaseSettings(dsn=SecretStr("postgresql://nobody@127.0.0.1:9/none")),
        asterisk=AsteriskSettings(
            url=url or instance.ari_url,
            user=instance.ari_user,
            password=SecretStr(instance.ari_password),
            **audio,
        ),
        worker=WorkerSettings(concurrency=calls),
        call=CallSettings(recordings=instance.run_dir),
        security=SecuritySettings(field_keys=SecretStr("k:" + base64.b64encode(bytes(32)).decode())),
    )


async def all_found(settings: Settings) -> list[Finding]:
    report = await examine_pbx(settings)
    of_audio = report.audio.finding if report.audio else None
    return [*report.findings, *([of_audio] if of_audio else [])]


async def codes(settings: Settings) -> list[str]:
    return [one.code for one in await all_found(settings)]


async def test_nothing_is_found_where_all_is_well_and_nothing_is_left(asterisk: AsteriskInstance) -> None:
    assert await codes(settings_for(asterisk)) == []
    assert "0 active channels" in asterisk.cli("core show channels count")


async def test_audiosocket_is_tried_as_well_and_nothing_is_left(asterisk: AsteriskInstance) -> None:
    report = await examine_pbx(settings_for(asterisk, media="audiosocket"))
    assert report.findings == []
    assert report.audio is not None and report.audio.finding is None
    assert re.fullmatch(r"audiosocket: .+; Asterisk reaches 127\.0\.0\.1:\d+, 16000 Hz", report.audio.text)
    assert "0 active channels" in asterisk.cli("core show channels count")


async def test_an_audiosocket_address_that_is_wrong_or_taken_hides_nothing_else(
    spoiled: AsteriskInstance,
) -> None:
    spoiled.cli("dialplan remove context followup-inbound")
    wrong = settings_for(spoiled, media="audiosocket", audiosocket_address="127.0.0.1:9")
    assert await codes(wrong) == ["context_missing", "audio_impossible"]
    taken = settings_for(spoiled, media="audiosocket", audiosocket_listen=f"127.0.0.1:{spoiled.http_port}")
    assert await codes(taken) == ["context_missing", "audio_not_tried"]
    spoiled.cli("dialplan reload")


async def test_too_few_connections_for_the_calls_are_told(spoiled: AsteriskInstance) -> None:
    http = spoiled.run_dir / "etc" / "http.conf"
    whole = http.read_text()
    assert await codes(settings_for(spoiled, calls=500)) == []
    http.write_text(whole + "sessionlimit=100\n")
    assert await codes(settings_for(spoiled, calls=60)) == []
    assert await codes(settings_for(spoiled, calls=61)) == ["http_sessions"]
    assert await codes(settings_for(spoiled, calls=61, media="audiosocket")) == []
    http.write_text(whole.replace("#include followup/http_followup.conf", ""))
    assert await codes(settings_for(spoiled, calls=61)) == ["http_sessions"]
    http.write_text(whole)


async def test_an_open_door_is_told_until_a_list_stands_before_it(spoiled: AsteriskInstance) -> None:
    etc = spoiled.run_dir / "etc"
    http, ari = etc / "http.conf", etc / "followup" / "ari_followup.conf"
    whole = http.read_text(), ari.read_text()
    # changed in the file alone: the server goes on listening on 127.0.0.1
    http.write_text(whole[0] + "bindaddr=0.0.0.0\n")
    assert await codes(settings_for(spoiled)) == ["ari_open"]
    bound = whole[1].replace("\n;deny=", "\ndeny=").replace("\n;permit=", "\npermit=")
    ari.write_text(bound)
    spoiled.cli("module reload res_ari.so")
    assert await codes(settings_for(spoiled)) == []
    ari.write_text(bound.replace("permit=127.0.0.1", "permit=192.0.2.9"))
    spoiled.cli("module reload res_ari.so")
    with pytest.raises(Refused, match=r"permit in ari\.conf"):
        await codes(settings_for(spoiled))
    ari.write_text(whole[1])
    spoiled.cli("module reload res_ari.so")
    http.write_text(whole[0] + "tlsenable=yes\ntlsbindaddr=[::]:8089\n")
    assert await codes(settings_for(spoiled)) == ["ari_open"]
    http.write_text(whole[0] + "bindaddr=0.0.0.0\n[/ari]\ntype=restriction\npermit=127.0.0.1\n")
    assert await codes(settings_for(spoiled)) == []
    http.write_text(whole[0])


async def test_a_missing_context_is_told(spoiled: AsteriskInstance) -> None:
    spoiled.cli("dialplan remove context followup-inbound")
    assert await codes(settings_for(spoiled)) == ["context_missing"]
    spoiled.cli("dialplan reload")
    assert await codes(settings_for(spoiled)) == []


async def test_what_could_not_be_looked_at_is_told(spoiled: AsteriskInstance) -> None:
    spoiled.cli("module unload func_config.so")
    found = await all_found(settings_for(spoiled))
    assert [one.code for one in found] == ["conf_unread"]
    assert "func_config.so" in found[0].message and "func_dialplan.so" not in found[0].message
    spoiled.cli("module load func_config.so")


@pytest.mark.parametrize(
    ("path", "code"), [("/media", "audio_impossible"), ("/ari/events", "events_impossible")]
)
async def test_a_websocket_that_does_not_come_through_is_told(
    spoiled: AsteriskInstance, path: str, code: str
) -> None:
    http = spoiled.run_dir / "etc" / "http.conf"
    whole = http.read_text()
    http.write_text(f"{whole}[{path}]\ntype=restriction\ndeny=0.0.0.0/0.0.0.0\n")
    spoiled.cli("module reload http")
    (found,) = await all_found(settings_for(spoiled))
    assert found.code == code and found.fatal
    http.write_text(whole)
    spoiled.cli("module reload http")
    assert await codes(settings_for(spoiled)) == []


def test_doctor_passes_over_tls_with_a_certificate_of_ones_own(
    spoiled: AsteriskInstance, tmp_path: Path
) -> None:
    port = free_port()
    certificate, key = certificate_in(tmp_path)
    http = spoiled.run_dir / "etc" / "http.conf"
    whole = http.read_text()
    http.write_text(
        f"{whole}tlsenable=yes\ntlsbindaddr=127.0.0.1:{port}\ntlscertfile={certificate}\ntlsprivatekey={key}\n"
    )
    spoiled.cli("module reload http")
    settings = tmp_path / "settings.toml"
    settings.write_text(toml_of(settings_for(spoiled, url=f"https://127.0.0.1:{port}")))
    believed = run("doctor", "--config", str(settings), env={"SSL_CERT_FILE": str(certificate)})
    assert "recording and trunk are as a call needs them" in believed.out
    assert re.search(r"^audio\s+ok\s+websocket: ", believed.out, re.MULTILINE), believed.out
    unknown = run("doctor", "--config", str(settings))
    assert "certificate" in unknown.out and "SSL_CERT_FILE" in unknown.out
    http.write_text(whole)
    spoiled.cli("module reload http")


def certificate_in(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pbx")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "pbx.pem", folder / "pbx.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def toml_of(settings: Settings) -> str:
    asterisk = settings.asterisk
    return (
        f'[hospital]\nname = "仁和医院"\ntime_zone = "Asia/Shanghai"\n'
        f'[database]\ndsn = "{settings.database.dsn.get_secret_value()}"\nconnect_seconds = 0.5\n'
        f'[asterisk]\nurl = "{asterisk.url}"\nuser = "{asterisk.user}"\n'
        f'password = "{asterisk.password.get_secret_value()}"\n'
        f'[call]\nrecordings = "{settings.call.recordings}"\n'
        f'[security]\nfield_keys = "{settings.security.field_keys.get_secret_value()}"\n'
        '[speech]\nasr_url = "ws://127.0.0.1:9"\n'
    )
