"""A withdrawn example leaves what was written about it to anybody but its author."""

from sqlalchemy import or_, select
from sqlmodel import col

import views.practices
from models.outbox import Message
from models.practice import Practice
from services import outbox, practices
from services.work import Work

# How the keys begin of what readers and co-ordinators were sent about an example.
ABOUT = ("review", "library.note", "library.remind")


async def recall(work: Work, practice: Practice) -> None:
    """Let each of these letters say that an example was withdrawn, and no word of it."""
    author = await practices.author_of(work, practice)
    begins = [col(Message.dedupe).startswith(f"{one}:{practice.id}") for one in ABOUT]
    query = select(col(Message.dedupe)).where(or_(*begins))
    query = query.where(col(Message.channel) != (author.slack_id or ""))
    keys = list(await work.session.scalars(query))
    await outbox.revise_many(work, dict.fromkeys(keys, views.practices.withdrawn()))
