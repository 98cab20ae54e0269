#!/usr/bin/env bash
# The whole of it from one command: fitting, folds, their means, export, calibration, figures.
#   training/repeat.sh PUBLIC_DATA_FOLDER
# On two cores about five hours. `fold K/4` leaves out every fourth interview question: the figures
# to believe are those of the folds, each on the questions it has not seen. Every fold is the mean of
# two networks: one that never saw a twin and goes by the manner of writing too, and one that was
# fitted on twins and goes by what is said.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$1 work=training/work
mkdir -p "$work"
fit() { python training/train.py --data "$data" "$@"; }
fit --out "$work/first.pt" --turned 0 --twins 0 --epochs 4 --rate 1.2e-4 --minutes 60
fit --start "$work/first.pt" --out "$work/trunk.pt" --twins 0 \
  --epochs 6 --rate 1e-4 --floor 0.6 --minutes 45 --seed 14
fit --start "$work/trunk.pt" --out "$work/twins.pt" --real 0.2 --composed 1 --web 0.25 \
  --epochs 9 --rate 9e-5 --floor 0.5 --minutes 50 --seed 15
python training/average.py "$work/both.pt" "$work/trunk.pt" "$work/twins.pt"
for fold in 0 1 2 3; do
  fit --start "$work/trunk.pt" --fold "$fold/4" --out "$work/manner$fold.pt" --twins 0 --repeats 4 \
    --real 0.2 --composed 1 --single 1 --web 0.15 --rate 8e-5 --minutes 10 --seed "2$fold"
  fit --start "$work/both.pt" --fold "$fold/4" --out "$work/truth$fold.pt" --twins 0.35 --repeats 4 \
    --real 0.15 --composed 0 --single 0 --web 0.1 --rate 8e-5 --minutes 6 --seed "7$fold"
  python training/average.py "$work/fold$fold.pt" "$work/manner$fold.pt" "$work/truth$fold.pt"
  python training/export.py "$work/fold$fold.pt" "$work/fold$fold.npz"
done
python training/average.py "$work/final.pt" "$work"/fold?.pt
python training/export.py "$work/final.pt" grader/entailment/small.npz
python training/calibrate.py
python training/ablation.py
folds=(--networks "$work"/fold?.npz --calibrations "$work"/calibration.fold?.json)
python benchmarks/agreement.py "${folds[@]}"
python benchmarks/agreement.py "${folds[@]}" --built --tiers full
python benchmarks/twins.py
