"""``make torture``: builds killed at random moments, broken files read, and memory, from a seed."""

from __future__ import annotations

import argparse
import sys
import time

from eval.fuzz import fuzz
from eval.kills import kill_builds
from eval.memory import FEW, MANY, MOST_GROWTH, growth

SEED = 20261124


def main() -> int:
    """Print what happened; 1 if anything did that must not."""
    parser = argparse.ArgumentParser(prog="python -m eval.torture")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    started = time.perf_counter()
    kills = kill_builds(options.seed, options.kills)
    flipped = sum(k.flipped for k in kills)
    bad = [f"killed after {k.seconds:.2f} s: {k.fault}" for k in kills if k.fault]
    print(f"seed {options.seed}: {len(kills)} builds killed, {flipped} of them after the flip")
    outcomes, faults = fuzz(options.seed, options.files)
    counted = ", ".join(f"{n} {outcome}" for outcome, n in sorted(outcomes.items()))
    print(f"{options.files} broken files read: {counted}")
    few, many = growth(options.seed)
    print(f"peak of a build: {few:.0f} MiB of {FEW} documents, {many:.0f} MiB of {MANY}")
    if many > MOST_GROWTH * few:
        bad.append("memory grows with the number of documents")
    print(f"{time.perf_counter() - started:.0f} s")
    for fault in [*bad, *faults]:
        print(f"FAULT {fault}")
    return 1 if bad or faults else 0


if __name__ == "__main__":
    sys.exit(main())
