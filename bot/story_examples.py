"""The examples of good practice that the story tells, as their authors wrote them."""

from typing import Any

DECLARED = ["no_person", "may_share"]
FIELDS = (
    "title",
    "problem",
    "what_we_did",
    "who_time_cost",
    "what_changed",
    "how_to_copy",
    "nqsws_said",
)


def _example(criteria: str, headings: str, *texts: str) -> dict[str, Any]:
    """The content of one example: texts in the order of FIELDS; the last may be left out."""
    return {
        **dict(zip(FIELDS, texts, strict=False)),
        "contact": "asye@example.org",
        "criteria": criteria.split(),
        "headings": headings.split(),
        "declarations": DECLARED,
    }


PUBLISHED = (
    _example(
        "C1 C2",
        "kss:9 pcf:6",
        "Walking supervision once a month",
        "Supervision kept turning into a list of cases. New starters said that they never "
        "reached the part where they could think.",
        "Once a month we hold it outside, on a route of about forty minutes. No laptop. One "
        "question each, agreed the day before. Case decisions stay for the desk, the next day.",
        "One supervisor and one new starter each time, an hour, no cost but sensible shoes.",
        "All six pairs kept it up for half a year. People bring feelings they did not bring to "
        "the desk. It is too early to say whether fewer leave.",
        "Agree the route and the question first. Offer an indoor walk or a quiet room to "
        "anyone who would rather not, or cannot, walk outside.",
        "It is easier to say hard things side by side than face to face.",
    ),
    _example(
        "C2",
        "kss:6 es:3",
        "A protected morning for assessments",
        "Assessments were written in the evening, because duty calls ate the day.",
        "Each new starter has one morning a week when a colleague takes their calls. A card on "
        "the desk and a note in the shared calendar say so. The manager covers if two are away.",
        "The whole team, one morning each. It costs the team about three hours a week.",
        "Late assessments fell from nine in a quarter to two. Nobody writes at home on Sundays "
        "any more, they say.",
        "Start with one morning and one pair. Do not let it be cancelled in the first month: "
        "that is when the team learns whether it is meant.",
        "I finish things now, and I know that I may.",
    ),
    _example(
        "C1",
        "kss:2 pcf:7",
        "Shadowing a court day before it is yours",
        "Most new starters saw a courtroom for the first time when they had to give evidence.",
        "Everybody sits in on one hearing with an experienced colleague, who tells them "
        "beforehand what will happen and asks afterwards what they noticed.",
        "A colleague who goes to court anyway, and half a day of the new starter's time.",
        "We asked eleven people before and after: their own rating of how ready they felt rose "
        "from two to four out of five.",
        "Ask the legal team for quiet hearings. Ask the court beforehand who may sit in. Keep "
        "a short list of what to look out for.",
        "I was still nervous, but I knew where to stand.",
    ),
    _example(
        "C3",
        "pcf:3 pcf:4",
        "A circle for colleagues who were the only one in the room",
        "Black and Asian new starters told us that they were often the only one in a meeting, "
        "and had nobody to think about it with.",
        "A circle meets every six weeks, run by its members with an outside facilitator. What "
        "is said stays there. Twice a year it tells the directors what should change.",
        "Members' time is work time. The facilitator costs about two thousand pounds a year.",
        "Two thirds of those invited come. Three of the five changes that they asked for have "
        "been made, such as how interviews are held.",
        "Let the members choose the facilitator. Have a director who answers in writing.",
    ),
    _example(
        "C4",
        "kss:8 es:4",
        "A buddy from the year before",
        "The questions that new starters dare not ask a manager went unasked: where to park, "
        "what to wear, whom to ring.",
        "Everybody gets a buddy who was new a year ago. They meet in the first week, the "
        "fourth and the twelfth, with a page of prompts and no forms.",
        "Three hours for each buddy over three months. A thank-you lunch at the end.",
        "Nineteen of twenty pairs met three times. The induction survey shows fewer people who "
        "felt lost in their first month.",
        "Choose buddies outside the line of management, and ask before you choose.",
        "She told me that everyone cries in the car once. It helped.",
    ),
    _example(
        "C2 C4",
        "kss:7 es:2",
        "Caseloads on one page",
        "Nobody could say whose caseload was protected, so it was not.",
        "A page shows how many pieces of work each new starter holds against what was agreed. "
        "The team looks at it on Mondays, and the manager moves work the same day.",
        "Ten minutes a week for the team, and an afternoon to make the page.",
        "In four months the number above the agreed level went from seven people to one.",
        "Agree first what counts as a piece of work. Show levels, never which families.",
    ),
    _example(
        "C1 C3",
        "kss:10 pcf:5",
        "Reading one article together at lunch",
        "Research felt like something from university that had no place in a busy week.",
        "Every second Thursday somebody brings one short article and one question. We read for "
        "fifteen minutes and talk for thirty. Sandwiches help.",
        "Whoever is free, forty-five minutes, and a small budget for lunch.",
        "We have met fourteen times. Articles are now quoted in assessments, which the "
        "quality team noticed before we told them.",
        "Pick articles of under eight pages. Let the newest member choose first.",
    ),
    _example(
        "C3 C4",
        "kss:9 es:6",
        "A quiet half hour after hard visits",
        "People came back from hard visits and took the next call within minutes.",
        "After a visit that was upsetting anyone may take half an hour in a quiet room. A "
        "colleague brings tea and asks one question: what do you need before you go on?",
        "Everybody in the office; no cost. The room was a store before.",
        "It is used about twice a week. Sick days in the team went down a little; we cannot "
        "say that this is why.",
        "Managers must use it themselves, or nobody will.",
        "Somebody noticed. That was all I needed.",
    ),
)

