"""Make the reader's folder from trained weights: export, quantise, compare with fp32.

    python models/export_reader.py WEIGHTS

Needs what train_reader.py needs, and onnx.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

import reader_data as data  # noqa: E402
from make_encoder import published_model, quantise  # noqa: E402
from reader_model import Reader, padded, rows_of  # noqa: E402

from handbook.onnx import Model  # noqa: E402

FOLDER = ROOT / "models" / "reader-int8"


def export(model: Reader, target: Path) -> None:
    """Write the fp32 graph for any number and length of rows."""
    ids = torch.tensor([[101, 7592, 102, 1, 2088, 102], [101, 7592, 102, 1, 2088, 0]])
    axes = {0: "batch", 1: "length"}
    names = ["input_ids", "attention_mask", "token_type_ids"]
    torch.onnx.export(
        model.eval(),
        (ids, (ids > 0).long(), torch.zeros_like(ids)),
        target,
        input_names=names,
        output_names=["scores"],
        dynamic_axes=dict.fromkeys([*names, "scores"], axes),
        opset_version=17,
        dynamo=False,
    )


def compare(plain: Path, small: Path, cases: Path) -> None:
    """Print how far the int8 scores lie from the fp32 ones, over half of CLAP NQ."""
    tokenizer = Tokenizer.from_file(str(small / "tokenizer.json"))
    models = [Model.load(folder) for folder in (plain, small)]
    pairs = []
    for group in data.clapnq(cases, even=False):
        ids, mask, types = padded(rows_of(tokenizer, group, None))
        inputs = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        inputs["token_type_ids"] = types.numpy()
        both = [m.run(inputs)[0][0, 0, 0] for m in models]
        pairs.append(both)
    exact, rough = np.array(pairs).T
    print(f"correlation {np.corrcoef(exact, rough)[0, 1]:.4f}", end=", ")
    print(f"mean difference {np.abs(exact - rough).mean():.3f}", end=", ")
    print(f"same side of nought {np.mean((exact > 0) == (rough > 0)):.3f}")


def main() -> None:
    """Make the folder and print what the card needs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--cases", type=Path, default=ROOT.parent / "shared" / "cases")
    options = parser.parse_args()
    source = published_model()
    model = Reader.begun(options.weights)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch)
        export(model, plain / "model.onnx")
        quantise(plain / "model.onnx", options.folder / "model.onnx")
        for folder in (plain, options.folder):
            shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
        compare(plain, options.folder, options.cases)
    size = (options.folder / "model.onnx").stat().st_size
    print(f"model.onnx: {size:,} bytes")


if __name__ == "__main__":
    main()
