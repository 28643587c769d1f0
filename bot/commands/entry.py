"""All commands in one list, and how they are run."""

import logging

import typer

from bot import logs
from bot.commands import announcements, figure_files, practice, report, roster, waves
from bot.commands.doctor import doctor
from bot.commands.migrate import migrate
from bot.commands.saying import one_sentence


def commands() -> typer.Typer:
    """Every command of `python -m bot`."""
    app = typer.Typer(
        name="python -m bot",
        help="The bot of the community, and what its operator needs.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.command("serve")(serve)
    app.command("migrate")(migrate)
    app.command("doctor")(doctor)
    app.add_typer(roster.commands(), name="roster")
    app.add_typer(waves.commands(), name="waves")
    app.add_typer(practice.commands(), name="practice")
    app.add_typer(announcements.commands(), name="announcements")
    app.add_typer(figure_files.commands(), name="figures")
    app.add_typer(report.commands(), name="report")
    return app


def serve() -> None:
    """Start the bot; this is what happens without a command, too."""
    # The bot itself is the largest part by far, and no other command needs it.
    from bot.app import serve as start  # noqa: PLC0415 - as said above

    with one_sentence():
        start()


def run() -> None:
    """Do what the command line says; the log is for the bot, a command says what it has to."""
    logs.configure(as_json=False, level=logging.WARNING)
    commands()(prog_name="python -m bot")
