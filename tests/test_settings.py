"""What the environment may say, and what is said back when it is wrong."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsWrong, load
from models.policy import Channels, Policy


def test_without_any_variable_the_defaults_run_on_any_machine() -> None:
    settings = load(None)

    assert settings.database_url == "sqlite+aiosqlite:///var/bot.db"
    assert (settings.host, settings.port, settings.demo_port) == ("127.0.0.1", 3000, 8100)
    assert (settings.keys_dir, settings.keys_dir_2) == (Path("var/keys"), Path("var/keys-2"))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///var/bot.db", "sqlite+aiosqlite:///var/bot.db"),
        ("sqlite+aiosqlite:////srv/bot.db", "sqlite+aiosqlite:////srv/bot.db"),
        ("postgresql://me:pw@db/bot", "postgresql+psycopg://me:pw@db/bot"),
        ("postgres://db/bot", "postgresql+psycopg://db/bot"),
        ("postgresql+psycopg://db/bot", "postgresql+psycopg://db/bot"),
    ],
)
def test_a_database_may_be_named_in_the_usual_ways(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)

    assert load(None).database_url == used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/bot"),
        ("DATABASE_URL", "bot.db"),
        ("DATABASE_URL", "sqlite://"),
        ("PORT", "three thousand"),
        ("PORT", "70000"),
        ("DEMO_PORT", "-1"),
        ("SLACK_API_URL", "slack.com/api"),
        ("PUBLIC_URL", "ftp://bot.example.org"),
        ("SLACK_BOT_TOKEN", "xapp-1-swapped"),
        ("SLACK_APP_TOKEN", "xoxb-swapped"),
        ("COMMUNITY_CHANNEL", "#community"),
        ("TIME_ZONE", "Europe/Atlantis"),
        ("TIME_ZONE", "../etc"),
        ("WORKING_HOURS", "whenever you like"),
        ("SEND_PER_MINUTE", "0"),
        ("FLOOR_EMPLOYER", "4"),
        ("FLOOR_WIDER", "4"),
        ("FLOOR_TEXT", "1"),
        ("KEYS_DIR_2", "var/keys"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsWrong) as refused:
        load(None)

    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [("SLACK_BOT_TOKEN", "xapp-1-secret"), ("SLACK_APP_TOKEN", "xoxb-secret")],
)
def test_a_refusal_never_repeats_a_token(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsWrong) as refused:
        load(None)

    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_is_read_and_the_environment_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=4000\nHOST=0.0.0.0\nSLACK_APP_TOKEN=\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "5000")

    settings = load(file)

    assert (settings.host, settings.port, settings.slack_app_token) == ("0.0.0.0", 5000, "")  # noqa: S104 - an example of a host


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = Settings(
        slack_bot_token="xoxb-1", slack_signing_secret="hush", slack_app_token="xapp-1"
    )

    assert not {word for word in ("xoxb-1", "hush", "xapp-1") if word in repr(settings)}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_serving_needs_what_the_workspace_gave_us(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsWrong, match=missing):
        Settings(**given).require_slack()  # type: ignore[arg-type]


@pytest.mark.parametrize("other", ["slack_signing_secret", "slack_app_token"])
def test_a_token_and_a_way_to_hear_are_enough(other: str) -> None:
    given = {"slack_bot_token": "xoxb-1", other: "something"}

    assert Settings(**given).require_slack() is None  # type: ignore[arg-type, func-returns-value]


def test_the_policy_follows_the_settings() -> None:
    settings = Settings(floor_employer=9, send_per_minute=60, community_channel="C0COMMUNITY")

    assert settings.policy == Policy(
        floor_employer=9, send_per_minute=60, channels=Channels("C0COMMUNITY")
    )
