// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scenario files: plain lines that say what happens to a platform and what must be seen. The same
 * file drives the image in simavr and the host core; at each `expect` both are asked, and all that
 * they say must be equal. tests/firmware/scenarios/README.md has the words.
 */
#pragma once
#include "bench.h"
#include "twin.h"

struct script {
	const char *path;
	int line;
	double sps, noise_nv;
	struct plate plate;
	struct board *board;
	struct twin twin;
	int expectations;
};

// Runs a file; each expectation is a check (bench.h). 0, or -1: it cannot be read.
int script_run(const char *path);
