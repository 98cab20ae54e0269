"""Numbers about runs: plain numbers in, plain numbers out; no files, no words."""
