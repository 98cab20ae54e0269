#!/usr/bin/env bash
# The whole of it from one command: fitting, four folds, their mean, export, calibration, figures.
#   training/repeat.sh PUBLIC_DATA_FOLDER
# On two cores about three hours. `fold K/4` leaves out every fourth interview question: the figures
# to believe are those of the folds, each on the questions it has not seen.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 work=training/work
mkdir -p "$work"
python training/train.py --data "$data" --out "$work/first.pt" --turned 0 \
  --epochs 4 --rate 1.2e-4 --minutes 60
python training/train.py --data "$data" --start "$work/first.pt" --out "$work/trunk.pt" \
  --epochs 6 --rate 6e-5 --floor 0.6 --minutes 45 --seed 14
for fold in 0 1 2 3; do
  python training/train.py --data "$data" --start "$work/trunk.pt" --fold "$fold/4" \
    --out "$work/fold$fold.pt" --epochs 3 --rate 6e-5 --minutes 20 --seed "2$fold"
  python training/export.py "$work/fold$fold.pt" "$work/fold$fold.npz"
done
python training/average.py "$work/final.pt" "$work"/fold?.pt
python training/export.py "$work/final.pt" grader/entailment/small.npz
python training/calibrate.py
python training/ablation.py
python benchmarks/agreement.py --networks "$work"/fold?.npz
python benchmarks/agreement.py --networks "$work"/fold?.npz --built --tiers full
