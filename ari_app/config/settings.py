"""Every setting, with its default and its bounds. Frozen; an unknown key is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from ari_app.core.language_tag import is_language_tag
from ari_app.core.vocabulary import QType

Seconds = Annotated[float, Field(gt=0, le=86_400)]
Port = Annotated[int, Field(ge=1, le=65_535)]


def host_and_port(address: str) -> tuple[str, int]:
    """Parts of host:port or [IPv6]:port. Raises ValueError."""
    host, _, port = address.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    if (
        not bare
        or not (port.isascii() and port.isdigit())
        or int(port) > 65_535
        or (":" in bare and bare == host)
    ):
        raise ValueError(f"{address!r} is no host:port, such as 127.0.0.1:9092 or [::1]:9092")
    return bare, int(port)


class Section(BaseModel):
    """A part of the settings: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HospitalSettings(Section):
    """Who is calling."""

    name: str = Field(min_length=2, max_length=40, description="the name the patient hears")
    time_zone: str = Field(description="IANA zone of the hospital, such as Asia/Shanghai; no default")
    phone: str | None = Field(
        default=None,
        pattern=r"^[0-9][0-9 -]{1,18}[0-9]$",
        description="where patients reach the center, such as 010-6655 8899; default: the number that called them",
    )
    organization: str = Field(
        default="hospital", pattern=r"^[a-z0-9_-]{1,40}$", description="organization code"
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"unknown time zone {value!r}; use a name such as Asia/Shanghai") from error
        return value


class DatabaseSettings(Section):
    """PostgreSQL 15 or newer."""

    dsn: SecretStr = Field(description="postgresql://user:password@host:port/database")
    pool_size: int = Field(default=10, ge=1, le=100, description="connections that a process keeps")
    connect_seconds: Seconds = Field(default=5.0, description="how long to try before giving up")
    statement_seconds: Seconds = Field(default=5.0, description="longest a statement may take")


class AsteriskSettings(Section):
    """The Asterisk beside this worker."""

    url: str = Field(pattern=r"^https?://", description="ARI's base, such as http://127.0.0.1:8088")
    user: str = Field(min_length=1, description="ARI user of ari.conf")
    password: SecretStr = Field(description="its password")
    dial: str = Field(default="PJSIP/{number}@followup-trunk", description="how a number is dialed")
    caller_id: str = Field(default="", description='as the patient sees it: "name" <number>')
    request_seconds: Seconds = Field(default=3.0, description="longest an ARI request may take")
    media: Literal["auto", "websocket", "audiosocket"] = Field(
        default="auto", description="how the audio of calls goes; auto: websocket where Asterisk has it"
    )
    audiosocket_listen: str = Field(
        default="127.0.0.1:0", description="where AudioSocket waits for Asterisk; port 0: any free one"
    )
    audiosocket_address: str | None = Field(
        default=None, description="host:port at which Asterisk finds that; default: where it listens"
    )

    @field_validator("audiosocket_listen", "audiosocket_address")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value is not None:
            host_and_port(value)
        return value

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        host, _ = host_and_port(self.audiosocket_listen)
        if host in ("0.0.0.0", "::") and self.audiosocket_address is None:
            raise ValueError(
                "audiosocket_listen is every address of this host: audiosocket_address must name one"
            )
        return self

    @field_validator("dial")
    @classmethod
    def _has_number(cls, value: str) -> str:
        if "{number}" not in value:
            raise ValueError("must hold {number}, as in PJSIP/{number}@followup-trunk")
        return value


class WorkerSettings(Section):
    """This worker's place among others."""

    id: str = Field(
        default="followup", pattern=r"^[a-z0-9-]{1,40}$", description="also its Stasis application"
    )
    concurrency: int = Field(default=4, ge=1, le=500, description="calls at once")
    lease_seconds: Seconds = Field(
        default=30.0, description="how long a claimed attempt stays ours unrenewed"
    )
    comeback_seconds: Seconds = Field(
        default=300.0,
        description="how long after that the answered calls of a worker that is gone wait for it to start again",
    )


class CallSettings(Section):
    """Limits of one call."""

    ring_seconds: Seconds = Field(default=45.0, description="give up ringing after this")
    longest_seconds: Seconds = Field(default=900.0, description="a call ends politely after this")
    agent: str | None = Field(default=None, description="endpoint of the nurses' desk, such as PJSIP/agent1")
    agent_ring_seconds: Seconds = Field(default=20.0, description="how long the desk rings")
    recordings: Path = Field(description="folder for the stereo recordings")


class InboundSettings(Section):
    """Patients who call back."""

    concurrency: int = Field(default=4, ge=0, le=500, description="such calls at once; 0: none is taken")
    phone: str | None = Field(
        default=None,
        pattern=r"^[0-9 -]{3,20}$",
        description="the center's number, told to callers who cannot be helped here",
    )


class AgiSettings(Section):
    """`ari-app agi`: scripts for dialplans that are not ours."""

    listen: str = Field(default="127.0.0.1:4573", description="where FastAGI waits; it knows no password")
    connections: int = Field(default=100, ge=1, le=10_000, description="requests at once")
    script_seconds: Seconds = Field(default=3.0, description="longest a script may take")

    @field_validator("listen")
    @classmethod
    def _is_address(cls, value: str) -> str:
        host_and_port(value)
        return value


