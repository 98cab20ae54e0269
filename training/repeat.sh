#!/usr/bin/env bash
# The whole of it from one command: three stages of fitting, export, calibration, figures.
#   training/repeat.sh PUBLIC_DATA_FOLDER DEVSET.json
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 devset=$2
mkdir -p training/work
python training/train.py domain --devset "$devset" --out training/work/first.pt \
  --epochs 1 --composed 0 --single 0 --budget 1000 --rate 1e-4
python training/train.py domain --start training/work/first.pt --data "$data" --devset "$devset" \
  --out training/work/second.pt --epochs 1 --composed 6 --single 8 --public 2000 --budget 1200 --rate 1.5e-4
python training/train.py domain --start training/work/second.pt --data "$data" --devset "$devset" \
  --out training/work/domain.pt --epochs 3 --real 0.45 --composed 5 --single 6 --public 900 --budget 1200 --rate 1.2e-4
python training/export.py training/work/domain.pt grader/entailment/small.npz
python training/calibrate.py
python training/ablation.py
python benchmarks/agreement.py --devset "$devset"
