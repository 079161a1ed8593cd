# Writes down how many files have changed since the last success, and lists all there are.
set -eu
grep -o '"[^"]*\.txt"' "$FRESHET_CHANGES" | wc -l >> '@scratch@/batches'
cd "$FRESHET_IN_MANY"
ls > "$FRESHET_OUT_TAKEN/all.txt"
