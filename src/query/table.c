#include "query/table.h"

#include "query/ids.h"

struct datum
table_cell(const struct table *t, uint64_t row, uint32_t column,
    struct arena *a)
{
	const struct table_column *c = &t->columns[column];

	return c->ids ? ids_datum(c->ids, c->numbers[row], a) : c->data[row];
}
