"""What Slack refuses: rules for messages, views and acknowledgements, written as tables."""

from sandbox.rules.acks import check_ack
from sandbox.rules.messages import check_message
from sandbox.rules.refused import Refused
from sandbox.rules.views import check_view

__all__ = ["Refused", "check_ack", "check_message", "check_view"]
