"""Makes the engine that the settings ask for: the only place that imports the model's, and with it the SDK."""

from agents.llm.engine import Engine, RulesEngine
from agents.sdk.llm_settings import LlmSettings


def engine_for(settings: LlmSettings) -> Engine:
    """Make the engine.

    The SDK costs half a second of CPU and 30 MB: an agent that asks no model never imports it. One that does imports it
    here, before it takes work, so that no lease waits for it.

    Raises:
        ConfigurationError: The settings name half a model.
    """
    if not settings.wanted:
        return RulesEngine()
    from agents.llm.model import ModelEngine  # noqa: PLC0415 - see above

    return ModelEngine(settings)
