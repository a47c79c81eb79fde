"""The `ari-app` command: one small module per subcommand, imported only when it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from ari_app.cli.agent_app import agent_app
from ari_app.cli.campaign_app import campaign_app
from ari_app.cli.consent_app import consent_app
from ari_app.cli.death_app import death_app
from ari_app.cli.dialing_app import capacity, number_app, policy_app, status
from ari_app.cli.line_app import line_app
from ari_app.cli.link_app import link_app
from ari_app.cli.options import ConfigOption
from ari_app.cli.plan_app import plan_app
from ari_app.cli.questionnaire_app import questionnaire_app
from ari_app.cli.report_app import report_app
from ari_app.cli.script_app import script_app
from ari_app.core.errors import AppError
from ari_app.core.relations import Relation
from ari_app.speech.engine import EngineName

app = typer.Typer(
    name="ari-app",
    help="Patient follow-up calls in Mandarin on your own Asterisk.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
config_app = typer.Typer(help="Look at the settings.", no_args_is_help=True)
app.add_typer(config_app, name="config")
app.add_typer(questionnaire_app, name="questionnaire")
app.add_typer(script_app, name="script")
app.add_typer(link_app, name="link")
app.add_typer(consent_app, name="consent")
app.add_typer(plan_app, name="plan")
app.add_typer(campaign_app, name="campaign")
app.add_typer(agent_app, name="agent")
app.add_typer(line_app, name="line")
app.add_typer(number_app, name="number")
app.add_typer(death_app, name="death")
app.add_typer(policy_app, name="policy")
app.add_typer(report_app, name="report")
app.command()(status)
app.command()(capacity)


def main() -> None:
    """Run a command; every expected error is one line with its mend, on standard error, and exit status 1."""
    # its threads wait for each other longer than what a call's 20 ms take; read when numpy is first imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except AppError as error:
        _fail(error)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(141)


def _fail(error: AppError) -> NoReturn:
    print(f"ari-app: {error.message}", file=sys.stderr)
    if error.mend:
        print(f"  mend: {error.mend}", file=sys.stderr)
    sys.exit(1)


@app.command()
def call(
    phone: Annotated[str, typer.Option(help="Number to dial, such as 13800000002.")],
    questionnaire: Annotated[str, typer.Option(help="Questionnaire, such as q_postop_v1.")],
    name: Annotated[str, typer.Option(help="The patient's name, as it is asked for.")],
    id_tail: Annotated[str | None, typer.Option(help="Last four of the identity number.")] = None,
    birth: Annotated[str | None, typer.Option(help="Birthday, MM-DD.")] = None,
    patient_id: Annotated[str | None, typer.Option(help="The hospital's patient id.")] = None,
    encounter_id: Annotated[str | None, typer.Option(help="The hospital's encounter id.")] = None,
    minor_until: Annotated[
        str | None, typer.Option(help="For a minor: the day of coming of age, YYYY-MM-DD.")
    ] = None,
    relative: Annotated[
        list[Relation] | None, typer.Option(help="Who may answer for the patient; may be repeated.")
    ] = None,
    guardian: Annotated[Relation | None, typer.Option(help="Who answers for a minor.")] = None,
    birth_year: Annotated[
        int | None, typer.Option(help="Year of birth; the elderly are spoken to slowly.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="Language or dialect the patient speaks, such as yue; default: Mandarin."),
    ] = None,
    appointment: Annotated[
        str | None,
        typer.Option(help="The visit that a reminder is about, YYYY-MM-DDTHH:MM in hospital time."),
    ] = None,
    enqueue: Annotated[bool, typer.Option("--enqueue", help="Leave it to a running worker.")] = False,
    config: ConfigOption = None,
) -> None:
    """Place one follow-up call now and show it live.

    The identity details are read from PATIENT_ID_TAIL and PATIENT_BIRTH when not given, so that they
    need not appear in the process list. Minority, relatives, guardian, year of birth and language are kept for the
    patient's later calls.
    Exit status 0 when the call was carried to an end that was recorded.
    """
    from ari_app.cli import place

    request = place.request_from(
        phone, questionnaire, name, id_tail, birth, patient_id, encounter_id, minor_until, relative, guardian,
        birth_year=birth_year, language=language, appointment=appointment,
    )  # fmt: skip
    sys.exit(place.run(request, config, queue_only=enqueue))


@app.command()
def run(config: ConfigOption = None) -> None:
    """Run this node: take up living calls, then place the attempts that are due, until stopped."""
    from ari_app.cli import node

    node.run(config)


@app.command()
def asr(
    models: Annotated[Path, typer.Option(help="Folder of the models, or one model's own folder.")] = Path(
        ".runtime/models"
    ),
    engine: Annotated[
        EngineName | None, typer.Option(help="Default: the first of these that has a model.")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on; 0 picks a free one.", min=0, max=65535)
    ] = 2700,
    threads: Annotated[int, typer.Option(help="Processor cores to use.", min=1, max=256)] = 2,
) -> None:
    """Serve recognition to workers over the vosk-server websocket protocol."""
    from ari_app.cli import asr as asr_command

    asr_command.serve(models=models, engine=engine, host=host, port=port, threads=threads)


@app.command()
def agi(config: ConfigOption = None) -> None:
    """Serve dialplans that are not ours over FastAGI: who is calling, may we call, log this (docs/agi.md)."""
    from ari_app.cli import agi as agi_command

    agi_command.serve(config)


@app.command()
def doctor(
    config: ConfigOption = None,
    sources: Annotated[bool, typer.Option("--sources", help="Also ask whether each source answers.")] = False,
) -> None:
    """Check Asterisk, PostgreSQL, models and settings; each finding comes with its mend."""
    from ari_app.cli import doctor as doctor_command

    sys.exit(doctor_command.run(config, sources=sources))


@app.command()
def migrate(
    config: ConfigOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be done.")] = False,
) -> None:
    """Bring the database up to this version's tables."""
    from ari_app.cli import database

    database.migrate(config, dry_run=dry_run)


