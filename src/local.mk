# One block for each room; a new file is one line.
AM_CPPFLAGS += -I$(top_srcdir)/src -I$(top_builddir)/src

noinst_LIBRARIES += libspoor.a
libspoor_a_SOURCES = \
	$(base_files) \
	$(store_files) \
	$(ingest_files) \
	$(query_files) \
	$(explore_files)

base_files = \
	src/base/arena.c src/base/arena.h \
	src/base/bits.h \
	src/base/buf.c src/base/buf.h \
	src/base/doc.c src/base/doc.h \
	src/base/err.c src/base/err.h \
	src/base/hash.c src/base/hash.h \
	src/base/inflate.c src/base/inflate.h \
	src/base/json.c src/base/json.h \
	src/base/json_text.c \
	src/base/pattern.c src/base/pattern.h \
	src/base/pool.c src/base/pool.h \
	src/base/regex.c src/base/regex.h \
	src/base/str.c src/base/str.h \
	src/base/timefmt.c src/base/timefmt.h \
	src/base/utf8.c src/base/utf8.h

store_files = \
	src/store/builder.c \
	src/store/colbuild.c src/store/colbuild.h \
	src/store/column.c \
	src/store/common.c \
	src/store/computed.c \
	src/store/discover.c \
	src/store/field.c src/store/field.h \
	src/store/fold.c src/store/fold.h \
	src/store/maker.c \
	src/store/order.c \
	src/store/paths.c src/store/paths.h \
	src/store/raw.c \
	src/store/rebuild.c \
	src/store/segment.c src/store/segment.h \
	src/store/snapshot.c src/store/snapshot.h \
	src/store/store.c src/store/store.h \
	src/store/uuid.c src/store/uuid.h

ingest_files = \
	src/ingest/ahead.c src/ingest/ahead.h \
	src/ingest/book.c src/ingest/book.h \
	src/ingest/border.c src/ingest/border.h \
	src/ingest/containers.c src/ingest/containers.h \
	src/ingest/discover.c src/ingest/discover.h \
	src/ingest/feed.c src/ingest/feed.h \
	src/ingest/fmt_cloudtrail.c \
	src/ingest/fmt_other.c \
	src/ingest/formats.c src/ingest/formats.h \
	src/ingest/found.c src/ingest/found.h \
	src/ingest/ingest.h \
	src/ingest/load_file.c \
	src/ingest/loader.c src/ingest/loader.h \
	src/ingest/look.c src/ingest/look.h \
	src/ingest/pump.c src/ingest/pump.h \
	src/ingest/readback.c src/ingest/readback.h \
	src/ingest/reader.c src/ingest/reader.h \
	src/ingest/scan.c src/ingest/scan.h \
	src/ingest/sniff.c src/ingest/sniff.h \
	src/ingest/worker.c

query_files = \
	src/query/aggs.c \
	src/query/cells.c \
	src/query/check.c src/query/check.h \
	src/query/constants.c src/query/constants.h \
	src/query/datum.c src/query/datum.h \
	src/query/entries.c src/query/entries.h \
	src/query/errors.c src/query/errors.h \
	src/query/eval.c src/query/eval.h \
	src/query/exact.c src/query/exact.h \
	src/query/execute.c \
	src/query/filter.c src/query/filter.h \
	src/query/func.h \
	src/query/func_code.c \
	src/query/func_general.c \
	src/query/func_net.c \
	src/query/func_number.c \
	src/query/func_text.c \
	src/query/func_time.c \
	src/query/funcs.c \
	src/query/group.c src/query/group.h \
	src/query/group_table.c \
	src/query/ids.c src/query/ids.h \
	src/query/intern.c src/query/intern.h \
	src/query/lex.c src/query/lex.h \
	src/query/members.c src/query/members.h \
	src/query/notes.c src/query/notes.h \
	src/query/ops.c \
	src/query/order.c src/query/order.h \
	src/query/order_table.c \
	src/query/parse.c src/query/parse.h \
	src/query/parse_expr.c \
	src/query/period.c src/query/period.h \
	src/query/pieces.c src/query/pieces.h \
	src/query/plan.h \
	src/query/print.c src/query/print.h \
	src/query/query.c src/query/query.h \
	src/query/rank.c src/query/rank.h \
	src/query/result.c src/query/result.h \
	src/query/rows.c src/query/rows.h \
	src/query/run.c src/query/run.h \
	src/query/search.c src/query/search.h \
	src/query/stage.h \
	src/query/stage_dedup.c \
	src/query/stage_fields.c \
	src/query/stage_filter.c \
	src/query/stage_limit.c \
	src/query/stage_sort.c \
	src/query/stage_stats.c \
	src/query/stages.c \
	src/query/states.c src/query/states.h \
	src/query/table.c src/query/table.h \
	src/query/tables.h \
	src/query/tree.c src/query/tree.h \
	src/query/words.c

