# Semicolons or commas, decimal commas, stray spaces and quotes: made one. A corrected delivery may repeat an encounter; the last one counts.
BEGIN { OFS = ","; print "encounter", "patient", "code", "amount", "status" }
FNR == 1 { separator = index($0, ";") ? ";" : ","; next }
{
    gsub(/[" \t\r]/, "")
    if (split($0, field, separator) < 5) next
    amount = field[4]
    sub(",", ".", amount)
    row[field[1]] = field[2] OFS toupper(field[3]) OFS sprintf("%.2f", amount) OFS tolower(field[5])
    if (!(field[1] in seen)) { seen[field[1]] = 1; order[++count] = field[1] }
}
END { for (i = 1; i <= count; i++) print order[i], row[order[i]] }
