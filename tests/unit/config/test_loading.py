"""Settings come from a file, the environment over it, and secrets from files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ari_app.config.loading import CONFIG_VARIABLE, MASK, load_settings, masked_rows
from ari_app.config.settings import host_and_port
from ari_app.core.errors import ConfigError

DSN = "postgresql://followup:s3cret-dsn@127.0.0.1:5432/followup"
TEXT = f"""
[hospital]
name = "仁和医院"
time_zone = "Asia/Shanghai"
[database]
dsn = "{DSN}"
[asterisk]
url = "http://127.0.0.1:8088"
user = "followup"
password = "s3cret-ari"
[call]
recordings = "/var/lib/followup/recordings"
[security]
field_keys = "k1:s3cret-key"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def changed(path: Path, old: str, new: str) -> Path:
    assert old in TEXT
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    return path


def test_what_the_file_leaves_out_has_its_default(path: Path) -> None:
    settings = load_settings(path, {})
    assert settings.hospital.name == "仁和医院"
    assert settings.worker.concurrency == 4
    assert settings.call.agent is None


def test_the_environment_wins_over_the_file(path: Path) -> None:
    environment = {"ARI_APP_WORKER_CONCURRENCY": "7", "ARI_APP_HOSPITAL_NAME": "第二医院", "HOME": "/"}
    settings = load_settings(path, environment)
    assert (settings.worker.concurrency, settings.hospital.name) == (7, "第二医院")


def test_the_environment_may_name_the_file_and_an_option_wins_over_it(path: Path, tmp_path: Path) -> None:
    assert load_settings(None, {CONFIG_VARIABLE: str(path)}).hospital.name == "仁和医院"
    environment = {CONFIG_VARIABLE: str(tmp_path / "other.toml")}
    assert load_settings(path, environment).hospital.name == "仁和医院"


def test_the_environment_alone_will_do(tmp_path: Path) -> None:
    settings = load_settings(
        None,
        {
            "ARI_APP_HOSPITAL_NAME": "仁和医院",
            "ARI_APP_HOSPITAL_TIME_ZONE": "Asia/Shanghai",
            "ARI_APP_DATABASE_DSN": DSN,
            "ARI_APP_ASTERISK_URL": "http://127.0.0.1:8088",
            "ARI_APP_ASTERISK_USER": "followup",
            "ARI_APP_ASTERISK_PASSWORD": "x",
            "ARI_APP_CALL_RECORDINGS": str(tmp_path),
            "ARI_APP_SECURITY_FIELD_KEYS": "k1:x",
        },
    )
    assert settings.call.recordings == tmp_path


def test_a_secret_comes_from_a_file_of_its_own(path: Path, tmp_path: Path) -> None:
    secret = tmp_path / "ari.password"
    secret.write_text("from the file\n", encoding="utf-8")
    settings = load_settings(path, {"ARI_APP_ASTERISK_PASSWORD_FILE": str(secret)})
    assert settings.asterisk.password.get_secret_value() == "from the file"


def test_a_secret_file_that_is_not_there_is_named(path: Path, tmp_path: Path) -> None:
    environment = {"ARI_APP_ASTERISK_PASSWORD_FILE": str(tmp_path / "none")}
    with pytest.raises(ConfigError, match="ARI_APP_ASTERISK_PASSWORD_FILE names .*none"):
        load_settings(path, environment)


@pytest.mark.parametrize("variable", ["ARI_APP_NOTHING", "ARI_APP_DATABASE", "ARI_APP_NO_SUCH_THING"])
def test_a_variable_that_names_no_setting_is_an_error(path: Path, variable: str) -> None:
    with pytest.raises(ConfigError, match=f"{variable} names no setting"):
        load_settings(path, {variable: "1"})


def test_a_variable_with_an_unknown_key_is_an_error(path: Path) -> None:
    with pytest.raises(ConfigError, match="worker.colour"):
        load_settings(path, {"ARI_APP_WORKER_COLOUR": "red"})


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('time_zone = "Asia/Shanghai"', "", "hospital.time_zone: Field required"),
        ('"Asia/Shanghai"', '"China/Peking"', "unknown time zone 'China/Peking'"),
        ('user = "followup"', 'user = "followup"\ndial = "PJSIP/trunk"', "must hold {number}"),
        ('"http://127.0.0.1:8088"', '"127.0.0.1:8088"', "asterisk.url"),
        ("[call]", "[worker]\nconcurrency = 0\n[call]", "worker.concurrency"),
        ("[call]", "[colors]\nred = 1\n[call]", "colors"),
        ("[call]", "[call]\ncolour = 1", "call.colour"),
        ("[hospital]", "hospital = 3\n[hostel]", "hospital"),
    ],
)
def test_a_wrong_value_is_named(path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_settings(changed(path, old, new), {})
    assert says in raised.value.message
    assert "s3cret" not in raised.value.message
    assert "\n" not in raised.value.message


def test_all_wrong_values_are_named_at_once(path: Path) -> None:
    environment = {"ARI_APP_WORKER_CONCURRENCY": "0", "ARI_APP_CALL_RING_SECONDS": "-1"}
    with pytest.raises(ConfigError, match=r"worker\.concurrency.*call\.ring_seconds|call.*worker"):
        load_settings(path, environment)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("ARI_APP_HOSPITAL_NAME", "x"), ("ARI_APP_HOSPITAL", "x"), ("ARI_APP_HOSPITAL_", "x")],
)
def test_a_section_that_is_no_table_is_no_crash(path: Path, variable: str, value: str) -> None:
    with pytest.raises(ConfigError):
        load_settings(changed(path, "[hospital]", "hospital = 3\n[hostel]"), {variable: value})


def test_a_folder_or_bytes_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path, {})
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_settings(binary, {})


def test_no_secret_is_shown(path: Path) -> None:
    rows = {name: value for name, value, _ in masked_rows(load_settings(path, {}))}
    assert "s3cret" not in str(rows)
    assert [name for name, value in rows.items() if value == MASK] == [
        "database.dsn",
        "asterisk.password",
        "security.field_keys",
    ]
    assert rows["hospital.name"] == "仁和医院"


def test_every_setting_says_what_it_is(path: Path) -> None:
    lacking = [name for name, _, description in masked_rows(load_settings(path, {})) if not description]
    assert not lacking


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"MEDIA": "rtp"}, "asterisk.media"),
        ({"AUDIOSOCKET_LISTEN": "9092"}, "no host:port"),
        ({"AUDIOSOCKET_LISTEN": "127.0.0.1:70000"}, "no host:port"),
        ({"AUDIOSOCKET_LISTEN": "::1:9092"}, "no host:port"),
        ({"AUDIOSOCKET_LISTEN": "0.0.0.0:9092"}, "audiosocket_address must name one"),
        ({"AUDIOSOCKET_ADDRESS": "worker.local"}, "no host:port"),
    ],
)
def test_a_wrong_address_for_the_audio_is_named(path: Path, settings: dict[str, str], says: str) -> None:
    environment = {f"ARI_APP_ASTERISK_{name}": value for name, value in settings.items()}
    with pytest.raises(ConfigError, match=says):
        load_settings(path, environment)


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("[::1]:9092", ("::1", 9092)),
        ("worker.local:9092", ("worker.local", 9092)),
    ],
)
def test_an_address_is_taken_apart(address: str, parts: tuple[str, int]) -> None:
    assert host_and_port(address) == parts