IN_REVIEW = (
    _example(
        "C2",
        "kss:3 es:5",
        "Practising difficult conversations with actors",
        "New starters practised hard conversations for the first time with real families.",
        "Twice a year two actors play a worried parent and an angry grandparent in invented "
        "situations. Each person tries a conversation, stops, and tries again.",
        "A day for eight people; the actors cost six hundred pounds.",
        "Everybody said that they would do it again. Supervisors notice calmer first visits.",
        "A drama school may be glad to help. Write the situations yourselves, and invent them.",
        "I could stop and start again. That never happens in real life.",
    ),
    _example(
        "C4",
        "kss:8 pcf:1",
        "One person to ask about forms",
        "Every form had its own expert, and nobody knew who that was.",
        "A rota names one person each week who answers any question about forms and systems. "
        "What was asked twice goes onto a shared page.",
        "One colleague a week, about two hours. No cost.",
        "The shared page has forty answers. Requests to the help desk fell by a third.",
        "Put the rota where everybody looks. Thank people by name in the team meeting.",
    ),
)

DRAFTS = (
    _example(
        "C1",
        "",
        "Swapping teams for a week",
        "We know little about what the team next door does, and families pay for it.",
    ),
    _example(
        "C3",
        "",
        "Letters that families can read",
        "Our letters were long and full of our own words.",
        "We rewrote five standard letters with a parents' group, and read them aloud.",
    ),
)

# What readers said of their use: which example, what changed, in their words.
USES = (
    (0, "We walked round the lake instead. It works in the rain, too."),
    (0, "Two of our supervisors now ask for it."),
    (1, "We began with Tuesday mornings, and nobody has cancelled yet."),
    (2, ""),
    (4, "Our buddies asked for a second page of prompts."),
    (4, ""),
    (5, "The page took us an hour to make."),
)

# Of the year before.
BEFORE = (
    _example(
        "C1 C2",
        "kss:9 es:3",
        "An hour for the portfolio in every diary",
        "Portfolios were written in the last month, at night.",
        "Each new starter has one hour a week in the team's diary that is for the portfolio. "
        "Whoever books over it has to offer another one in the same week.",
        "An hour a week for each, and five minutes for the manager to look at the diary.",
        "At the midway review all but one had three pieces ready; the year before it was half.",
        "Put the hours in before the rota is made. Ask in supervision whether they were kept.",
        "I stopped being afraid of the portfolio.",
    ),
    _example(
        "C4",
        "kss:8 pcf:9",
        "Directors who listen for an hour",
        "What new starters said reached nobody who could change it.",
        "Each quarter two directors sit with all new starters for an hour. They ask two "
        "questions and say at the next one what became of the answers.",
        "Two directors and all new starters, one hour a quarter.",
        "Six of nine things that were asked for have happened. More people say that they are "
        "heard in the survey of the whole workforce.",
        "Send the two questions a week before. Write down what was promised, and by whom.",
    ),
)
USED_BEFORE = (
    (0, "We took half an hour, twice a week."),
    (0, ""),
    (0, "It went into our agreement."),
    (1, "Ours is a head of service, and it works as well."),
)