@app.command()
def reparse(
    since: Annotated[
        str, typer.Option(metavar="DATE", help="First day, YYYY-MM-DD, in the hospital's zone.")
    ],
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day; default: today.")] = None,
    questionnaire: Annotated[str | None, typer.Option(help="Only calls that asked this one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON (docs/contract.md).")] = False,
    show_words: Annotated[
        bool, typer.Option("--show-words", help="Also print what the patients said.")
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Read stored conversations again with the present parser and report what would change.

    Nothing is changed. Exit status 0 also when something is found.
    """
    from ari_app.cli import reparse as reparse_command

    reparse_command.run(since, until, questionnaire, config, as_json=as_json, words=show_words)


@config_app.command("check")
def config_check(config: ConfigOption = None) -> None:
    """Read the settings and print all of them, secrets masked."""
    from ari_app.cli import settings_table

    settings_table.show(config)


@app.command()
def understand() -> None:
    """Read utterances from standard input, one JSON a line, and print what each means (docs/contract.md)."""
    from ari_app.cli import understand as understand_command

    _print_lines(understand_command.run(sys.stdin))


@app.command()
def simulate(
    scenarios: Annotated[Path, typer.Option(help="Scenarios, one JSON a line.", exists=True, dir_okay=False)],
    voice: Annotated[bool, typer.Option("--voice", help="Over a real call, in a private system.")] = False,
    at_once: Annotated[int, typer.Option(help="With --voice: calls side by side.", min=1, max=50)] = 2,
    patient_voice: Annotated[str, typer.Option(help="With --voice: the patients' voice.")] = "zf_xiaobei",
    runtime: Annotated[Path, typer.Option(help="With --voice: folder of everything that was set up.")] = Path(
        ".runtime"
    ),
) -> None:
    """Play whole dialogues through the real engine, in text or as calls, and print each result (docs/contract.md)."""
    with scenarios.open(encoding="utf-8") as lines:
        if voice:
            from ari_app.cli import simulate_voice

            options = simulate_voice.VoiceOptions(runtime=runtime, at_once=at_once, voice=patient_voice)
            _print_lines(simulate_voice.run(lines, options))
        else:
            from ari_app.cli import simulate as simulate_command

            _print_lines(simulate_command.run(lines))


@app.command()
def render(
    hospital: Annotated[str, typer.Option(help="The hospital's name, as patients hear it.")] = "仁和医院",
    questionnaire: Annotated[str, typer.Option(help="Whose prompts.")] = "q_postop_v1",
    models: Annotated[Path, typer.Option(help="Folder of the models.")] = Path(".runtime/models"),
    prompts: Annotated[Path, typer.Option(help="Folder of rendered prompts.")] = Path(".runtime/prompts"),
    voice: Annotated[str, typer.Option(help="The voice.")] = "zf_xiaoxiao",
    speed: Annotated[float, typer.Option(help="Its pace; 1.0 is its own.", min=0.5, max=2.0)] = 1.0,
    wording: Annotated[
        Path | None,
        typer.Option(help="File of another wording (docs/scripts.md); default: the installed one."),
    ] = None,
) -> None:
    """Render the prompts that every call needs, so that the first call does not wait for them."""
    from ari_app.cli import render as render_command

    render_command.run(hospital, questionnaire, models, prompts, voice, speed, wording)


@app.command()
def voices() -> None:
    """List the voices that speech.voice can name."""
    from ari_app.cli import voices as voices_command

    voices_command.show()


@app.command(hidden=True)
def patient(
    hospital: Annotated[str, typer.Option(help="The hospital's name, as the robot says it.")] = "仁和医院",
    robot_voice: Annotated[str, typer.Option(help="The voice that the patient listens to.")] = "zf_xiaoxiao",
    script: Annotated[
        Path | None, typer.Option(help="What the patient will say; default: the demo's.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Where to write what was heard and said.")] = None,
    sip_port: Annotated[int, typer.Option(help="UDP port to listen on; 0 picks a free one.")] = 0,
    voice: Annotated[str | None, typer.Option(help="Voice of the patient.")] = None,
    models: Annotated[Path, typer.Option(help="Folder of the models.")] = Path(".runtime/models"),
    cache: Annotated[Path, typer.Option(help="Folder of rendered speech.")] = Path(".runtime/prompts"),
    noise: Annotated[float | None, typer.Option(help="Pink noise on the line, dB below speech.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the patient's hesitation and noise.")] = 1,
) -> None:
    """Be a simulated patient for one call: listen on SIP, answer in Mandarin, report."""
    from ari_app.cli import patient as patient_command

    patient_command.run_patient(
        patient_command.options_from(
            hospital, robot_voice, script, report, sip_port, voice, models, cache, noise, seed
        )
    )


@app.command()
def demo(
    me: Annotated[bool, typer.Option("--me", help="Be the patient yourself, from a softphone.")] = False,
    runtime: Annotated[Path, typer.Option(help="Folder of everything that was set up.")] = Path(".runtime"),
    folder: Annotated[
        Path | None, typer.Option(help="Folder for database, logs and recordings; default: RUNTIME/demo.")
    ] = None,
) -> None:
    """Place one real call to a simulated patient, show it live, then show what was stored."""
    from ari_app.cli import demo as demo_command

    sys.exit(demo_command.run(runtime, folder, me=me))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
