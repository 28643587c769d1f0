"""Question sets: complete, checked when read, and unchanged once published."""

from collections import Counter
from dataclasses import FrozenInstanceError
from importlib.resources import files

import pytest

from models import headings, questionnaire, shipped
from models.questionnaire import Item, Questionnaire
from models.questionnaires import CATALOGUE

PULSE = files("models").joinpath("questionnaires", "pulse.toml").read_text("utf-8")
# The digest of every version ever published. Never change a line: a new wording is a new version.
PUBLISHED = {("pulse", 1): "f257a0c865a557d88c4bc423bd7ba11247b6b0ac16faf8113f7be4b35e20c652"}


def pulse(text: str) -> Questionnaire:
    return shipped.parse("pulse.toml", text, Questionnaire)


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_published_version_never_changes(name: str) -> None:
    published = questionnaire.load(name)

    assert published.digest == PUBLISHED[published.id, published.version]


def test_any_other_wording_has_another_digest() -> None:
    other = pulse(PULSE.replace("manageable for my stage", "manageable at my stage"))

    assert other.digest != questionnaire.load("pulse").digest


def test_comments_and_layout_leave_the_digest_alone() -> None:
    same = pulse(f"# Another comment.\n\n{PULSE}")

    assert same == questionnaire.load("pulse")


def test_the_pulse_has_all_its_items() -> None:
    items = questionnaire.load("pulse").items

    assert [item.id for item in items] == [f"A{n}" for n in range(1, 5)] + [
        f"{n:02}" for n in range(1, 27)
    ]
    assert Counter(item.criterion for item in items if not item.anchor) == {
        "C1": 7,
        "C2": 10,
        "C3": 4,
        "C4": 5,
    }


def test_the_pulse_has_one_anchor_for_each_criterion_and_two_open_questions() -> None:
    loaded = questionnaire.load("pulse")

    assert [item.criterion for item in loaded.anchors] == ["C1", "C2", "C3", "C4"]
    assert [question.id for question in loaded.open_questions] == ["O1", "O2"]


@pytest.mark.parametrize(
    ("item_id", "item"),
    [
        (
            "A2",
            Item(
                id="A2",
                anchor=True,
                criterion="C2",
                kss=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
                pcf=(5,),
                employer_standards=(6,),
                text="Over the past month my work has helped me develop the knowledge and skills"
                " I am assessed on.",
            ),
        ),
        (
            "17",
            Item(
                id="17",
                anchor=False,
                criterion="C2",
                kss=(7,),
                pcf=(2, 4),
                employer_standards=(1,),
                text="I can see how values and rights shape decisions in my work.",
            ),
        ),
    ],
)
def test_an_item_has_its_codes_and_exact_words(item_id: str, item: Item) -> None:
    assert questionnaire.load("pulse").question(item_id) == item


def test_every_code_is_a_heading_that_exists() -> None:
    lists = headings.load()
    kss, pcf = lists["kss-2018"], lists["pcf-2018"]
    standards = lists["employer-standards-2020"]

    for item in questionnaire.load("pulse").items:
        assert all(kss.text(str(code)) for code in item.kss)
        assert all(pcf.text(str(code)) for code in item.pcf)
        assert all(standards.text(str(code)) for code in item.employer_standards)


def test_the_scale_has_words_on_every_point() -> None:
    assert questionnaire.load("pulse").scale == (
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
    )


def test_a_published_version_is_immutable() -> None:
    with pytest.raises(FrozenInstanceError):
        questionnaire.load("pulse").version = 2  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "02"', 'id = "01"', 'the id "01" is used 2 times'),
        ('criterion = "C4"', 'criterion = "C5"', "a criterion that is none of"),
        ("version = 1", "version = 0", "start at 1"),
        ('"Disagree", ', "", "5 different labels"),
        ("anchor = false", "anchor = true", "more than 4 anchors"),
        ('text = "I know', 'txt = "I know', "text: Field required"),
        ('title = "Monthly', 'colour = "red"\ntitle = "Monthly', "colour: Unexpected"),
        ("pcf = [8]", 'pcf = ["eight"]', "valid integer"),
        ("kss = [10]", "kss = [10", "Unclosed array"),
        ('text = "What one', f'text = "{"very " * 40}', "up to 150 characters"),
    ],
)
def test_a_faulty_file_is_refused_and_the_fault_is_named(old: str, new: str, fault: str) -> None:
    assert old in PULSE

    with pytest.raises(shipped.BadFile, match=fault):
        pulse(PULSE.replace(old, new))


def test_a_set_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(shipped.BadFile, match=r'no question set "exam"; we have pulse'):
        questionnaire.load("exam")


def test_an_unknown_question_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        questionnaire.load("pulse").question("99")
