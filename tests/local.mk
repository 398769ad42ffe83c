# One block for each kind of test; a new test is one line.  All speak TAP.

# C, linked with the engine: tests/unit/test_MODULE.c
unit_tests = \
	tests/unit/test_actions \
	tests/unit/test_arena \
	tests/unit/test_buf \
	tests/unit/test_cells \
	tests/unit/test_compare \
	tests/unit/test_complete \
	tests/unit/test_datum \
	tests/unit/test_detail \
	tests/unit/test_doc \
	tests/unit/test_err \
	tests/unit/test_explore \
	tests/unit/test_export \
	tests/unit/test_follow \
	tests/unit/test_grid \
	tests/unit/test_hash \
	tests/unit/test_history \
	tests/unit/test_inflate \
	tests/unit/test_ingest \
	tests/unit/test_input \
	tests/unit/test_json \
	tests/unit/test_keymap \
	tests/unit/test_keytable \
	tests/unit/test_lane \
	tests/unit/test_layout \
	tests/unit/test_lex \
	tests/unit/test_live_view \
	tests/unit/test_out \
	tests/unit/test_parse \
	tests/unit/test_pool \
	tests/unit/test_prompt \
	tests/unit/test_query \
	tests/unit/test_range \
	tests/unit/test_regex \
	tests/unit/test_search \
	tests/unit/test_steps \
	tests/unit/test_store \
	tests/unit/test_str \
	tests/unit/test_theme \
	tests/unit/test_tidy \
	tests/unit/test_timefmt \
	tests/unit/test_utf8
check_PROGRAMS += $(unit_tests)
tests_unit_test_grid_LDADD = libui.a $(LDADD)
tests_unit_test_input_LDADD = libui.a $(LDADD)
tests_unit_test_layout_LDADD = libui.a $(LDADD)
tests_unit_test_theme_LDADD = libui.a $(LDADD)
TESTS = $(unit_tests)
noinst_HEADERS += tests/tap.h tests/unit/sample.h

# Each tests/fuzz/fuzz_NAME.c runs over the files of tests/fuzz/corpus/NAME.
# With --enable-fuzz they are fuzzers instead and no part of the check.
fuzz_targets = \
	tests/fuzz/fuzz_explore \
	tests/fuzz/fuzz_formats \
	tests/fuzz/fuzz_inflate \
	tests/fuzz/fuzz_json \
	tests/fuzz/fuzz_keys \
	tests/fuzz/fuzz_plain \
	tests/fuzz/fuzz_query
EXTRA_DIST += tests/fuzz/corpus
noinst_HEADERS += tests/fuzz/fuzz.h tests/fuzz/plain.h tests/json_compare.h
if FUZZ
noinst_PROGRAMS += $(fuzz_targets)
fuzz_ldadd = $(LDADD) $(FUZZ_LIBS)
else
check_PROGRAMS += $(fuzz_targets)
check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c
fuzz_ldadd = $(LDADD) tests/fuzz/libreplay.a
TESTS += $(fuzz_targets)
endif
tests_fuzz_fuzz_explore_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_formats_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_inflate_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_json_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_plain_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_query_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_keys_LDADD = libui.a $(fuzz_ldadd)

# A directory that is written to while `spoor query --follow` prints what comes;
# with arguments for longer: tests/live/live 120 2000 200
live_tests = tests/live/live
check_PROGRAMS += $(live_tests)
TESTS += $(live_tests)
# Random keys; tests/cli/storm.t runs it.  Longer: tests/live/storm 1000000 1 DIR
check_PROGRAMS += tests/live/storm

# Shell: what the house promises about its own sources.
house_tests = \
	tests/rooms \
	tests/headers.t \
	tests/engine.t \
	tests/bootstrap.t \
	tests/summary.t
TESTS += $(house_tests)
EXTRA_DIST += $(house_tests)

