"""Slack's Web API, as far as a bot like ours may use it."""
