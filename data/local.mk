# spoor-generate makes the sample incident (data/demo, which `spoor demo'
# opens) and the benchmark corpora.  What it knows about logs is text, which
# becomes part of the program.
shape_texts = \
	data/shapes/corpus.txt \
	data/shapes/data.txt \
	data/shapes/demo.txt \
	data/shapes/ec2.txt \
	data/shapes/iam.txt \
	data/shapes/incident.txt \
	data/shapes/kinds.txt \
	data/shapes/other.txt \
	data/shapes/pools.txt \
	data/shapes/rds.txt \
	data/shapes/s3.txt \
	data/shapes/ssm.txt \
	data/shapes/sts.txt
EXTRA_DIST += $(shape_texts)

noinst_PROGRAMS += data/spoor-generate
data_spoor_generate_SOURCES = \
	data/gen_corpus.c \
	data/gen_demo.c \
	data/gen_digest.c \
	data/gen_digest.h \
	data/gen_fields.h \
	data/gen_fill.c \
	data/gen_fill.h \
	data/gen_object.c \
	data/gen_object.h \
	data/gen_out.c \
	data/gen_out.h \
	data/gen_read.c \
	data/gen_record.c \
	data/gen_record.h \
	data/gen_rng.h \
	data/gen_sha256.c \
	data/gen_sha256.h \
	data/gen_shapes.c \
	data/gen_shapes.h \
	data/gen_template.c \
	data/gen_template.h \
	data/gen_texts.h \
	data/gen_time.c \
	data/generate.c \
	data/generate.h
nodist_data_spoor_generate_SOURCES = data/gen_texts.c
data_spoor_generate_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/data
data_spoor_generate_LDADD = $(ZLIB_LIBS)

# Each text as a string, text_NAME.
CLEANFILES += data/gen_texts.c
data/gen_texts.c: $(shape_texts)
	$(AM_V_GEN)$(MKDIR_P) data && for name in $(shape_texts); do \
		file=$$name; test -f $$file || file=$(srcdir)/$$name; \
		echo "const char text_`basename $$name .txt`[] ="; \
		sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $$file || exit 1; \
		echo ";"; \
	done >$@.new && { echo '#include "gen_texts.h"'; cat $@.new; } >$@ && \
	rm -f $@.new

# The incident is made in a new folder, so that none is ever half there.
all-local: data/demo.stamp
data/demo.stamp: data/spoor-generate$(EXEEXT)
	$(AM_V_GEN)rm -rf data/demo data/demo.new && \
	$(TEST_RUN) data/spoor-generate$(EXEEXT) demo data/demo.new && \
	mv data/demo.new data/demo && touch $@

install-data-local: install-demo
install-demo: data/demo.stamp
	@cd data/demo && find . -type f | sed 's,/[^/]*$$,,' | sort -u | \
	while read folder; do \
		$(MKDIR_P) "$(DESTDIR)$(pkgdatadir)/demo/$$folder" && \
		$(INSTALL_DATA) $$folder/*.json.gz \
		    "$(DESTDIR)$(pkgdatadir)/demo/$$folder" || exit 1; \
	done
uninstall-local: uninstall-demo
uninstall-demo:
	rm -rf "$(DESTDIR)$(pkgdatadir)/demo"
clean-local: clean-demo
clean-demo:
	rm -rf data/demo data/demo.new data/demo.stamp
.PHONY: install-demo uninstall-demo clean-demo

# Saved queries that come with the program.
dist_pkgdata_DATA = data/queries
# Where a program that was not installed finds them.
all-local: data/queries.built
data/queries.built: $(srcdir)/data/queries
	$(AM_V_GEN)cp $(srcdir)/data/queries $@
CLEANFILES += data/queries.built
