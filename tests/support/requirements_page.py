"""`python -m tests.support.requirements_page`: writes docs/requirements.md from the tests' `req` markers."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.requirement_words import FURTHER

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "requirements.md"

WORDING: Mapping[str, str] = {
    **FURTHER,
    "M03-001": "A list of a thousand goes in, each row once",
    "M03-003": "Rows carry a group, a priority and times of their own",
    "M03-011": "One person is called once, however often and in whatever spelling he is listed",
    "M03-013": "Numbers that nobody can have are refused row by row, with a reason",
    "M03-018": "A discharge that is told plans the calls of its care pathway",
    "M04-001": "A campaign is dialed by the robot without a nurse",
    "M04-002": "A nurse's phone and the patient's are called and joined; both hear each other, and it is recorded",
    "M04-003": "A nurse sees whom a call is for, and why; nothing is dialed before she confirms, and it is judged anew",
    "M04-004": "A patient is dialed when a nurse is ready, and never more than are ready",
    "M04-014": "A test call to a probe measures ring, answer, audio both ways and the number seen; never to a patient",
    "M04-012": "A phone that is busy is tried again later",
    "M14-014": "A row needs patientId; one without it is refused by name",
    "M14-015": "A row needs the name in full",
    "M14-016": "A row needs a phone number",
    "M14-018": "A row may name its point of a plan",
    "M14-020": "A row may name the patient's own time windows",
    "M14-045": "A task is taken in the JSON of the interface, as it stands",
    "M14-046": "An unknown questionnaire is refused by name",
    "M14-047": "Windows are meant in the task's time zone",
    "M14-048": "Windows of a task are read; what is none is refused",
    "M14-049": "maxAttempts of a task is honored, within its bounds",
    "M14-050": "retryHours of a task fit its maxAttempts",
    "M14-051": "dialer.type is one of a closed list",
    "M14-053": "Numbers of the pool that the hospital does not own stop the start",
    "M14-054": "list[].patientId is stored",
    "M14-055": "list[].name is stored",
    "M14-056": "list[].phone is stored",
    "M14-057": "list[].encounterId is stored",
    "M14-059": "webhook.url must be https; webhook.secret is stored encrypted and never shown",
    "M16-003": "Medicine that was dispensed schedules a call",
    "M18-001": "Lists, validity, duplicates and do-not-call take effect in a running campaign",
    "M01-004": "What the patient says is transcribed while the call goes on, with times",
    "M01-010": "A patient who calls back goes on with the open follow-up; others hear a neutral sentence",
    "M05-007": "A call back, dialed or by one tap, leads to the open follow-up",
    "M05-008": "A patient moves the call by a link that works once, for him alone, and for 14 days",
    "M05-009": "A patient ends the calls by a link, at once",
    "M01-005": "Every sentence can be spoken; one of each kind is, and a recognizer understands it again",
    "M06-001": "The voice can be chosen; cached prompts never mix voices",
    "M06-002": "The pace of the voice can be chosen",
    "M05-013": "What was heard badly, or not at all, is asked again and then left for a person; it is no answer",
    "M06-004": "A patient who speaks another language or dialect is heard by the engine chosen for it",
    "M06-022": "Names that the hospital lists go with open questions alone, and are written as listed",
    "M06-023": "A recognizer of its own, as for a dialect, can be chosen for a campaign, a type or a question",
    "M06-025": "Pauses and punctuation change how a prompt is spoken",
    "M04-006": "Calls go out and come in over a SIP trunk",
    "M04-013": "The patient sees the true caller number and name",
    "M04-015": "A call that its announcement says is hopeless ends before the answer, unbilled",
    "M05-012": "The robot's own echo is taken out of what is heard, and measured",
    "M06-011": "The patient may speak over a prompt and is heard",
    "M06-010": "Moods are noticed and answered with a word",
    "M06-012": "What is lacking or assumed is asked for",
    "M06-019": "What was not understood is asked again, not skipped",
    "M06-020": "Questions are answered from approved replies alone, or by a person",
    "M06-032": "Elderly patients are spoken to slowly and simply",
    "M09-014": "A SOAP and an SBAR note are written from the same answers",
    "M15-002": "Nothing clinical is told to anybody but the patient or the guardian",
    "M15-009": "No health question is asked before the identity check",
    "M15-024": "The satisfaction call tells its use and promises confidence",
    "M06-013": "Prompts keep to what may be said: no diagnosis, the legal notices complete",
    "M06-014": "What is asked next depends on the answers so far",
    "M06-015": "Alerts are raised while the call goes on",
    "M07-001": "A call keeps its order: greeting, identity, purpose and consent, items, reminders, closing",
    "M07-003": "The opening names the hospital and its follow-up center",
    "M07-004": "The opening tells why and how long",
    "M07-005": "The opening tells that the call is recorded, and asks",
    "M07-011": "Temperature, wound, diet, bowel and medication are asked one by one",
    "M07-012": "The closing promises the notes by message",
    "M07-013": "The closing names the signs with which to seek care at once",
    "M07-014": "The closing says how to reach the center and wishes well",
    "M07-016": "Satisfaction asks for the recommendation, and from 0 to 10 apart from it",
    "M07-021": "A questionnaire for chronic medication is there",
    "M07-022": "A questionnaire for revisits is there; a moved visit waits as a job for its system",
    "M07-023": "A questionnaire for satisfaction is there",
    "M07-024": "The first call comes within a day and asks for medication, wound, diet and sleep",
    "M08-001": "Questionnaires are imported and exported as FHIR without loss",
    "M08-002": "A hospital publishes a questionnaire of its own, and a new version of it, by command",
    "M08-003": "Items of a scale have points",
    "M08-009": "A stored version never changes; a change is a new version",
    "M08-010": "PHQ-9 with its bands",
    "M08-011": "GAD-7 with its bands",
    "M08-012": "Short mental-health scales",
    "M08-013": "Pain from 0 to 10 by phone is a spoken number",
    "M08-014": "Braden as structure and thresholds, without its owner's text",
    "M08-016": "Scores are data, and none is guessed when an item is missing",
    "M08-022": "How long a questionnaire takes is told before it is used",
    "M08-015": "Items branch on answers and flags",
    "M10-006": "Rules with thresholds are data",
    "M10-010": "Pain of 7 or more raises P1 and a call-back",
    "M10-011": "Pain that rises three times in a row raises P1",
    "M10-012": "Fever, or a raised temperature with chills, raises P2, advice and a ticket",
    "M10-013": "A red, wet or smelling wound goes to a person at once",
    "M10-014": "A PHQ-9 total of 10 or more leads to a referral",
    "M10-015": "Medication taken less than 80 % leads to education and a task",
    "M10-025": "In an emergency the patient is told to call 120",
    "M06-031": "The voice asks in a structured way and says that it is an AI",
    "M09-018": "A consent refers to its stretch of the recording",
    "M09-019": "A consent has its time",
    "M09-022": "A consent has the version of the text that was agreed to",
    "M03-002": "Contacts may be added to a running campaign, and sent again without effect",
    "M03-012": "A number that is forbidden between claim and dialing is not dialed",
    "M03-014": "Black numbers are never dialed; in a trial only white ones are",
    "M03-015": "A complaint in a call puts the number on a list that every campaign heeds",
    "M03-016": "Do-not-call holds at once and cancels what is open for the number",
    "M03-017": "The queue may follow how likely a patient answers at this hour",
    "M03-020": "A minor is called at the guardian's number; without a guardian a person has work",
    "M03-022": "Higher priority is dialed first, then who waits longest",
    "M04-007": "The caller number is one of the pool, by turns and within its limit, and is stored",
    "M04-008": "Calls at once never pass the limits, over workers, campaigns and trunks",
    "M05-003": "After three attempts there is no fourth",
    "M03-005": "Calling windows and caps of contacts hold in any order of events",
    "M03-007": "Patients are selected by diagnosis",
    "M03-008": "Patients are selected by operation",
    "M03-009": "Patients are selected by department",
    "M03-010": "Patients are selected by day of discharge, the hospital's day, both ends included",
    "M03-019": "A discharge gives calls on the first, third, seventh and thirtieth day, moved into open windows",
    "M05-001": "Patients are called on working days from 9 to 20 only, to the second",
    "M05-002": "Public holidays and their make-up workdays are known; on holidays only urgent calls and those opted in",
    "M05-004": "Attempts come 0, 24 and 72 hours after the first was due, moved into the windows",
    "M05-005": "Phones that are busy or off are tried again after a delay of their own",
    "M05-014": "Calls lie inside the windows of policy, campaign and patient at once",
    "M16-004": "A revisit is reminded of three days and one day before",
    "M16-005": "The lower the adherence, the sooner the next call",
    "M16-011": "The satisfaction call lies 48 to 72 hours after discharge, or in the next window",
    "M17-013": "The lines that a target needs, by the formula, ringing and unanswered attempts counted in",
    "M19-006": "Windows of policy, campaign and patient are intersected",
    "M19-007": "A failure's own delay may bring the next try nearer; attempts and caps still hold",
}


def tests_of_rows() -> dict[str, list[str]]:
    """Row id to the tests that carry it, as `path::name`."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((PROJECT / "tests").rglob("test_*.py")):
        for name, row in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            found[row].append(f"{path.relative_to(PROJECT)}::{name}")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.req":
                for argument in decorator.args:
                    yield node.name, str(ast.literal_eval(argument))


def page() -> str:
    """The page's text."""
    tests = tests_of_rows()
    lines = [
        "# Requirements",
        "",
        "Generated by `python -m tests.support.requirements_page` from the markers `@pytest.mark.req(…)`. A row is",
        "proven when every test named here passes; an open one has none yet. Rows that nobody works on are not listed.",
        "",
        "| row | what | state | tests |",
        "|---|---|---|---|",
    ]
    for row, wording in sorted(WORDING.items()):
        named = "<br>".join(f"`{test}`" for test in tests.get(row, ()))
        lines.append(f"| {row} | {wording} | {'proven' if named else 'open'} | {named} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
