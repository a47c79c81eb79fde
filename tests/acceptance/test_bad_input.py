"""Whatever is wrong: exit status 1, one line that says what, one with the mend, and nothing half-written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ari_app.lab.rig import DATABASE, Rig
from ari_app.provision import manifest
from ari_app.provision.free_port import free_port
from tests.acceptance import old_asterisk
from tests.acceptance.commands import Done, call_words, left_behind, run

KOKORO_PARTS = ("kokoro.onnx", "vocab.json")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: settings as environment variables, options, and what the command must say."""

    says: str
    env: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    mend: str = ""


def assert_refused(done: Done, says: str, mend: str = "") -> None:
    """One line, or two when there is a mend; no traceback."""
    assert done.status == 1, done
    lines = done.messages
    assert 1 <= len(lines) <= 2, lines
    assert lines[0].startswith("ari-app: ")
    assert says in lines[0]
    assert "Traceback" not in done.err + done.out
    if mend:
        assert len(lines) == 2, lines
        assert lines[1].startswith("  mend: ")
        assert mend in lines[1]


@pytest.fixture(scope="module")
def parts(rig: Rig, runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wrong]]:
    """Every part that can be missing, wrong or damaged, one at a time."""
    folder = tmp_path_factory.mktemp("models")
    rig.postgres.create_database("empty")
    closed = free_port()
    dsn, password = rig.postgres.dsn_of(DATABASE), rig.postgres.password_file.read_text().strip()
    with old_asterisk.serving() as old, old_asterisk.serving("20.6.0", ("chan_pjsip.so",)) as mute:
        yield {
            "no Asterisk": Wrong(
                "no connection to Asterisk",
                {"ARI_APP_ASTERISK_URL": f"http://127.0.0.1:{closed}"},
                mend="is Asterisk running",
            ),
            "wrong ARI password": Wrong("401", {"ARI_APP_ASTERISK_PASSWORD": "wrong"}, mend="password"),
            "old Asterisk": Wrong("is too old", {"ARI_APP_ASTERISK_URL": old}, mend="install Asterisk 22.8"),
            "no audio": Wrong(
                "needs chan_audiosocket.so",
                {"ARI_APP_ASTERISK_URL": mute},
                mend="module load chan_audiosocket.so",
            ),
            "AudioSocket's port is taken": Wrong(
                "cannot listen at 127.0.0.1",
                {
                    "ARI_APP_ASTERISK_MEDIA": "audiosocket",
                    "ARI_APP_ASTERISK_AUDIOSOCKET_LISTEN": f"127.0.0.1:{rig.asterisk.http_port}",
                },
                mend="audiosocket_listen",
            ),
            "unknown trunk": Wrong(
                "no endpoint PJSIP/nowhere",
                {"ARI_APP_ASTERISK_DIAL": "PJSIP/{number}@nowhere"},
                mend="asterisk.dial",
            ),
            "no PostgreSQL": Wrong(
                f"PostgreSQL at 127.0.0.1:{closed}/{DATABASE} does not answer",
                {
                    "ARI_APP_DATABASE_DSN": dsn.replace(f":{rig.postgres.port}/", f":{closed}/"),
                    "ARI_APP_DATABASE_CONNECT_SECONDS": "1",
                },
                mend="check that it runs",
            ),
            "wrong database password": Wrong(
                "refuses this user or password",
                {"ARI_APP_DATABASE_DSN": dsn.replace(password, "wrong")},
                mend="user and password",
            ),
            "no such database": Wrong(
                "no such database", {"ARI_APP_DATABASE_DSN": rig.postgres.dsn_of("nowhere")}, mend="create"
            ),
            "not migrated": Wrong(
                "the database lacks",
                {"ARI_APP_DATABASE_DSN": rig.postgres.dsn_of("empty")},
                mend="ari-app migrate",
            ),
            "no recognizer": Wrong(
                "recognizer", {"ARI_APP_SPEECH_ASR_URL": f"ws://127.0.0.1:{closed}"}, mend="ari-app asr"
            ),
            "no voice": Wrong(
                "the speech model is missing",
                {"ARI_APP_SPEECH_MODELS": str(folder / "nothing")},
                mend="make setup",
            ),
            "damaged voice": Wrong(
                "cannot be loaded",
                {"ARI_APP_SPEECH_MODELS": str(_damaged_kokoro(runtime, folder))},
                mend="make setup",
            ),
            "damaged keys": Wrong(
                "security.field_keys", {"ARI_APP_SECURITY_FIELD_KEYS": "k1:abc"}, mend="openssl rand"
            ),
        }


def _damaged_kokoro(runtime: Path, folder: Path) -> Path:
    """The models with the first megabyte of the voice's only."""
    copy = folder / "damaged" / "kokoro"
    copy.mkdir(parents=True)
    source = runtime / "models" / "kokoro"
    shutil.copy(source / "vocab.json", copy)
    (copy / "voices").symlink_to(source / "voices")
    with (source / "kokoro.onnx").open("rb") as whole:
        (copy / "kokoro.onnx").write_bytes(whole.read(1 << 20))
    return folder / "damaged"


