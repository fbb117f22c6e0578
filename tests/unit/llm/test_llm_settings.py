"""Settings of the model: off by default, whole or refused, and the key in nobody's sight."""

import subprocess
import sys

import pytest

from agents.llm.engine import RulesEngine
from agents.llm.make import engine_for
from agents.sdk.llm_settings import LlmSettings
from agents.sdk.settings import AgentSettings
from eventlog import ConfigurationError

ADDRESS = {"LLM_BASE_URL": "https://example.org/v1", "LLM_MODEL": "m"}


def test_no_setting_no_model() -> None:
    """By default the rules do it."""
    assert isinstance(engine_for(AgentSettings.from_environment({}).llm), RulesEngine)


def test_an_address_and_a_name_are_a_model() -> None:
    """Both together are one; whose it is stands in its name."""
    settings = AgentSettings.from_environment({**ADDRESS, "LLM_JOB_TOKENS": "5", "LLM_PRICE_IN": "0.25"}).llm
    assert engine_for(settings).name == "model:m"
    assert (settings.job_tokens, settings.price_in) == (5, 0.25)


@pytest.mark.parametrize(
    "given",
    [{"LLM_MODEL": "m"}, {"LLM_BASE_URL": "https://example.org"}, {**ADDRESS, "LLM_BASE_URL": "example.org/v1"},
     {**ADDRESS, "LLM_BASE_URL": "file:///v1"}],
)  # fmt: skip
def test_half_a_model_is_refused(given: dict[str, str]) -> None:
    """An address without a name, a name without an address, and an address that is none stop the start."""
    with pytest.raises(ConfigurationError, match="LLM_BASE_URL"):
        engine_for(LlmSettings.from_environment(given))


def test_a_value_of_another_type_is_refused_without_the_key() -> None:
    """The message names the variables, and neither the key nor that it is there."""
    with pytest.raises(ConfigurationError, match="LLM_TIMEOUT") as refused:
        LlmSettings.from_environment({**ADDRESS, "LLM_API_KEY": "sk-secret", "LLM_TIMEOUT": "soon"})
    assert "secret" not in str(refused.value)


def test_the_key_is_never_printed() -> None:
    """Neither by the settings of the model nor by those of the agents that hold them."""
    settings = AgentSettings.from_environment({**ADDRESS, "LLM_API_KEY": "sk-secret"})
    assert settings.llm.api_key == "sk-secret"
    assert "secret" not in f"{settings!r} {settings} {settings.llm!r} {settings.llm}"


def test_without_a_model_the_sdk_is_not_imported() -> None:
    """Agents that ask nobody do not pay for it in memory or at their start."""
    code = (
        "import sys; from agents.sdk.loading import load_agents; from agents.__main__ import AGENTS;"
        "load_agents(['analyzing', 'writing'], AGENTS);"
        "sys.exit(any(name.split('.')[0] in {'openai', 'httpx2', 'pydantic'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
