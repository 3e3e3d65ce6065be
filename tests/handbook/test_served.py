"""An encoder behind an address, over real HTTP: used, changed behind its name, and failing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.encoder import LocalEncoder, open_encoder
from handbook.endpoint import Endpoint, Secret
from handbook.errors import IndexStale, ModelError, SettingsError
from handbook.settings import BUILT_IN_ENCODER, Settings
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.model_server import ModelServer

pytest.importorskip("openai", reason="the extra `models` is not installed")
ASKED = "When must the first visit be made?"


@pytest.fixture
def settings(tmp_path: Path, server: ModelServer) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    text = "# Visits\n\nThe first visit must be made within five working days of the referral.\n"
    (corpus / "visits.md").write_text(text)
    served = Endpoint("tiny", server.url)
    return Settings(
        corpus=corpus, data=tmp_path / "data", encoder=served, encoder_key=Secret("sesame")
    )


def _ingest(settings: Settings) -> bool:
    return ingest(settings, list_corpus(settings.corpus), whole=True).changed


def test_a_served_encoder_gives_what_its_server_gives(server: ModelServer) -> None:
    served = open_encoder(Endpoint("tiny", server.url), Secret("sesame"))
    texts = [f"sentence {n}" for n in range(70)]
    local = LocalEncoder.load(BUILT_IN_ENCODER).encode(texts)
    assert np.allclose(served.encode(texts), local, atol=1e-5)
    assert served.encode([]).shape == (0, 384)
    assert set(server.keys) == {"Bearer sesame"}


def test_a_handbook_answers_with_a_served_encoder(settings: Settings) -> None:
    assert _ingest(settings)
    assert not _ingest(settings), "nothing has changed"
    book = Handbook.open(settings)
    answer = book.ask(Question(ASKED))
    book.close()
    assert answer.status is Status.ANSWERED
    assert "within five working days" in answer.citations[0].quote


def test_another_model_behind_the_same_name_makes_the_index_stale(
    settings: Settings, server: ModelServer
) -> None:
    _ingest(settings)
    server.turned = True
    with pytest.raises(IndexStale, match="gives other vectors than when the index was made"):
        Handbook.open(settings)
    assert _ingest(settings), "ingest is the mend"
    book = Handbook.open(settings)
    [held] = book.opened().edition.documents
    [passage] = book.catalogue.passages_of(held.document_id)
    stored = book.opened().retriever.dense.vectors([passage.passage_id])[passage.passage_id]
    fresh = book.encoder.encode([f"{held.edition.title}\n{held.edition.title}\n{passage.text}"])[0]
    book.close()
    assert stored @ fresh > 0.999, "no vector of the former model is left"


def test_another_encoder_makes_the_index_stale(settings: Settings) -> None:
    _ingest(settings)
    local = Settings(corpus=settings.corpus, data=settings.data)
    with pytest.raises(IndexStale, match="made by another encoder"):
        Handbook.open(local)


def test_a_server_that_is_down_is_said(settings: Settings, server: ModelServer) -> None:
    _ingest(settings)
    book = Handbook.open(settings)
    server.status = 401
    answer = book.ask(Question(ASKED))
    book.close()
    assert answer.status is Status.FAILED
    assert "does not answer as it should" in answer.text
    assert "sesame" not in answer.text
    with pytest.raises(ModelError, match=r"tiny@http://127\.0\.0\.1"):
        open_encoder(Endpoint("tiny", server.url), Secret(""))


def test_nobody_listens(tmp_path: Path) -> None:
    nobody = Settings(data=tmp_path, encoder=Endpoint("tiny", "http://127.0.0.1:9/v1"))
    with pytest.raises(ModelError, match="see that its server is running"):
        open_encoder(nobody.encoder, Secret(""))


def test_a_vector_of_another_length_is_a_fault(server: ModelServer) -> None:
    served = open_encoder(Endpoint("tiny", server.url), Secret(""))
    server.length = 100
    with pytest.raises(ModelError, match="another number or length"):
        served.encode(["a sentence"])


def test_settings_name_a_served_encoder_and_hide_its_key() -> None:
    given = Settings.from_environment(
        {
            "HANDBOOK_ENCODER": "nomic-embed-text@http://127.0.0.1:11434/v1",
            "HANDBOOK_ENCODER_KEY": "sesame",
            "HANDBOOK_LANGUAGE_MODEL": "org/llama:3@https://models.example/v1/",
        }
    )
    assert given.encoder == Endpoint("nomic-embed-text", "http://127.0.0.1:11434/v1")
    assert given.language_model == Endpoint("org/llama:3", "https://models.example/v1")
    assert "sesame" not in str(given)
    assert "sesame" not in repr(given)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("ENCODER", "nomic@http://anna:sesame@10.0.0.7/v1"),
        ("LANGUAGE_MODEL", "llama3@https://sesame@models.example/v1"),
        ("LANGUAGE_MODEL", "llama3@http://anna:sesame@http://10.0.0.7/v1"),
        ("CHROMA", "http://anna:sesame@10.0.0.7:8000"),
        ("CHROMA", "http://:sesame@10.0.0.7:8000"),
    ],
)
def test_an_address_that_signs_somebody_in_is_refused_and_not_repeated(
    setting: str, value: str
) -> None:
    with pytest.raises(SettingsError) as fault:
        Settings.from_environment({f"HANDBOOK_{setting}": value})
    assert "sesame" not in str(fault.value)


@pytest.mark.parametrize("value", ["llama3", "llama3@localhost", "@http://x/v1", "a b@http://x/v1"])
def test_a_language_model_without_address_is_a_fault(value: str) -> None:
    with pytest.raises(SettingsError, match="MODEL@URL"):
        Settings.from_environment({"HANDBOOK_LANGUAGE_MODEL": value})
