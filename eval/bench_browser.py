"""What one person waits for, in a real browser: the page, an answer, a quotation, a boxed page.

    python -m eval.bench_browser [--questions 110] [--pause 2.5]

The application is started as a person would start it, over the settings' data, and asked the tuning
questions one after the other. Ends with 1 where a bar is missed. Measure on a machine that does
nothing else.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.bench_page import OF_A_TOPIC, served
from eval.cases import load_cases
from handbook.settings import ROOT, Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
QUOTE_BAR, BOXED_BAR, LOAD_BAR = 400.0, 300.0, 3000.0
"""Milliseconds that 95 of 100 may take, and the first page at most."""
_WATCH = """() => {
  const answers = () => document.querySelectorAll('.hb-answer');
  const before = answers().length;
  let asked = 0;
  addEventListener('keydown', e => { if (e.key === 'Enter') asked = performance.now(); },
    {capture: true, once: true});
  window.hbAnswered = new Promise(done => {
    new MutationObserver((_, observer) => {
      const found = [...answers()];
      if (found.length <= before) return;
      observer.disconnect();
      requestAnimationFrame(() => done({
        after: performance.now() - asked,
        quoted: Boolean(found.at(-1).querySelector('blockquote')),
      }));
    }).observe(document.body, {childList: true, subtree: true});
  });
}"""
_OPEN = """async link => {
  const panel = document.querySelector('.hb-opened');
  const shown = panel.querySelector('.hb-card');
  const clicked = performance.now();
  link.click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const card = panel.querySelector('.hb-card');
    const picture = card?.querySelector('.hb-sheet img');
    if (card && card !== shown && !picture) return null;
    if (card && card !== shown && card.querySelector('rect') && picture.complete)
      return performance.now() - clicked;
    if (performance.now() - clicked > 10000) return null;
  }
}"""
"""How long a mark takes to its boxed page; nothing where it leads to no printed page."""


@dataclass(slots=True)
class Waits:
    """Milliseconds, each as often as it was waited for."""

    loads: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    quoted: list[float] = field(default_factory=list)
    boxed: list[float] = field(default_factory=list)

    def told(self) -> list[tuple[str, bool]]:
        """A line for each, and whether its bar is met."""
        first = max(self.loads)
        return [
            (f"first load at most {first:.0f} ms (bar {LOAD_BAR:.0f})", first <= LOAD_BAR),
            _line("Enter to any answer", self.answers, None),
            _line("Enter to the first quotation", self.quoted, QUOTE_BAR),
            _line("click to the boxed page", self.boxed, BOXED_BAR),
        ]


def _line(what: str, waited: Sequence[float], bar: float | None) -> tuple[str, bool]:
    if not waited:
        return f"{what}: never", bar is None
    p50, p95 = np.percentile(waited, [50, 95])
    against = "" if bar is None else f" (bar {bar:.0f})"
    line = f"{what}: p50 {p50:.0f}, p95 {p95:.0f} ms{against}, {len(waited)} times"
    return line, bar is None or bool(p95 <= bar)


def ask(page: Page, question: str, waits: Waits) -> None:
    """Ask on an open page, and open the first quotation of the answer."""
    box = page.get_by_role("textbox", name="Your question")
    box.fill(question)
    page.evaluate(_WATCH)
    box.press("Enter")
    answered: dict[str, Any] = page.evaluate("() => window.hbAnswered")
    waits.answers.append(answered["after"])
    if not answered["quoted"]:
        return
    waits.quoted.append(answered["after"])
    page.wait_for_timeout(500)
    mark = page.locator(".hb-answer").last.locator(".hb-mark").first
    boxed = mark.evaluate(_OPEN) if mark.count() else None
    if boxed is not None:
        waits.boxed.append(boxed)


def wait_for(address: str, questions: Sequence[str], pause: float) -> Waits:
    """Ask all questions of a served handbook as one person would."""
    from playwright.sync_api import sync_playwright

    waits = Waits()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for number, question in enumerate(questions):
            if number % OF_A_TOPIC == 0:
                page = browser.new_page()
                begun = time.perf_counter()
                page.goto(address)
                page.get_by_role("textbox", name="Your question").wait_for()
                waits.loads.append(1000 * (time.perf_counter() - begun))
            ask(page, question, waits)
            time.sleep(pause)
        browser.close()
    return waits


def main() -> int:
    """Print what a person had to wait for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=int, default=110)
    parser.add_argument("--pause", type=float, default=2.5)
    options = parser.parse_args()
    cases = load_cases(ROOT / "eval" / "cases" / "tuning.jsonl")
    questions = [case.question.text for case in cases[: options.questions]]
    with served(Settings.from_environment()) as address:
        told = wait_for(address, questions, options.pause).told()
    print("\n".join(line for line, _ in told))
    return 0 if all(met for _, met in told) else 1


if __name__ == "__main__":
    sys.exit(main())
