# One delivery of one source on one day: whatever the source's dialect, out comes one tidy file.
set -eu
in=$FRESHET_IN_EXTRACTS/$FRESHET_PARTITION_SOURCE/$FRESHET_PARTITION_DATE
out=$FRESHET_OUT_CLEANED/$FRESHET_PARTITION_SOURCE/$FRESHET_PARTITION_DATE.csv
LC_ALL=C awk -f clean.awk "$in"/*.csv >"$out"
echo "cleaned $(($(wc -l <"$out") - 1)) records"
