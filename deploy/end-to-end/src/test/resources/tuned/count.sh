# Copies a list, and reports how many lines it has.
set -eu
list=$FRESHET_PARTITION_NAME.txt
cp "$FRESHET_IN_LISTS/$list" "$FRESHET_OUT_COUNTED/$list"
echo "{\"lines\": $(wc -l < "$FRESHET_IN_LISTS/$list")}" > "$FRESHET_RESULTS"
