# The tables of doc/performance.md.
#
#	awk -f report.awk budgets measured
#
# budgets: see there.  measured: "NAME VALUE" a line, in seconds or bytes; of
# a name that comes several times the median counts.

function median(name,    n, i, k, v, t) {
	n = times[name]
	for (i = 1; i <= n; i++)
		t[i] = value[name, i]
	for (i = 2; i <= n; i++) {
		v = t[i]
		for (k = i - 1; k >= 1 && t[k] > v; k--)
			t[k + 1] = t[k]
		t[k + 1] = v
	}
	least = t[1]
	most = t[n]
	return n % 2 ? t[(n + 1) / 2] : (t[n / 2] + t[n / 2 + 1]) / 2
}

function unit(what) {
	return what == "ms" || what == "B"
}

function number(x) {
	if (x >= 100 || x == 0)
		return sprintf("%.0f", x)
	return sprintf(x >= 10 ? "%.1f" : x >= 0.1 ? "%.2f" : "%.3f", x)
}

function shown(x, against) {
	return x == "" ? "-" : x " " (unit(against) ? against : "x")
}

function ms(name) {
	return times[name] ? number(median(name) * 1000) : "-"
}

# A table is kept until its widths are known.
function row(a, b, c, d, e, f, g) {
	rows++
	cell[rows, 1] = a; cell[rows, 2] = b; cell[rows, 3] = c
	cell[rows, 4] = d; cell[rows, 5] = e; cell[rows, 6] = f
	cell[rows, 7] = g
}

function table(columns,    r, c, line, width) {
	for (c = 1; c <= columns; c++)
		for (r = 1; r <= rows; r++)
			if (length(cell[r, c]) > width[c])
				width[c] = length(cell[r, c])
	for (r = 1; r <= rows; r++) {
		line = "|"
		for (c = 1; c <= columns; c++)
			line = line " " sprintf("%-" width[c] "s", cell[r, c]) \
			    " |"
		print line
		if (r > 1)
			continue
		gsub(/[^|]/, "-", line)
		print line
	}
	rows = 0
}

function judge(i,    figure, verdict, bar) {
	if (!times[measured[i]])
		verdict = "not measured"
	else if (!unit(against[i]) && !times[against[i]])
		verdict = "no yardstick"
	if (verdict != "") {
		unjudged++
		figure = ""
	} else {
		figure = median(measured[i])
		if (against[i] == "ms")
			figure *= 1000
		else if (!unit(against[i]))
			figure /= median(against[i])
		bar = must[i] != "" ? must[i] + 0 : aim[i] + 0
		if (figure > bar) {
			failed++
			verdict = "NOT met" (bar > 0 \
			    ? ", " number(figure / bar) " times the bar" : "")
		} else {
			met++
			verdict = aim[i] != "" && figure <= aim[i] + 0 \
			    ? "met, the aim too" : "met"
		}
	}
	row(what[i], yardstick[i], shown(must[i], against[i]),
	    shown(aim[i], against[i]),
	    shown(figure == "" ? "" : number(figure), against[i]), verdict)
}

function trim(s) {
	gsub(/^ +| +$/, "", s)
	return s
}

FNR == 1 { file++ }
/^#/ || NF == 0 { next }

file == 1 {
	split($0, part, "|")
	what[++budgets] = trim(part[1])
	measured[budgets] = trim(part[2])
	yardstick[budgets] = trim(part[3])
	against[budgets] = trim(part[4])
	must[budgets] = trim(part[5])
	aim[budgets] = trim(part[6])
	next
}

{
	if (!times[$1]++)
		names[++n_names] = $1
	value[$1, times[$1]] = $2 + 0
}

END {
	row("what", "yardstick, same run", "must", "aim", "measured",
	    "verdict")
	for (i = 1; i <= budgets; i++)
		judge(i)
	table(6)
	printf "\n%d met, %d not met, %d not judged.\n", met, failed, unjudged

	print "\n## Queries\n"
	print "Milliseconds. *First*: nothing of it has been used since the" \
	    " load (judged above);\n*again*: the same query once more." \
	    "  sqlite3 is printed without a bar.\n"
	row("query", "first", "again", "DuckDB", "sqlite3", "ripgrep")
	n = split("q1 q2 q3.rare q3.literal q3.all q4 q5 q6 q7 q8", q, " ")
	for (i = 1; i <= n; i++)
		row(q[i], ms("big." q[i] ".first"), ms("big." q[i] ".again"),
		    ms("duckdb." q[i]), ms("sqlite." q[i]), ms("rg." q[i]))
	table(6)

	print "\n## All measurements\n"
	print "Seconds and bytes.\n"
	row("measurement", "times", "median", "least", "most")
	for (i = 1; i <= n_names; i++) {
		m = median(names[i])
		row(names[i], times[names[i]],
		    sprintf("%.6g", m), sprintf("%.6g", least),
		    sprintf("%.6g", most))
	}
	table(5)
}
