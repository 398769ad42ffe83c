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
	src/query/query.h

explore_files = \
	src/explore/explore.h

ui_files = \
	src/ui/ui.h

cli_files = \
	src/cli/cli.h

bin_PROGRAMS += spoor
spoor_SOURCES = src/main.c $(ui_files) $(cli_files)
spoor_LDFLAGS = $(lto_ldflags)
spoor_LDADD = libspoor.a $(NCURSES_LIBS) $(ENGINE_LIBS)
