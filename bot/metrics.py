"""What can be counted about the bot without telling anything about anybody."""

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

# Slack waits three seconds; most answers take milliseconds.
ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Metrics:
    """Counters in a registry of their own; no label ever holds an id."""

    def __init__(self) -> None:
        kept = self.registry = CollectorRegistry()
        self._requests = Counter(
            "bot_requests", "Requests by kind and outcome.", ["kind", "outcome"], registry=kept
        )
        self._acks = Histogram(
            "bot_ack_seconds",
            "Until the answer left.",
            ["kind"],
            registry=kept,
            buckets=ACK_SECONDS,
        )
        self._outbox = Gauge("bot_outbox_messages", "Messages by state.", ["state"], registry=kept)
        self._tasks = Gauge("bot_tasks", "Acknowledged work still going on.", registry=kept)
        self._connections = Gauge("bot_socket_connections", "Open connections.", registry=kept)
        # Looking a label up takes longer than counting.
        self._counted: dict[tuple[str, str], Counter] = {}
        self._timed: dict[str, Histogram] = {}

    def heard(self, kind: str, outcome: str) -> None:
        """Count a request: heard, refused, failed, unknown or foreign."""
        key = (kind, outcome)
        if key not in self._counted:
            self._counted[key] = self._requests.labels(*key)
        self._counted[key].inc()

    def turned_away(self, outcome: str) -> None:
        """Count what the front door did not let in."""
        self.heard("door", outcome)

    def answered(self, kind: str, seconds: float) -> None:
        """Note how long the answer took."""
        if kind not in self._timed:
            self._timed[kind] = self._acks.labels(kind)
        self._timed[kind].observe(seconds)

    def watch_tasks(self, count: Callable[[], float]) -> None:
        self._tasks.set_function(count)

    def watch_connections(self, count: Callable[[], float]) -> None:
        self._connections.set_function(count)

    def outbox(self, depths: Mapping[str, int]) -> None:
        """Show how many messages are in each state."""
        self._outbox.clear()
        for state, count in depths.items():
            self._outbox.labels(state).set(count)

    def page(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)
