"""Models behind an OpenAI-compatible address, through the clients of llama-index.

Needs the extra ``models``. Whatever goes wrong there is a ModelError in one sentence.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import LLM
from llama_index.core.prompts import ChatPromptTemplate
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from handbook.endpoint import Endpoint, Secret
from handbook.errors import ModelError
from handbook.pieces import NO_PIECES, NOTHING_ASKED, Encoded, EncodedQuestion

Form = TypeVar("Form", bound=BaseModel)
SECONDS = 60.0
"""The longest that one request may take."""
RETRIES = 2
TEXTS_A_REQUEST = 64
TOKENS_READ = 8192
"""What a language model is assumed to read at once, where its server does not say."""
_NO_KEY = "none"
"""Servers on one's own machine want no key, and the client wants one."""


@dataclass(frozen=True, slots=True)
class ServedEncoder:
    """An encoder behind an address. Its fingerprint knows the model by name and length only: that
    it still gives the same vectors is for handbook/index/probe.py to find out."""

    fingerprint: str
    dimensions: int
    _endpoint: Endpoint
    _client: BaseEmbedding

    @classmethod
    def connect(cls, endpoint: Endpoint, key: Secret) -> ServedEncoder:
        """Ask the endpoint for one vector, to learn their length."""
        with faults(endpoint):
            from llama_index.embeddings.openai_like import OpenAILikeEmbedding

            client = OpenAILikeEmbedding(
                model_name=endpoint.model,
                api_base=endpoint.url,
                api_key=key.value or _NO_KEY,
                embed_batch_size=TEXTS_A_REQUEST,
                timeout=SECONDS,
                max_retries=RETRIES,
            )
            length = len(client.get_text_embedding("handbook"))
        made = hashlib.sha256(f"{endpoint.model} {length}".encode()).hexdigest()[:12]
        return cls(made, length, endpoint, client)

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        """See handbook.encoder.Encoder: vectors alone."""
        return [Encoded(vector, NO_PIECES) for vector in self.encode(texts)]

    def encode_question(self, text: str) -> EncodedQuestion:
        """See handbook.encoder.Encoder: a vector alone."""
        return EncodedQuestion(self.encode([text])[0], NOTHING_ASKED)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See handbook.encoder.Encoder."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        with faults(self._endpoint):
            rows = self._client.get_text_embedding_batch(list(texts))
        if len(rows) != len(texts) or any(len(row) != self.dimensions for row in rows):
            raise ModelError(
                f"{self._endpoint} gave vectors of another number or length than was asked for; "
                "look at its server."
            )
        vectors = np.asarray(rows, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(vectors).all() or not lengths.all():
            raise ModelError(
                f"{self._endpoint} gave a vector without direction; look at its server."
            )
        return np.asarray(vectors / lengths, dtype=np.float32)


def language_model(endpoint: Endpoint, key: Secret) -> LLM:
    """A client of a language model; nothing is asked of it yet."""
    with faults(endpoint):
        from llama_index.llms.openai_like import OpenAILike

        return OpenAILike(
            model=endpoint.model,
            api_base=endpoint.url,
            api_key=key.value or _NO_KEY,
            is_chat_model=True,
            context_window=TOKENS_READ,
            temperature=0.0,
            timeout=SECONDS,
            max_retries=RETRIES,
        )


def told_by(
    endpoint: Endpoint, key: Secret, seconds: int, instructions: str, data: str, form: type[Form]
) -> Form:
    """What a language model says to instructions and data, in the form that it must have;
    ModelError where it has not said so after ``seconds`` in all, however slowly it goes on. It is
    asked once: whoever asks has another answer at hand."""
    model = language_model(endpoint, key).model_copy(
        update={"max_retries": 0, "reuse_client": False, "should_use_structured_outputs": True}
    )
    parts = [("system", "{instructions}"), ("user", "{data}")]
    asked = model.astructured_predict(
        form, ChatPromptTemplate.from_messages(parts), instructions=instructions, data=data
    )
    with faults(endpoint):
        try:
            told: Form = _in_a_loop_of_its_own(asyncio.wait_for(asked, seconds))
        except TimeoutError as error:
            raise ModelError(f"{endpoint} did not answer within {seconds} seconds.") from error
        except ValidationError as error:
            raise ModelError(f"{endpoint} answered in another form than was asked for.") from error
    return told


def _in_a_loop_of_its_own(asked: Coroutine[Any, Any, Form]) -> Form:
    """What is awaited, whether or not this thread runs a loop already, as a server's may."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, asked).result()


@contextmanager
def faults(endpoint: Endpoint) -> Iterator[None]:
    """Whatever a client raises, as a ModelError that names the endpoint."""
    try:
        yield
    except ImportError as error:
        raise ModelError(
            f"{endpoint} needs packages that are not installed; see `models` in the README."
        ) from error
    except _client_errors() as error:
        raise ModelError(
            f"{endpoint} does not answer as it should ({error}); see that its server is running "
            "and knows that model, then try again."
        ) from error


def _client_errors() -> tuple[type[BaseException], ...]:
    try:
        from openai import OpenAIError
    except ImportError:
        return (ValueError,)
    return (OpenAIError, ValueError, TypeError, AttributeError, LookupError)