@pytest.mark.parametrize(
    "what",
    [
        "no Asterisk",
        "wrong ARI password",
        "old Asterisk",
        "no audio",
        "AudioSocket's port is taken",
        "unknown trunk",
        "no PostgreSQL",
        "wrong database password",
        "no such database",
        "not migrated",
        "no recognizer",
        "no voice",
        "damaged voice",
        "damaged keys",
    ],
)
def test_call_names_the_part_that_is_wrong(rig: Rig, parts: Mapping[str, Wrong], what: str) -> None:
    wrong, before = parts[what], left_behind(rig)
    assert_refused(run(*call_words(rig.settings_path), env=wrong.env), wrong.says, wrong.mend)
    assert left_behind(rig) == before


@pytest.mark.parametrize("what", ["no Asterisk", "no PostgreSQL", "no voice"])
def test_the_worker_does_not_start_without_its_parts(rig: Rig, parts: Mapping[str, Wrong], what: str) -> None:
    wrong = parts[what]
    done = run("run", "--config", str(rig.settings_path), env=wrong.env)
    assert_refused(done, wrong.says, wrong.mend)
    assert "is ready" not in done.out


@pytest.mark.parametrize("what", ["no PostgreSQL", "wrong database password"])
def test_migrate_names_the_database_that_is_wrong(rig: Rig, parts: Mapping[str, Wrong], what: str) -> None:
    wrong = parts[what]
    done = run("migrate", "--config", str(rig.settings_path), env=wrong.env)
    assert_refused(done, wrong.says, wrong.mend)


def test_doctor_finds_everything_that_is_wrong_at_once(rig: Rig, parts: Mapping[str, Wrong]) -> None:
    chosen = [parts[what] for what in ("old Asterisk", "no PostgreSQL", "no recognizer", "no voice")]
    env = {name: value for wrong in chosen for name, value in wrong.env.items()}
    done = run("doctor", "--config", str(rig.settings_path), env=env)
    assert done.status == 1
    for wrong in chosen:
        assert wrong.says in done.out
        assert wrong.mend in done.out
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize(
    ("options", "says", "mend"),
    [
        ({"questionnaire": "q_unknown_v1"}, "there is no questionnaire q_unknown_v1", "q_postop_v1"),
        ({"phone": "12345"}, "number", ""),
        ({"name": "Li Xiuying"}, "Chinese name", ""),
    ],
)
def test_call_refuses_what_cannot_be(rig: Rig, options: Mapping[str, str], says: str, mend: str) -> None:
    before = left_behind(rig)
    assert_refused(run(*call_words(rig.settings_path, **options)), says, mend)
    assert left_behind(rig) == before


def test_call_refuses_a_patient_whose_identity_cannot_be_checked(rig: Rig) -> None:
    before = left_behind(rig)
    done = run(*call_words(rig.settings_path), env={"PATIENT_ID_TAIL": ""})
    assert_refused(done, "cannot check who answers", "--id-tail or --birth")
    assert left_behind(rig) == before


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('time_zone = "Asia/Shanghai"', "", "hospital.time_zone"),
        ("[worker]", "[worker]\ncolour = 3", "worker.colour"),
        ("[worker]", "[worker", "is not valid TOML"),
    ],
)
def test_settings_that_cannot_be_used(rig: Rig, tmp_path: Path, old: str, new: str, says: str) -> None:
    text = rig.settings_path.read_text()
    assert old in text
    path = tmp_path / "settings.toml"
    path.write_text(text.replace(old, new))
    assert_refused(run("config", "check", "--config", str(path)), says)


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    done = run("config", "check", "--config", str(tmp_path / "none.toml"))
    assert_refused(done, "none.toml not found", "--config FILE")


def test_asr_without_its_model(tmp_path: Path) -> None:
    done = run("asr", "--models", str(tmp_path), "--port", "0")
    assert_refused(done, "the speech model is missing", "make setup")


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "config.json"])
def test_asr_with_half_a_model(runtime: Path, tmp_path: Path, name: str) -> None:
    source, copy = runtime / "models" / "whisper-base", tmp_path / "whisper-base"
    copy.mkdir()
    for file in source.iterdir():
        (copy / file.name).symlink_to(file)
    (copy / name).unlink()
    with (source / name).open("rb") as whole:
        (copy / name).write_bytes(whole.read(1000))
    done = run("asr", "--models", str(tmp_path), "--port", "0")
    assert_refused(done, "whisper-base")
    assert "listening" not in done.out


def test_asr_with_a_model_of_which_one_bit_is_wrong(runtime: Path, tmp_path: Path) -> None:
    source, copy = runtime / "models" / "whisper-base", tmp_path / "whisper-base"
    shutil.copytree(source, copy)
    with (copy / "model.bin").open("r+b") as file:
        file.seek(100_000_000)
        byte = file.read(1)[0]
        file.seek(100_000_000)
        file.write(bytes([byte ^ 1]))
    sums = [f"{one.sha256}  {Path(one.path).name}\n" for one in manifest.load().files_of("whisper-base")]
    (copy / "SHA256SUMS").write_text("".join(sums))
    done = run("asr", "--models", str(tmp_path), "--port", "0")
    assert_refused(done, "model.bin has another checksum", "make setup")


def test_asr_on_a_port_that_is_taken(rig: Rig, runtime: Path) -> None:
    port = rig.asr_url.rpartition(":")[2]
    done = run("asr", "--models", str(runtime / "models"), "--port", port)
    assert_refused(done, port)
