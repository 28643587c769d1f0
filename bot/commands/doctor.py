"""`doctor`: says what is wrong, in one line each."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

import views.doctor
from bot.commands.saying import one_sentence, say, say_json
from bot.doctor.findings import State


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look at settings, database, token, scopes, channels, keys and post; exit 1 if one fails."""
    # It knows Slack, and costs the other commands as much as all the rest of them.
    from bot.doctor.examination import examine  # noqa: PLC0415 - as said above

    with one_sentence():
        findings = asyncio.run(examine())
    if as_json:
        say_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            say(views.doctor.line(finding.state, finding.check, finding.said))
    if any(finding.state is State.FAIL for finding in findings):
        raise typer.Exit(1)
