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
	src/store/discover.c src/store/topvalues.c \
	src/store/anyfield.c \
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
	src/store/tidy.c src/store/tidy.h \
	src/store/uuid.c src/store/uuid.h

ingest_files = \
	src/ingest/ahead.c src/ingest/ahead.h \
	src/ingest/book.c src/ingest/book.h \
	src/ingest/border.c src/ingest/border.h \
	src/ingest/containers.c src/ingest/containers.h \
	src/ingest/csv.c \
	src/ingest/coverage.c \
	src/ingest/digest.c src/ingest/digest.h \
	src/ingest/discover.c src/ingest/discover.h \
	src/ingest/feed.c src/ingest/feed.h \
	src/ingest/fmt_cloudfront.c \
	src/ingest/fmt_cloudtrail.c \
	src/ingest/fmt_config.c \
	src/ingest/fmt_elb.c \
	src/ingest/fmt_guardduty.c \
	src/ingest/fmt_lambda.c \
	src/ingest/fmt_ocsf.c \
	src/ingest/fmt_other.c \
	src/ingest/fmt_resolver.c \
	src/ingest/fmt_route53.c \
	src/ingest/fmt_s3access.c \
	src/ingest/fmt_securityhub.c \
	src/ingest/fmt_vpcflow.c \
	src/ingest/fmt_waf.c \
	src/ingest/follow.c src/ingest/follow.h \
	src/ingest/formats.c src/ingest/formats.h \
	src/ingest/found.c src/ingest/found.h \
	src/ingest/ingest.h \
	src/ingest/leaves.c src/ingest/leaves.h \
	src/ingest/lines.c \
	src/ingest/load_file.c \
	src/ingest/loader.c src/ingest/loader.h \
	src/ingest/look.c src/ingest/look.h \
	src/ingest/names.c \
	src/ingest/pump.c src/ingest/pump.h \
	src/ingest/readback.c src/ingest/readback.h \
	src/ingest/reader.c src/ingest/reader.h src/ingest/reading.h \
	src/ingest/scan.c src/ingest/scan.h \
	src/ingest/sniff.c src/ingest/sniff.h \
	src/ingest/spots.c \
	src/ingest/tail.c src/ingest/tail.h \
	src/ingest/unwrap.c \
	src/ingest/values.c \
	src/ingest/watch.c src/ingest/watch.h \
	src/ingest/worker.c

query_files = \
	src/query/address.h \
	src/query/agg.h \
	src/query/agg_numbers.c \
	src/query/agg_times.c \
	src/query/agg_values.c \
	src/query/aggs.c \
	src/query/anyindex.c src/query/anyindex.h \
	src/query/cells.c \
	src/query/check.c src/query/check.h \
	src/query/check_plan.c \
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
	src/query/func_date.c \
	src/query/func_general.c \
	src/query/func_json.c \
	src/query/func_net.c \
	src/query/func_number.c \
	src/query/func_text.c \
	src/query/func_time.c \
	src/query/funcs.c \
	src/query/glob.c src/query/glob.h \
	src/query/group.c src/query/group.h \
	src/query/group_table.c \
	src/query/ids.c src/query/ids.h \
	src/query/intern.c src/query/intern.h \
	src/query/join.c src/query/join.h \
	src/query/lex.c src/query/lex.h \
	src/query/lookup.c src/query/lookup.h \
	src/query/members.c src/query/members.h \
	src/query/notes.c src/query/notes.h \
	src/query/ops.c \
	src/query/order.c src/query/order.h \
	src/query/order_table.c \
	src/query/parse.c src/query/parse.h \
	src/query/parse_expr.c \
	src/query/patterns.c src/query/patterns.h \
	src/query/period.c src/query/period.h \
	src/query/pieces.c src/query/pieces.h \
	src/query/plan.h \
	src/query/print.c src/query/print.h \
	src/query/query.c src/query/query.h \
	src/query/rank.c src/query/rank.h \
	src/query/relevance.c src/query/relevance.h \
	src/query/result.c src/query/result.h \
	src/query/row_filter.c \
	src/query/rows.c src/query/rows.h \
	src/query/run.c src/query/run.h \
	src/query/search.c src/query/search.h \
	src/query/spellings.c src/query/spellings.h \
	src/query/stage.h \
	src/query/stage_accum.c \
	src/query/stage_addtotals.c \
	src/query/stage_anomaly.c \
	src/query/stage_appendcols.c \
	src/query/stage_autoregress.c \
	src/query/stage_countfrequent.c \
	src/query/stage_dedup.c \
	src/query/stage_diff.c \
	src/query/stage_fields.c \
	src/query/stage_filldown.c \
	src/query/stage_fillmissing.c \
	src/query/stage_filter.c \
	src/query/stage_join.c \
	src/query/stage_limit.c \
	src/query/stage_lookup.c \
	src/query/stage_outlier.c \
	src/query/stage_parse.c \
	src/query/stage_pattern.c \
	src/query/stage_relevantfields.c \
	src/query/stage_sessionize.c \
	src/query/stage_sort.c \
	src/query/stage_source.c \
	src/query/stage_stats.c \
	src/query/stage_unmask.c \
	src/query/stage_unnest.c \
	src/query/stages.c \
	src/query/states.c src/query/states.h \
	src/query/subquery.c src/query/subquery.h \
	src/query/table.c src/query/table.h \
	src/query/tables.h \
	src/query/tree.c src/query/tree.h \
	src/query/words.c \
	src/query/zone.c src/query/zone.h

