"""A workspace that waits, for tests of what happens and not of how soon.

How fast the bot answers is measured by the benches; a machine that runs tests may stand still for
seconds.
"""

from sandbox.workspace import Workspace

# In seconds: whoever waits for an answer longer than this waits for nothing.
NEVER = 60.0


def patient(workspace: Workspace) -> Workspace:
    """The workspace, in which no answer is late and no trigger grows old."""
    workspace.ack_seconds = NEVER
    workspace.monotonic = lambda: 0.0
    return workspace
