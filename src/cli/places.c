#include "cli/places.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* $variable/spoor, else $HOME/below/spoor; a relative one counts as unset. */
static const char *
xdg(struct arena *a, const char *variable, const char *below)
{
	const char *base = getenv(variable), *home = getenv("HOME");

	if (base && base[0] == '/')
		return arena_printf(a, "%s/spoor", base).p;
	if (home && home[0] == '/')
		return arena_printf(a, "%s/%s/spoor", home, below).p;
	return NULL;
}

const char *
config_directory(struct arena *a)
{
	return xdg(a, "XDG_CONFIG_HOME", ".config");
}

const char *
state_directory(struct arena *a)
{
	return xdg(a, "XDG_STATE_HOME", ".local/state");
}

/* Of the build tree that this program stands in, else the installed one. */
static const char *
data_place(struct arena *a, const char *built_name, const char *name)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *built;

	while (n > 0 && exe[n - 1] != '/')
		n--;
	if (n > 0) {
		built = arena_printf(a, "%.*s%s", (int)n, exe, built_name).p;
		if (access(built, R_OK) == 0)
			return built;
	}
	return arena_printf(a, "%s/%s", SPOOR_DATADIR, name).p;
}

const char *
demo_directory(struct arena *a)
{
	return data_place(a, "data/demo", "demo");
}

const char *
library_file(struct arena *a)
{
	return data_place(a, "data/queries.built", "queries");
}

void
places_print(void)
{
	struct arena a = { 0 };
	const char *config = config_directory(&a), *state = state_directory(&a);

	printf("config  %s\n", config ? config : "none: HOME is not set");
	printf("state   %s\n", state ? state : "none: HOME is not set");
	printf("demo    %s\n", demo_directory(&a));
	printf("queries %s\n", library_file(&a));
	arena_free(&a);
}
