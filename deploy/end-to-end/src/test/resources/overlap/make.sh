# Runs until somebody writes down with which status the run of this token is to end.
set -eu
echo "$FRESHET_PARAM_TOKEN" > "$FRESHET_OUT_MADE/all.txt"
cd '@scratch@'
: > "begun-$FRESHET_PARAM_TOKEN"
while [ ! -e "end-$FRESHET_PARAM_TOKEN" ]; do sleep 0.02; done
read -r status < "end-$FRESHET_PARAM_TOKEN"
exit "$status"
