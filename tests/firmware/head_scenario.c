// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Runs scenario files on the image and on the host core, side by side.
 */
#include "script.h"
#include <stdio.h>

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		check(script_run(argv[i]) == 0, "%s cannot be read", argv[i]);
	check(argc > 1, "no scenario");
	return check_end();
}
