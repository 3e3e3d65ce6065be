"""Training examples for the reader: a question, some sentences, and which of them answer it.

Sets are read from the folder of pairs beside the checkout; each is credited in the model's card.
Half of every passage set's questions are roughened as people type them: no capitals, words left
out, letters swapped.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import sentencex

from handbook.text import FUNCTION_WORDS

MOST_WORDS = 110
FEWEST_WORDS = 12
HELD_OUT = ("Normans", "Force", "Oxygen", "Kenya", "Immune_system", "Rhine", "Islamism")
"""Articles of SQuAD 2.0 kept for development."""
FAQ_SETS = (
    "dfe_get_into_teaching",
    "dfe_teaching_vacancies",
    "tts_handbook",
    "usajobs_help",
    "login_gov",
    "covid_faq",
)


@dataclass(frozen=True, slots=True)
class Text:
    """A passage as sentences. ``labels`` say which of them answer, or are None where only the
    passage as a whole is known to."""

    sentences: tuple[str, ...]
    labels: tuple[bool, ...] | None
    answers: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One question with a passage that answers it, if there is one, and others that do not."""

    question: str
    texts: tuple[Text, ...]


def squad(folder: Path, name: str, dice: random.Random) -> Iterator[Group]:
    """SQuAD: the gold sentence in a run of its neighbours; the rest of its paragraph, which looks
    right and does not answer; and, in version 2, questions that their paragraph does not answer."""
    for raw in _lines(folder / f"{name}.jsonl.gz"):
        title = raw["title"].replace("_", " ")
        texts = []
        if raw["positive"]:
            sentences = _sentences(raw["positive"])
            gold = _holding(sentences, [raw["positive_sentence"] or ""])
            if not gold:
                continue
            run = _run_around(sentences, gold, dice)
            texts.append(_text(sentences, run, gold, title))
            rest = [i for i in range(len(sentences)) if i not in run]
            if rest:
                texts.append(_text(sentences, _run_within(sentences, rest, dice), set(), title))
        for negative in raw["negatives"][:1]:
            sentences = _sentences(negative)
            run = _run_around(sentences, {dice.randrange(len(sentences))}, dice)
            if not raw["answerable"]:
                run = range(len(sentences)) if _words(sentences) <= 2 * MOST_WORDS else run
            texts.append(_text(sentences, run, set(), title))
        yield Group(raw["question"], tuple(texts))


def sentence_sets(folder: Path, dice: random.Random) -> Iterator[Group]:
    """SelQA and CondaQA: sets whose answering sentences are known."""
    for raw in _lines(folder / "selqa.jsonl.gz"):
        others = list(raw["negatives"])
        dice.shuffle(others)
        mixed = [*raw["positive_sentences"], *others[: dice.randint(0, 3)]]
        dice.shuffle(mixed)
        labels = tuple(s in raw["positive_sentences"] for s in mixed)
        texts = [Text(tuple(mixed), labels, True, raw["title"])]
        if len(others) > 3:
            texts.append(Text(tuple(others[3:6]), (False,) * len(others[3:6]), False))
        yield Group(raw["question"], tuple(texts))
    for raw in _lines(folder / "condaqa.jsonl.gz"):
        sentences = _sentences(raw["positive"] or raw["negatives"][0])
        gold = _holding(sentences, [raw["original_sentence"]]) if raw["answerable"] else set()
        if raw["answerable"] and not gold:
            continue
        run = _run_around(sentences, gold or {0}, dice)
        yield Group(raw["question"], (_text(sentences, run, gold, ""),))


def passage_sets(folder: Path, dice: random.Random) -> Iterator[Group]:
    """BoolQ, questions and headings of public-sector pages, and health questions: sets of which
    only the answering passage is known."""
    names = [*FAQ_SETS, "boolq_dev"]
    rows = [raw for name in names for raw in _lines(folder / f"{name}.jsonl.gz")]
    health = list(_lines(folder / "medquad.jsonl.gz"))
    rows += dice.sample(health, 3000)
    for raw in rows:
        texts = [_first_run(raw["positive"], True, raw.get("title") or "")]
        texts += [_first_run(n, False, "") for n in raw["negatives"][:2]]
        yield Group(raw.get("question_full") or raw["question"], tuple(t for t in texts if t))