AsrProtocol = Literal["extended", "vosk"]
HotWord = Annotated[str, Field(pattern=r"^[\u4e00-\u9fff]{2,20}$")]
MOST_HOT_WORDS = 200


class EngineSettings(Section):
    """A recognizer besides the default one."""

    url: str = Field(pattern=r"^wss?://", description="its address")
    protocol: AsrProtocol = Field(default="extended", description="as speech.asr_protocol")
    deadline_seconds: Seconds | None = Field(default=None, description="as speech.asr_deadline_seconds")


class EngineForSettings(Section):
    """Which recognizer hears which question; `default` is the one at speech.asr_url."""

    types: dict[QType, str] = Field(
        default_factory=dict, description="for a type of question, such as nrs or id_tail"
    )
    questionnaires: dict[str, str] = Field(
        default_factory=dict,
        description="for all of a questionnaire, or one question of it: ID or ID/ITEM; wins over the types",
    )

    @property
    def routes(self) -> dict[str, str]:
        """Both as one mapping."""
        return {**{qtype.value: name for qtype, name in self.types.items()}, **self.questionnaires}


class SpeechSettings(Section):
    """Recognizer and voice."""

    asr_url: str = Field(default="ws://127.0.0.1:2700", pattern=r"^wss?://", description="the recognizer")
    asr_protocol: AsrProtocol = Field(
        default="extended", description="extended for `ari-app asr`, vosk for a vosk-server"
    )
    engines: dict[str, EngineSettings] = Field(
        default_factory=dict, description="further recognizers, each a table of its own name"
    )
    engine_for: EngineForSettings = EngineForSettings()
    engine_for_language: dict[str, str] = Field(
        default_factory=dict,
        description="for patients who speak it (a tag such as yue or zh-min-nan); wins over engine_for",
    )
    hot_words: dict[str, tuple[HotWord, ...]] = Field(
        default_factory=dict,
        description="names that free answers may hold (medicines, doctors), by a questionnaire's id; `all` for each",
    )
    asr_deadline_seconds: Seconds = Field(default=4.0, description="longest it may think about an utterance")
    models: Path = Field(default=Path(".runtime/models"), description="folder of the models")
    prompts: Path = Field(default=Path(".runtime/prompts"), description="folder of rendered prompts")
    recorded_voice: Path | None = Field(default=None, description="folder of the hospital's own recordings")
    voice: str = Field(default="zf_xiaoxiao", description="a voice that `ari-app voices` lists")
    speed: float = Field(default=1.0, ge=0.5, le=2.0, description="1.0 is the voice's own pace")

    def hot_words_of(self, questionnaire: str) -> tuple[str, ...]:
        """The names that free answers of a questionnaire may hold."""
        found = (*self.hot_words.get("all", ()), *self.hot_words.get(questionnaire, ()))
        return tuple(dict.fromkeys(found))

    @field_validator("hot_words")
    @classmethod
    def _are_few(cls, value: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        shared = len(value.get("all", ()))
        if any(len(words) + (name != "all") * shared > MOST_HOT_WORDS for name, words in value.items()):
            raise ValueError(f"more than {MOST_HOT_WORDS} names for one questionnaire")
        return value

    @field_validator("engine_for_language")
    @classmethod
    def _are_languages(cls, value: dict[str, str]) -> dict[str, str]:
        for tag in value:
            if not is_language_tag(tag):
                raise ValueError(f"{tag!r} is no language tag, such as yue or zh-min-nan")
        return value

    @model_validator(mode="after")
    def _known_engines(self) -> Self:
        known = {"default", *self.engines}
        for table, routes in (
            ("engine_for", self.engine_for.routes),
            ("engine_for_language", self.engine_for_language),
        ):
            for key, name in routes.items():
                if name not in known:
                    raise ValueError(
                        f"{table}: {key} names the engine {name}; known are {', '.join(sorted(known))}"
                    )
        return self


class WordingSettings(Section):
    """Another wording of the prompts, heard by a share of the patients (docs/scripts.md)."""

    other: Path | None = Field(default=None, description="file of the other wording; default: none")
    share: float = Field(default=0.5, gt=0, lt=1, description="share of the patients who hear it")


class SecuritySettings(Section):
    """Keys of the encrypted columns: 32 bytes each, base64, as `id:key`; the first one encrypts."""

    field_keys: SecretStr = Field(description="comma-separated id:base64key")


class LogSettings(Section):
    """Logs."""

    level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="debug, info, warning or error"
    )
    show_pii: bool = Field(default=False, description="show patient data; only on a developer's machine")


class MetricsSettings(Section):
    """Figures for Prometheus; off by default."""

    listen: str | None = Field(
        default=None,
        description="host:port of /metrics and /health; keep it on a network that only you reach",
    )

    @field_validator("listen")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None:
            host_and_port(value)
        return value


class Settings(Section):
    """All of it."""

    hospital: HospitalSettings
    database: DatabaseSettings
    asterisk: AsteriskSettings
    worker: WorkerSettings = WorkerSettings()
    call: CallSettings
    inbound: InboundSettings = InboundSettings()
    agi: AgiSettings = AgiSettings()
    speech: SpeechSettings = SpeechSettings()
    wording: WordingSettings = WordingSettings()
    security: SecuritySettings
    log: LogSettings = LogSettings()
    metrics: MetricsSettings = MetricsSettings()
