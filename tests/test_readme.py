"""The README is true: its help text, its commands, its links, its settings."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields

import pytest

from handbook.book import Handbook
from handbook.domain import Question
from handbook.present import answer_text
from handbook.settings import PREFIX, ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_help_text_is_the_real_one() -> None:
    assert _run("handbook", "--help").strip() in README


def test_every_setting_is_named() -> None:
    for field in fields(Settings):
        assert PREFIX + field.name.upper() in README


def test_every_file_that_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_make_target_that_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)) - {"run"} | {
        "run"
    }:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_modules_that_it_names_run_as_subcommands() -> None:
    assert "usage: handbook ingest" in _run("ingest", "--help")
    assert "usage: handbook eval" in _run("eval", "--help")


EXCHANGES = re.findall(r'```\n\$ handbook ask "([^"]+)"\n(.*?)```', README, re.DOTALL)


@pytest.mark.parametrize(("question", "shown"), EXCHANGES, ids=[q for q, _ in EXCHANGES])
def test_the_exchanges_are_real_ones(corpus_book: Handbook, question: str, shown: str) -> None:
    answer = answer_text(corpus_book.ask(Question(question)))
    assert " ".join(shown.split()) == " ".join(answer.split())


def test_there_is_an_exchange_and_a_refusal() -> None:
    assert len(EXCHANGES) >= 2
