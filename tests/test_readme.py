"""The README and the pages it sends to are true: help text, commands, links, settings."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from handbook import commands
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.cli import parser
from handbook.present import answer_text
from handbook.settings import PREFIX, ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
EXAMPLES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", COMMANDS, re.DOTALL)
    for line in block.splitlines()
]


def _run(*command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_help_text_is_the_real_one() -> None:
    assert _run("handbook", "--help").strip() in README


def test_each_command_stands_on_one_line_with_its_help() -> None:
    words = {tuple(line.split()) for line in _run("handbook", "--help").splitlines()}
    assert ("conflicts", *"passages in force that disagree with each other".split()) in words
    helped = {line[0] for line in words if len(line) > 1}
    assert {line.split()[1] for line in EXAMPLES} <= helped


def test_every_setting_is_named_and_no_other() -> None:
    ours = {PREFIX + field.name.upper() for field in fields(Settings)}
    assert set(re.findall(r"`(HANDBOOK_[A-Z_]+)[`=]", SETTINGS)) == ours
    for page in PAGES:
        if page.name == "CHANGELOG.md":  # it names those of earlier versions too
            continue
        named = set(re.findall(r"\bHANDBOOK_[A-Z_]+\b", page.read_text(encoding="utf-8")))
        assert named <= ours, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_that_a_page_links_to_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_a_command_as_it_is_taken(line: str) -> None:
    program, *arguments = shlex.split(line)
    assert program == "handbook"
    assert parser().parse_args(arguments).run


def test_every_command_has_an_example() -> None:
    shown = {line.split()[1] for line in EXAMPLES}
    held = {module.__name__.rsplit(".", 1)[-1] for module in commands.ALL}
    assert shown == {"eval" if name == "evaluate" else name for name in held}


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
