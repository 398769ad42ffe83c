/*
 * spoor: argv to a command, or to the terminal face.
 */
#include <locale.h>
#include <string.h>

#include "cli/cli.h"
#include "ui/ui.h"

static int
run_face(struct explore *x, const struct cli_look *look, struct err *err)
{
	struct ui_options o = { .theme = look->theme, .ascii = look->ascii,
		.zone = look->zone };

	if (strcmp(look->color, "always") == 0)
		o.colour = COLOUR_ALWAYS;
	else if (strcmp(look->color, "never") == 0)
		o.colour = COLOUR_NEVER;
	return ui_run(x, &o, err);
}

int
main(int argc, char **argv)
{
	static const struct cli_face face = { run_face, ui_has_theme,
		ui_themes };

	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv, &face);
}