# Shell: exit status, standard output, standard error of the program.
cli_tests = \
	tests/cli/chart.t \
	tests/cli/colours.t \
	tests/cli/commands.t \
	tests/cli/copy.t \
	tests/cli/coverage.t \
	tests/cli/follow.t \
	tests/cli/generate.t \
	tests/cli/flows.t \
	tests/cli/hands.t \
	tests/cli/storm.t \
	tests/cli/hostile.t \
	tests/cli/incident.t \
	tests/cli/language.t \
	tests/cli/library.t \
	tests/cli/manual.t \
	tests/cli/output.t \
	tests/cli/provenance.t \
	tests/cli/range.t \
	tests/cli/sample_rows.t \
	tests/cli/samples.t \
	tests/cli/slow_link.t \
	tests/cli/status.t \
	tests/cli/stop.t \
	tests/cli/terminal.t \
	tests/cli/tutorial.t \
	tests/cli/usage.t \
	tests/cli/words.t
TESTS += $(cli_tests)
EXTRA_DIST += $(cli_tests) tests/cli/cli.sh tests/cli/sample_rows.py tests/cli/terminal.sh

# Shell, NAME.t: a sample log and the columns that it must give.  The samples
# and expected columns are format_files (NAME.log is the test's own log).
format_tests = \
	tests/formats/cloudtrail.t \
	tests/formats/damage.t \
	tests/formats/formats.t \
	tests/formats/queries.t \
	tests/formats/real.t \
	tests/formats/text.t
format_files = \
	tests/formats/cloudtrail \
	tests/formats/find_events.py \
	tests/formats/make_cloudtrail.py \
	tests/formats/read_logs.py \
	tests/formats/sample_queries.py
check_PROGRAMS += tests/formats/dump
TESTS += $(format_tests)
EXTRA_DIST += $(format_tests) $(format_files)

# Groups of data set, query and rows or error text, NAME.q: query_run NAME.q
query_tests = \
	tests/query/aggregates.q \
	tests/query/anyindex.q \
	tests/query/dates.q \
	tests/query/errors.q \
	tests/query/fields.q \
	tests/query/fillmissing.q \
	tests/query/filter.q \
	tests/query/functions.q \
	tests/query/json.q \
	tests/query/join.q \
	tests/query/lookup.q \
	tests/query/names.q \
	tests/query/outlier.q \
	tests/query/parse.q \
	tests/query/pattern.q \
	tests/query/relevantfields.q \
	tests/query/rows.q \
	tests/query/sessionize.q \
	tests/query/sort.q \
	tests/query/source.q \
	tests/query/stats.q \
	tests/query/subquery.q \
	tests/query/undefined.q \
	tests/query/unnest.q
query_run = tests/query/run_queries
check_PROGRAMS += tests/query/run_queries
noinst_HEADERS += tests/query/records.h
TESTS += $(query_tests)
EXTRA_DIST += $(query_tests)

# Data set, size, keys and screens as text, NAME.scr: screen_run NAME.scr
screen_tests = \
	tests/screen/ascii.scr \
	tests/screen/chart.scr \
	tests/screen/compare.scr \
	tests/screen/columns.scr \
	tests/screen/complete.scr \
	tests/screen/demo.scr \
	tests/screen/design.scr \
	tests/screen/detail.scr \
	tests/screen/events.scr \
	tests/screen/fields.scr \
	tests/screen/hostile.scr \
	tests/screen/ledger.scr \
	tests/screen/logs.scr \
	tests/screen/looks.scr \
	tests/screen/path.scr \
	tests/screen/query.scr \
	tests/screen/real.scr \
	tests/screen/record.scr \
	tests/screen/save.scr \
	tests/screen/sheets.scr \
	tests/screen/sizes.scr \
	tests/screen/time.scr \
	tests/screen/trouble.scr
screen_run = tests/screen/run_screens
check_PROGRAMS += $(screen_run)
tests_screen_run_screens_LDADD = libui.a $(LDADD)
TESTS += $(screen_tests)
EXTRA_DIST += $(screen_tests) \
	tests/screen/data/cut.json \
	tests/screen/data/hostile.ndjson \
	tests/screen/data/years.ndjson \
	tests/screen/data/mixed \
	tests/screen/data/small.ndjson

