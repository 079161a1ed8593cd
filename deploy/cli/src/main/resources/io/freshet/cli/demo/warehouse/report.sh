# All days there are: the report, and how many days it covers as a result to look at.
set -eu
days=$(find "$FRESHET_IN_DAILY" -type f -name '*.csv' | wc -l)
find "$FRESHET_IN_DAILY" -type f -name '*.csv' | LC_ALL=C sort | xargs awk -F, '
    FNR == 1 { next }
    { days[$1]++; encounters[$1] += $2; amount[$1] += $3 }
    END { for (code in days) printf "%s,%d,%d,%.2f\n", code, days[code], encounters[code], amount[code] }
' | LC_ALL=C sort >"$FRESHET_OUT_REPORT/rows"
{ echo standard_code,days,encounters,amount; cat "$FRESHET_OUT_REPORT/rows"; } >"$FRESHET_OUT_REPORT/report.csv"
rm "$FRESHET_OUT_REPORT/rows"
printf '{"days": %d}\n' "$days" >"$FRESHET_RESULTS"
