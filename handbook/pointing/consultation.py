"""The configured language model, and what it is asked about one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

from handbook.answer_records import Answer, Notice
from handbook.endpoint import Endpoint, Secret
from handbook.errors import ModelError
from handbook.pointing.prompts import Prompt, Task, load_prompts
from handbook.replies import Replies
from handbook.settings import Settings


class Form(BaseModel):
    """A form that the model's words must have: these fields, of just these types, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


Told = TypeVar("Told", bound=Form)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A language model behind an address, with its instructions."""

    endpoint: Endpoint
    key: Secret
    seconds: int
    prompts: Mapping[Task, Prompt]
    leads: bool
    """Whether it may propose a line of its own."""

    @classmethod
    def of(cls, settings: Settings) -> LanguageModel | None:
        """The one that is set, if any; SettingsError where its instructions are missing. Nothing is
        asked of it yet."""
        if settings.language_model is None:
            return None
        return cls(
            settings.language_model,
            settings.language_model_key,
            settings.language_model_seconds,
            load_prompts(settings.prompts),
            settings.lead,
        )


class Consultation:
    """What one question asks of a language model. After its first fault it is asked nothing more:
    a question waits once for a server that is down."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model
        self.trace: dict[str, Any] = {}
        self.decided: list[str] = []
        """Keys of the fixed replies that say what it did."""
        self._ended = False

    def ask(self, task: Task, data: str, form: type[Told]) -> Told | None:
        """What the model says, or None where it says nothing that can be used; the trace says
        why."""
        if self._ended:
            return None
        from handbook.served import told_by

        model, prompt = self.model, self.model.prompts[task]
        self.trace.setdefault("prompts", {})[str(task)] = prompt.version
        try:
            return told_by(model.endpoint, model.key, model.seconds, prompt.text, data, form)
        except ModelError as error:
            # Readers of a trace need not know where the server stands.
            self.end(str(error).replace(str(model.endpoint), model.endpoint.model))
            return None

    def end(self, why: str) -> None:
        """Ask nothing more about this question, and trace why."""
        self._ended = True
        self.trace["fell_back"] = why

    def signed(self, answer: Answer, replies: Replies) -> Answer:
        """The answer with what the model had to do with it, for the reader and in the trace."""
        if not self.trace:
            return answer
        name = self.model.endpoint.model
        notices = tuple(Notice(key, replies.text(key, model=name)) for key in self.decided)
        trace = {**answer.trace, "model": name, "pointing": self.trace}
        return replace(answer, notices=(*answer.notices, *notices), trace=trace)


def one_line(text: str) -> str:
    """A text as a line of its own among the data of a request."""
    return " ".join(text.split())