def clapnq(folder: Path, *, even: bool) -> Iterator[Group]:
    """CLAP NQ: every second case, so that the other half can be scored."""
    for name in ("answerable", "unanswerable"):
        path = folder / f"clapnq-{name}.jsonl"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            if (number % 2 == 0) is not even:
                continue
            raw = json.loads(line)
            passage = raw["passages"][0]
            chosen = raw["output"][0].get("selected_sentences", []) if name == "answerable" else []
            sentences = tuple(passage["sentences"])
            labels = tuple(s in chosen for s in sentences)
            text = Text(sentences, labels, name == "answerable", passage["title"])
            yield Group(raw["input"], (text,))


def doc2dial(folder: Path, dice: random.Random, *, even: bool) -> Iterator[Group]:
    """Doc2Dial: every second page, with the turns that ask about it; other runs of the same page
    are what does not answer."""
    pages = json.loads((folder / "doc2dial-documents.json").read_text(encoding="utf-8"))
    chosen = {key for number, key in enumerate(sorted(pages)) if (number % 2 == 0) is even}
    for line in (folder / "doc2dial-questions.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["doc"] not in chosen:
            continue
        turns = [t.partition(":")[2] for t in raw["history"].split("\t") if t.startswith("user:")]
        sentences = _sentences(pages[raw["doc"]]["text"])
        gold = _holding(sentences, raw["answer_text"])
        if not gold or max(gold) - min(gold) > 6:
            continue
        title = raw["doc"].split("::")[1].split("#")[0]
        run = _run_around(sentences, gold, dice)
        rest = [i for i in range(len(sentences)) if i not in run]
        texts = [_text(sentences, run, gold, title)]
        texts += [_text(sentences, _run_within(sentences, rest, dice), set(), title)] * bool(rest)
        yield Group(" ".join(reversed(turns[:3])), tuple(texts))


def roughened(question: str, dice: random.Random) -> str:
    """The question as somebody in a hurry types it."""
    words = question.split()
    if dice.random() < 0.3 and len(words) > 5:
        kept = [w for w in words if w.lower().strip("?,.") not in FUNCTION_WORDS]
        words = kept if len(kept) > 1 else words
    if dice.random() < 0.5:
        words = [_misspelt(w, dice) if dice.random() < 0.25 else w for w in words]
    text = " ".join(words)
    return text.lower().rstrip("?") if dice.random() < 0.8 else text


def _misspelt(word: str, dice: random.Random) -> str:
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(s.strip() for line in lines for s in sentencex.segment("en", line) if s.strip())


def _holding(sentences: Sequence[str], gold: Sequence[str]) -> set[int]:
    folded = [_fold(s) for s in sentences]
    return {
        number
        for wanted in map(_fold, filter(None, gold))
        for number, mine in enumerate(folded)
        if wanted in mine or (len(mine) > 15 and mine in wanted)
    }


def _fold(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _words(sentences: Sequence[str]) -> int:
    return sum(len(s.split()) for s in sentences)


def _run_around(sentences: Sequence[str], gold: set[int], dice: random.Random) -> range:
    """A run of neighbouring sentences with all of ``gold``, of a length as passages have."""
    low, high = min(gold), max(gold) + 1
    aim = dice.randint(FEWEST_WORDS, MOST_WORDS)
    while _words(sentences[low:high]) < aim and (low > 0 or high < len(sentences)):
        if low > 0 and (high == len(sentences) or dice.random() < 0.5):
            low -= 1
        else:
            high += 1
    return range(low, high)


def _run_within(sentences: Sequence[str], rest: Sequence[int], dice: random.Random) -> range:
    """A run that stays among ``rest``."""
    allowed = set(rest)
    low = dice.choice(list(rest))
    high = low + 1
    aim = dice.randint(FEWEST_WORDS, MOST_WORDS)
    while _words(sentences[low:high]) < aim and (low - 1 in allowed or high in allowed):
        if low - 1 in allowed and (high not in allowed or dice.random() < 0.5):
            low -= 1
        else:
            high += 1
    return range(low, high)


def _text(sentences: Sequence[str], run: Sequence[int], gold: set[int], title: str) -> Text:
    labels = tuple(i in gold for i in run)
    return Text(tuple(sentences[i] for i in run), labels, any(labels), title)


def _first_run(text: str, answers: bool, title: str) -> Text | None:
    kept: list[str] = []
    for sentence in _sentences(text):
        if kept and _words(kept) + len(sentence.split()) > MOST_WORDS:
            break
        kept.append(sentence)
    labels = None if answers else (False,) * len(kept)
    return Text(tuple(kept), labels, answers, title) if kept else None
