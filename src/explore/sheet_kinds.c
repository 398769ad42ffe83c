/*
 * The table of the kinds of sheet.
 */
#include "explore/sheet.h"

const struct sheet_kind *const sheet_kinds[] = {
	&sheet_values,
	&sheet_diff,
	&sheet_compare,
	&sheet_info,
	&sheet_ways,
	&sheet_fields,
	&sheet_chart,
	&sheet_menu,
	&sheet_palette,
	&sheet_copy,
	&sheet_save,
	&sheet_export,
	&sheet_file,
	&sheet_name,
	&sheet_columns_kind,
	&sheet_tracks,
};

size_t
sheet_kinds_count(void)
{
	return sizeof(sheet_kinds) / sizeof(*sheet_kinds);
}

const struct sheet_kind *
sheet_kind_of_tab(int tab)
{
	for (size_t i = 0; i < sheet_kinds_count(); i++)
		if (tab > 0 && sheet_kinds[i]->tab == tab)
			return sheet_kinds[i];
	return NULL;
}
