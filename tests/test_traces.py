"""Traces of a person are found where they are, and ordinary prose about work is left alone."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.traces import NameIndex, find_traces

ROSTER = (
    "Sarah Okafor",
    "Siân O'Connor",
    "Mary Anne Fairweather",
    "Zoë Łukasik (she/her)",
    "Dr José Muñoz | NQSW",
    "Begum, Nazia",
    "Anne-Marie Hughes-Jones",
    "Will May",
    "Grace Hope",
    "Rose Day",
    "Mark Young",
    "May Long",
    "An Do",
    "Amy Young",
    "Tom Smith",
    "Ian Gibbs",
    "Jack London",
    "Ibrahim Al-Hassan",
    "Hope",
)
INDEX = NameIndex(ROSTER)

PLANTED = [
    # Names of the roster.
    ("name", "Sarah Okafor", "I shadowed Sarah Okafor on two visits."),
    ("name", "sarah okafor", "i shadowed sarah okafor on two visits"),
    ("name", "SARAH OKAFOR", "Thanks to SARAH OKAFOR."),
    ("name", "Sarah  Okafor", "Thanks to Sarah  Okafor."),
    ("name", "Sarah Okafor", "It was Sarah Okafor's idea."),
    ("name", "Okafor, Sarah", "Supervisor: Okafor, Sarah"),
    ("name", "Okafor", "Okafor was a great help."),
    ("name", "Okafor", "I rang Okafor’s office."),  # noqa: RUF001  # people type it
    ("name", "Sarah O", "Sarah O helped me with the chronology."),
    ("name", "Sarah O", "I talked to Sarah O."),
    ("name", "S. Okafor", "Signed off by S. Okafor"),
    ("name", "S Okafor", "Signed off by S Okafor"),
    ("name", "Siân O'Connor", "My mentor Siân O'Connor listens."),
    ("name", "Sian O’Connor", "My mentor Sian O’Connor listens."),  # noqa: RUF001  # as above
    ("name", "sian oconnor", "my mentor sian oconnor listens"),
    ("name", "Mary Anne Fairweather", "Ask Mary Anne Fairweather."),
    ("name", "Mary Fairweather", "Ask Mary Fairweather."),
    ("name", "Mary-Anne Fairweather", "Ask Mary-Anne Fairweather."),
    ("name", "Zoe Lukasik", "Zoe Lukasik ran the session."),
    ("name", "Jose Munoz", "Jose Munoz ran the session."),
    ("name", "Nazia Begum", "Nazia Begum ran the session."),
    ("name", "Anne-Marie Hughes-Jones", "Anne-Marie Hughes-Jones was kind."),
    ("name", "Anne Marie Hughes Jones", "Anne Marie Hughes Jones was kind."),
    ("name", "Hughes-Jones", "The Hughes-Jones team was kind."),
    ("name", "Will May", "I asked Will May about it."),
    ("name", "Mark Young", "I asked Mark Young about it."),
    ("name", "An Do", "I asked An Do about it."),
    ("name", "Grace H", "I asked Grace H. about it."),
    ("name", "Tom Smith", "tell Tom Smith"),
    ("name", "T. Smith", "tell T. Smith"),
    ("name", "Ibrahim Al Hassan", "Ibrahim Al Hassan covered my cases."),
    # Titles with any surname: families are on no roster.
    ("name", "Mrs Thompson", "Mrs Thompson asked for a new worker."),
    ("name", "Mr. Brown", "I visited Mr. Brown at home."),
    ("name", "Dr Patel", "Dr Patel came to the conference."),
    ("name", "Miss Kowalska", "Miss Kowalska did not agree."),
    # E-mail and telephone.
    ("email", "s.okafor@leeds.gov.uk", "Write to s.okafor@leeds.gov.uk today."),
    ("email", "mum_of-3+kids@mail.example.com", "(mum_of-3+kids@mail.example.com)"),
    ("telephone", "07700 900123", "Mum's number is 07700 900123."),
    ("telephone", "07700900123", "ring 07700900123"),
    ("telephone", "0113 496 0123", "The office is 0113 496 0123."),
    ("telephone", "(0161) 496 0123", "The office is (0161) 496 0123."),
    ("telephone", "020 7946 0958", "call 020 7946 0958 first"),
    ("telephone", "020-7946-0958", "call 020-7946-0958 first"),
    ("telephone", "+44 7700 900123", "+44 7700 900123"),
    ("telephone", "+44 (0)20 7946 0958", "dial +44 (0)20 7946 0958"),
    ("telephone", "00447700900123", "dial 00447700900123"),
    # Postcodes.
    ("postcode", "LS1 4AP", "They moved to LS1 4AP in spring."),
    ("postcode", "ls14ap", "they moved to ls14ap in spring"),
    ("postcode", "SW1A 1AA", "Near SW1A 1AA."),
    ("postcode", "M1 1AE", "Near M1 1AE."),
    ("postcode", "B33 8TH", "Near B33 8TH."),
    ("postcode", "EC1A 1BB", "Near EC1A 1BB."),
    # NHS numbers.
    ("nhs_number", "943 476 5919", "NHS number 943 476 5919"),
    ("nhs_number", "943-476-5919", "NHS number 943-476-5919"),
    ("nhs_number", "9434765919", "his number is 9434765919"),
    # Case numbers.
    ("case_number", "case 123456", "I closed case 123456 last week."),
    ("case_number", "LCS 204817", "See LCS 204817."),
    ("case_number", "lcs id: 204817", "see lcs id: 204817"),
    ("case_number", "CP/2023/0142", "The plan CP/2023/0142 was reviewed."),
    ("case_number", "CIN-24-0042", "The plan CIN-24-0042 was reviewed."),
    ("case_number", "MOSAIC 1234567", "It is on MOSAIC 1234567."),
    ("case_number", "Liquid Logic no. 88123", "It is on Liquid Logic no. 88123."),
    ("case_number", "case number 4821", "It was case number 4821."),
    ("case_number", "ref: 99182734", "Our ref: 99182734"),
    ("case_number", "child ID 20481", "the record of child ID 20481"),
    ("case_number", "ZE23C50123", "The hearing ZE23C50123 was moved."),
    ("case_number", "QQ 12 34 56 C", "Her number is QQ 12 34 56 C."),
    ("case_number", "SW12345", "My registration is SW12345."),
    ("case_number", "4837261", "I wrote up 4837261 at night."),
    # Dates of birth and other full dates.
    ("date", "03/04/2014", "He was placed on 03/04/2014."),
    ("date", "3.4.2014", "He was placed on 3.4.2014."),
    ("date", "03/04/14", "He was placed on 03/04/14."),
    ("date", "2014-04-03", "Placed 2014-04-03."),
    ("date", "3 March 2014", "She was placed on 3 March 2014."),
    ("date", "3rd of March 2014", "She was placed on the 3rd of March 2014."),
    ("date", "March 3, 2014", "She was placed on March 3, 2014."),
    ("date", "born on 3 March", "A girl born on 3 March."),
    ("date", "born in 2014", "A girl born in 2014."),
    ("date", "DOB 3/4/14", "The boy (DOB 3/4/14)."),
    ("date", "d.o.b. March 2014", "The boy, d.o.b. March 2014."),
    ("date", "date of birth is 030414", "The date of birth is 030414."),
    ("date", "5 May is his birthday", "And 5 May is his birthday."),
]

CLEAN = [
    "",
    "Supervision helped me to slow down and reflect on what I was seeing.",
    "Will my workload be protected in the second half of the year?",
    "I will may be ask for more time, and will young people be heard?",
    "May I have more direct work with children next month?",
    "In May I had grace to learn, and hope rose again.",
    "Grace and hope are not enough; we need protected time.",
    "Mark my words, it may take long.",
    "A Young person told us what would help.",
    "Hope is what the team gives me.",
    "By the end of the day I do not rose to the challenge.",
    "Gibbs and Kolb helped me to structure my reflection.",
    "London and Leeds do this well, and so does Kent.",
    "My manager and my assessor give me the same message.",
    "Section 47 enquiries were hard, so I shadowed two of them.",
    "I did my first s47 3rd week in, and a s17 1st visit after it.",
    "The Children Act 1989 and Working Together 2023 make sense now.",
    "We used the PCF domains 1, 2, 4 and 9 in my portfolio.",
    "KSS 10 and ES 8 were explained to us in a workshop.",
    "I work 37 hours with 15 cases, about 90% of a full load.",
    "My caseload went from 12 to 18 in 6 weeks.",
    "The 2023/24 budget cut our training from £250000 to £120,000.",
    "In the academic year 2025/2026 we had 4 study days.",
    "In case 2024 is as busy, please plan for cover.",
    "Supervision was 90 minutes on 3 Tuesdays out of 4.",
    "On 3 March we had a team day that helped.",
    "We meet on Tuesdays at 9.30 and on 12/09 we had a workshop.",
    "In September 2026 I start the second half.",
    "The duty team is there 24/7, from 9am to 5pm and 1 2 3 more.",
    "Call 0800 028 0285, Samaritans on 116 123 or NHS 111 if you need help.",
    "In an emergency call 999. Text 85258 at any time.",
    "Childline is on 0800 1111.",
    "Version 2.1.10 of the form lost my text.",
    "There are 1000000 reasons and 12,345,678 forms.",
    "I scored 4 4 5 3 4 5 5 4 3 2 in the quiz.",
    "Tell me at 9 am @ the office, not by e-mail.",
    "M0, M6W, M3, M6, M9 and M12 are the milestones.",
    "My ASYE/PCF mapping is at 3/4 of what I need.",
    "CP and CIN plans, LAC reviews and PLO meetings filled my month.",
    "I used the LCS form 20 times and the Mosaic 2 dashboard once.",
    "The file is 2 pages and the record is 3, for 5 families.",
    "I was born to do this job, my mentor says.",
    "Her birthday card from the team made my week.",
    "Miss the deadline and nobody helps; Miss Work once and it piles up.",
    "Prof Munro's review is still right about bureaucracy.",
    "A smith, a cook and a baker walked into our team room.",
    "Smith is in every second reading list.",
    "Dr means a lot of forms; Mr and Mrs are on each of them.",
    "Sarah. Okay, that is a first name and it stays.",
    "Sarah I think is the best name for a fictional case study.",
    "Black, Asian and minority ethnic colleagues need a space of their own.",
    "The North West, the Day Centre and the Family Court were new to me.",
    "10-12-15 year olds need something else than 5-7 year olds.",
    "It took 1 2 or 3 attempts; 07 was the room.",
    "The guidance of 2018 and that of 2020 differ on page 1234.",
    "Please stop sending 20 e-mails a day :-)",
]


def found(text: str) -> list[tuple[str, str]]:
    return [(trace.kind, trace.excerpt) for trace in find_traces(text, INDEX)]


@pytest.mark.parametrize(("kind", "excerpt", "text"), PLANTED)
def test_a_planted_trace_is_found_with_its_kind(kind: str, excerpt: str, text: str) -> None:
    assert found(text) == [(kind, excerpt)]


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_prose_about_work_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_several_traces_come_from_left_to_right() -> None:
    text = "Okafor saw Mrs Thompson (DOB 3/4/84, LS1 4AP, 07700 900123) about case 123456."

    assert [kind for kind, _ in found(text)] == [
        "name",
        "name",
        "date",
        "postcode",
        "telephone",
        "case_number",
    ]


def test_a_trace_says_where_it_stands() -> None:
    text = "Ask Sarah Okafor."
    (trace,) = find_traces(text, INDEX)

    assert text[trace.start : trace.end] == trace.excerpt == "Sarah Okafor"


def test_names_may_be_given_as_they_are() -> None:
    (trace,) = find_traces("Ask Sarah Okafor.", ["Sarah Okafor"])

    assert trace.kind == "name"


def test_a_surname_that_many_share_points_to_nobody() -> None:
    names = [f"{first} Petersen" for first in ("Ann", "Bo", "Cy", "Di")]

    assert find_traces("Petersen helped.", names) == []
    assert find_traces("Petersen helped.", names[:3]) != []


@pytest.mark.parametrize("names", [[], [""], ["  ", "()", "Mr", "x"], ["Madonna"]])
def test_names_that_are_none_find_nothing(names: list[str]) -> None:
    assert find_traces("Mr and x and Madonna and () helped.", names) == []


PROSE = st.lists(st.sampled_from(CLEAN), max_size=4).map(" ".join)


@given(PROSE, st.sampled_from(PLANTED), PROSE)
def test_a_trace_is_found_wherever_it_is_hidden(
    before: str, planted: tuple[str, str, str], after: str
) -> None:
    kind, excerpt, sentence = planted

    assert (kind, excerpt) in found(f"{before}\n{sentence}\n{after}")


@given(st.text(max_size=300))
def test_traces_never_overlap_and_always_quote_the_text(text: str) -> None:
    end = 0
    for trace in find_traces(text, INDEX):
        assert trace.start >= end
        assert trace.excerpt == text[trace.start : trace.end] != ""
        end = trace.end


@given(st.text(alphabet="0123456789 -/.()+@aA'", max_size=3000))
def test_no_text_makes_the_search_slow(text: str) -> None:
    assert isinstance(find_traces(text, INDEX), list)


def test_a_large_roster_is_searched_as_well() -> None:
    random = Random(7)
    syllables = ["ka", "lo", "mi", "ne", "ru", "sa", "to", "vi", "zu", "bre"]
    names = [
        " ".join("".join(random.choices(syllables, k=3)).title() for _ in range(2))
        for _ in range(20_000)
    ]
    text = " ".join(CLEAN)[:2900] + f" I met {names[777]}."
    traces = find_traces(text, NameIndex(names))

    assert [re.sub(r"\W", " ", trace.excerpt) for trace in traces] == [names[777]]