# How they are run.  A test finds: $SPOOR the program, $srcdir and $builddir
# the top of the sources and of the build, and a home directory without
# anybody's settings.  Real logs are in $srcdir/../shared/data/real, or absent:
# then it says skipped.
LDADD = libspoor.a $(ENGINE_LIBS)
AM_CPPFLAGS += -I$(top_srcdir)/tests
TEST_EXTENSIONS = .t .q .scr
LOG_COMPILER = $(TEST_RUN)
T_LOG_COMPILER = $(TEST_RUN) $(SHELL)
Q_LOG_COMPILER = $(TEST_RUN) $(query_run)
SCR_LOG_COMPILER = $(TEST_RUN) $(screen_run)
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
T_LOG_DRIVER = $(LOG_DRIVER)
Q_LOG_DRIVER = $(LOG_DRIVER)
SCR_LOG_DRIVER = $(LOG_DRIVER)
tests_srcdir = $(abs_top_srcdir)
AM_TESTS_ENVIRONMENT = \
	SPOOR='$(abs_top_builddir)/spoor'; export SPOOR; \
	srcdir='$(tests_srcdir)'; export srcdir; \
	builddir='$(abs_top_builddir)'; export builddir; \
	HOME='$(abs_top_builddir)/tests/home'; export HOME; \
	LC_ALL=C.UTF-8; export LC_ALL; \
	TZ=UTC; export TZ; \
	COMPILE='$(COMPILE)'; export COMPILE; \
	LINK='$(CCLD) $(AM_CFLAGS) $(CFLAGS) $(AM_LDFLAGS) $(LDFLAGS)'; \
	export LINK; \
	ENGINE_LIBS='$(ENGINE_LIBS)'; export ENGINE_LIBS; \
	unset XDG_CONFIG_HOME XDG_STATE_HOME NO_COLOR;

# In place of automake's check-TESTS, to end with what failed and one line that
# counts the assertions of all tests.
EXTRA_DIST += tests/screen/record tests/summary tests/tap.sh
check-programs: $(check_LIBRARIES) $(check_PROGRAMS)
check-TESTS: check-programs
	@rm -f $(TEST_SUITE_LOG) $(TEST_LOGS) $(TEST_LOGS:.log=.trs)
	@$(MKDIR_P) tests/home
	@$(MAKE) $(AM_MAKEFLAGS) $(TEST_SUITE_LOG); status=$$?; \
	test $$status = 0 || \
		sed -n '/^not ok/,/^ok/{/^ok/!p}' $(TEST_SUITE_LOG) | head -n 400; \
	$(count_tests); exit $$status
check-summary:
	@$(count_tests)
count_tests = $(SHELL) $(srcdir)/tests/summary $(TEST_LOGS:.log=.trs)

# The same suite under the sanitizers, each in a build of its own.  They
# build from a copy of the sources, because these may hold a build already.
check-sanitize: distdir
	@rm -rf sanitize && mkdir sanitize && mv $(distdir) sanitize/source
	@failed=; for list in address,undefined thread; do \
		echo "sanitize=$$list"; \
		mkdir sanitize/$$list && (cd sanitize/$$list && \
		../source/configure -q CC='$(CC)' CFLAGS='$(CFLAGS)' \
			--enable-sanitize=$$list && \
		$(MAKE) check tests_srcdir='$(tests_srcdir)') || \
		failed="$$failed $$list"; \
	done; \
	if test -n "$$failed"; then echo "failed under:$$failed"; exit 1; fi

# Speed: prints the table of budgets and writes doc/performance.md.
bench_programs = \
	tests/bench/inflate_files \
	tests/bench/keys \
	tests/bench/queries
bench_files = \
	tests/bench/budgets \
	tests/bench/duckdb.js \
	tests/bench/questions \
	tests/bench/report.awk \
	tests/bench/run
EXTRA_PROGRAMS = $(bench_programs)
CLEANFILES += $(bench_programs)
EXTRA_DIST += $(bench_files)
bench: spoor data/spoor-generate $(bench_programs)
	SPOOR='$(abs_top_builddir)/spoor' srcdir='$(abs_top_srcdir)' \
	builddir='$(abs_top_builddir)' $(SHELL) $(srcdir)/tests/bench/run

clean-tests:
	rm -rf sanitize tests/home
.PHONY: clean-tests check-programs check-summary check-sanitize bench