explore_files = \
	src/explore/act_follow.c \
	src/explore/act_move.c \
	src/explore/act_path.c \
	src/explore/act_time.c \
	src/explore/act_columns.c \
	src/explore/act_copy.c \
	src/explore/act_export.c src/explore/act_save.c \
	src/explore/actions.c src/explore/actions.h \
	src/explore/answer.c src/explore/answer.h \
	src/explore/assist.c \
	src/explore/bars.c src/explore/bars.h \
	src/explore/cells.c src/explore/cells.h \
	src/explore/chart.c src/explore/chart.h \
	src/explore/chart_draw.c \
	src/explore/columns.c src/explore/columns.h \
	src/explore/compare.c src/explore/compare.h \
	src/explore/complete.c src/explore/complete.h \
	src/explore/detail.c src/explore/detail.h \
	src/explore/detail_table.c \
	src/explore/dispatch.c \
	src/explore/explore.c src/explore/explore.h \
	src/explore/export.c src/explore/export.h \
	src/explore/files.c src/explore/files.h \
	src/explore/far.c src/explore/far.h \
	src/explore/help.c \
	src/explore/history.c src/explore/history.h \
	src/explore/keymap.c src/explore/keymap.h \
	src/explore/lane.c src/explore/lane.h \
	src/explore/ledger.c src/explore/ledger.h \
	src/explore/library.c src/explore/library.h \
	src/explore/list.c \
	src/explore/meanings.c src/explore/meanings.h \
	src/explore/opened.c \
	src/explore/opened_rows.c \
	src/explore/point.c \
	src/explore/prompt.c src/explore/prompt.h \
	src/explore/range.c src/explore/range.h \
	src/explore/recent.c src/explore/recent.h \
	src/explore/row_reader.c src/explore/row_reader.h \
	src/explore/search.c src/explore/search.h \
	src/explore/seek.c \
	src/explore/sheet.c src/explore/sheet.h \
	src/explore/sheet_chart.c \
	src/explore/sheet_compare.c \
	src/explore/sheet_diff.c \
	src/explore/sheet_columns.c \
	src/explore/sheet_fields.c \
	src/explore/sheet_info.c \
	src/explore/sheet_ways.c \
	src/explore/sheet_keys.c \
	src/explore/sheet_kinds.c \
	src/explore/sheet_menu.c \
	src/explore/sheet_palette.c \
	src/explore/sheet_show.c \
	src/explore/sheet_values.c \
	src/explore/show.c \
	src/explore/state.h \
	src/explore/steps.c src/explore/steps.h \
	src/explore/tracks.c \
	src/explore/undo.c \
	src/explore/take.c \
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
	src/ui/editor.c src/ui/editor.h \
	src/ui/grid.c src/ui/grid.h \
	src/ui/input.c src/ui/input.h \
	src/ui/layout.c src/ui/layout.h \
	src/ui/mouse.c src/ui/mouse.h \
	src/ui/loop.c src/ui/ui.h \
	src/ui/pane_box.c \
	src/ui/pane_detail.c \
	src/ui/pane_help.c \
	src/ui/pane_histogram.c \
	src/ui/pane_keys.c \
	src/ui/pane_list.c \
	src/ui/pane_path.c \
	src/ui/pane_query.c \
	src/ui/pane_sheet.c \
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
	src/cli/follow.c src/cli/follow.h \
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
