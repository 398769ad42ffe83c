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

const char *
demo_directory(struct arena *a)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *built;

	while (n > 0 && exe[n - 1] != '/')
		n--;
	if (n > 0) {
		built = arena_printf(a, "%.*sdata/demo", (int)n, exe).p;
		if (access(built, R_OK | X_OK) == 0)
			return built;
	}
	return SPOOR_DATADIR "/demo";
}

void
places_print(void)
{
	struct arena a = { 0 };
	const char *config = config_directory(&a), *state = state_directory(&a);

	printf("config  %s\n", config ? config : "none: HOME is not set");
	printf("state   %s\n", state ? state : "none: HOME is not set");
	printf("demo    %s\n", demo_directory(&a));
	arena_free(&a);
}
