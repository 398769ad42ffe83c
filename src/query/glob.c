#include "query/glob.h"

bool
glob_matches(struct str pattern, struct str text)
{
	size_t i = 0, j = 0, star = SIZE_MAX, from = 0;

	while (j < text.n) {
		if (i < pattern.n && pattern.p[i] == '*') {
			star = i++;
			from = j;
		} else if (i < pattern.n && pattern.p[i] == text.p[j]) {
			i++;
			j++;
		} else if (star < SIZE_MAX) {
			/* The last star takes one byte more. */
			i = star + 1;
			j = ++from;
		} else {
			return false;
		}
	}
	while (i < pattern.n && pattern.p[i] == '*')
		i++;
	return i == pattern.n;
}
