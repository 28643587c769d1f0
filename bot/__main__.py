"""`python -m bot`: serves, or does what the command says and ends."""

import gc
import sys


def main() -> None:
    """Start at once when nothing else is asked for; the command line costs time to load."""
    if sys.argv[1:] in ([], ["serve"]):
        from bot.app import serve  # noqa: PLC0415 - as said above

        serve()
    else:
        from bot.commands.entry import run  # noqa: PLC0415 - as said above

        run()


if __name__ == "__main__":
    main()
