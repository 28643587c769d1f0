"""`python -m bot`: serves, or does what the command says and ends."""

import gc
import sys


def main() -> None:
    """Start at once when nothing else is asked for; the command line costs time to load."""
    if sys.argv[1:] in ([], ["serve"]):
        # What is loaded stays: looking through it for garbage takes a fifth of the start, and
        # time from every request after it.
        gc.disable()
        from bot.app import serve  # noqa: PLC0415 - as said above
        from bot.commands.saying import one_sentence  # noqa: PLC0415 - as said above

        gc.freeze()
        gc.enable()
        with one_sentence():
            serve()
    else:
        from bot.commands.entry import run  # noqa: PLC0415 - as said above

        run()


if __name__ == "__main__":
    main()
