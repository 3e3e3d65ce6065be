"""Settings: from the environment, or a sentence that says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.errors import SettingsError
from handbook.settings import Settings


def test_the_environment_gives_paths_and_the_port() -> None:
    settings = Settings.from_environment({"HANDBOOK_DATA": "/x/y", "HANDBOOK_PORT": "8000"})
    assert settings.data == Path("/x/y")
    assert settings.port == 8000


@pytest.mark.parametrize("port", ["", "http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_a_sentence(port: str) -> None:
    with pytest.raises(SettingsError, match="HANDBOOK_PORT"):
        Settings.from_environment({"HANDBOOK_PORT": port})


def test_a_misspelt_setting_is_not_passed_over() -> None:
    with pytest.raises(SettingsError, match="HANDBOOK_DATTA is not a setting"):
        Settings.from_environment({"HANDBOOK_DATTA": "/x"})


def test_a_process_of_its_own_gets_the_same_settings() -> None:
    given = Settings.from_environment(
        {
            "HANDBOOK_ENCODER": "nomic@http://127.0.0.1:11434/v1",
            "HANDBOOK_ENCODER_KEY": "secret",
            "HANDBOOK_SYNC_PRIVATE": "10.4.0.0/16, fd00::/8",
            "HANDBOOK_PORT": "7999",
            "HANDBOOK_LANGUAGE_MODEL": "wise@http://127.0.0.1:11434/v1",
            "HANDBOOK_LANGUAGE_MODEL_SECONDS": "5",
            "HANDBOOK_LEAD": "yes",
        }
    )
    assert Settings.from_environment(given.as_environment()) == given
    assert Settings.from_environment(Settings().as_environment()) == Settings()


@pytest.mark.parametrize("seconds", ["", "0", "-1", "1.5", "601", "²", "soon"])
def test_a_time_out_that_is_none_is_a_sentence(seconds: str) -> None:
    with pytest.raises(SettingsError, match=r"HANDBOOK_LANGUAGE_MODEL_SECONDS .* from 1 to 600"):
        Settings.from_environment({"HANDBOOK_LANGUAGE_MODEL_SECONDS": seconds})


def test_a_lead_is_allowed_by_yes_alone() -> None:
    assert Settings.from_environment({"HANDBOOK_LEAD": "yes"}).lead
    assert not Settings.from_environment({"HANDBOOK_LEAD": "no"}).lead
    assert not Settings.from_environment({}).lead
    with pytest.raises(SettingsError, match="give yes or no"):
        Settings.from_environment({"HANDBOOK_LEAD": "perhaps"})
