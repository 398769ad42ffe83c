# The manual, and what is worth reading beside it; a new page is one line.
dist_man_MANS = doc/spoor.1
dist_doc_DATA += \
	doc/architecture.md \
	doc/incident.md \
	doc/tutorial.md \
	doc/performance.md \
	doc/query-language.md
EXTRA_DIST += doc/lists