explore_files = \
	src/explore/act_move.c \
	src/explore/act_path.c \
	src/explore/actions.c src/explore/actions.h \
	src/explore/answer.c src/explore/answer.h \
	src/explore/bars.c src/explore/bars.h \
	src/explore/cells.c src/explore/cells.h \
	src/explore/columns.c src/explore/columns.h \
	src/explore/detail.c src/explore/detail.h \
	src/explore/explore.c src/explore/explore.h \
	src/explore/help.c \
	src/explore/history.c src/explore/history.h \
	src/explore/lane.c src/explore/lane.h \
	src/explore/ledger.c src/explore/ledger.h \
	src/explore/list.c \
	src/explore/opened.c \
	src/explore/prompt.c src/explore/prompt.h \
	src/explore/row_reader.c src/explore/row_reader.h \
	src/explore/search.c src/explore/search.h \
	src/explore/seek.c \
	src/explore/show.c \
	src/explore/state.h \
	src/explore/steps.c src/explore/steps.h \
	src/explore/value.c \
	src/explore/views.c \
	src/explore/out.c src/explore/out.h \
	src/explore/out_csv.c \
	src/explore/out_json.c \
	src/explore/out_md.c \
	src/explore/out_table.c \
	src/explore/out_writer.h

# A library of its own, so that screen tests link without curses.
noinst_LIBRARIES += libui.a
libui_a_SOURCES = \
	src/ui/grid.c src/ui/grid.h \
	src/ui/input.c src/ui/input.h \
	src/ui/layout.c src/ui/layout.h \
	src/ui/loop.c src/ui/ui.h \
	src/ui/pane_detail.c \
	src/ui/pane_help.c \
	src/ui/pane_histogram.c \
	src/ui/pane_keys.c \
	src/ui/pane_list.c \
	src/ui/pane_path.c \
	src/ui/pane_query.c \
	src/ui/pane_tabs.c \
	src/ui/panes.c src/ui/panes.h \
	src/ui/term.c src/ui/term.h \
	src/ui/theme.c src/ui/theme.h \
	src/ui/view.c src/ui/view.h

cli_files = \
	src/cli/cli.h \
	src/cli/cmd.h src/cli/commands.c \
	src/cli/cmd_explore.c \
	src/cli/cmd_fields.c \
	src/cli/cmd_help.c \
	src/cli/cmd_ledger.c \
	src/cli/cmd_query.c \
	src/cli/load.c src/cli/load.h \
	src/cli/options.c src/cli/options.h \
	src/cli/output.c src/cli/output.h \
	src/cli/places.c src/cli/places.h \
	src/cli/progress.c src/cli/progress.h \
	src/cli/say.c src/cli/say.h \
	src/cli/stop.c src/cli/stop.h \
	src/cli/usage.c src/cli/usage.h

bin_PROGRAMS += spoor
spoor_SOURCES = src/main.c $(cli_files)
spoor_LDFLAGS = $(lto_ldflags)
spoor_LDADD = libui.a libspoor.a $(NCURSES_LIBS) $(ENGINE_LIBS)
