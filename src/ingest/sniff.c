#include "ingest/sniff.h"

#include "base/utf8.h"

/* Signatures: Parquet format, "File format"; PNG and PDF specifications; ZIP
 * APPNOTE 4.3.7; Zstandard RFC 8878 section 3.1.1; bzip2, xz file formats. */
static const struct signature {
	struct str bytes;
	const char *name;
} signatures[] = {
	{ STR_INIT("PAR1"), "Parquet" },
	{ STR_INIT("\x89PNG"), "PNG picture" },
	{ STR_INIT("\xff\xd8\xff"), "JPEG picture" },
	{ STR_INIT("%PDF-"), "PDF document" },
	{ STR_INIT("PK\x03\x04"), "ZIP archive" },
	{ STR_INIT("\x28\xb5\x2f\xfd"), "Zstandard" },
	{ STR_INIT("BZh"), "bzip2" },
	{ STR_INIT("\xfd\x37zXZ"), "xz" },
	{ STR_INIT("\xff\xfe"), "UTF-16 text" },
	{ STR_INIT("\xfe\xff"), "UTF-16 text" },
};

static bool
is_text(struct str s)
{
	s = str_head(s, SNIFF_BYTES);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' &&
		    c != 0x1b)
			return false;
	}
	return true;
}

const char *
sniff(struct str head)
{
	if (memchr("{[}],", head.p[0], 5))
		return NULL;
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++)
		if (str_starts(head, signatures[i].bytes))
			return signatures[i].name;
	/* The rest of a record whose beginning was cut off. */
	if (str_find(head, STR("\n{\"eventVersion\"")) < head.n)
		return NULL;
	return is_text(head) ? SNIFFED_TEXT : "binary";
}
