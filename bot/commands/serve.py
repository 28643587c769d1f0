"""`serve`: the bot itself."""

from bot.app import serve

__all__ = ["serve"]
