// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whatever a scanner sends: a control code or a key is only said of a right check
 * character, reads the same with hyphens, in lower case and again, and stays in its size.
 */
#include <assert.h>
#include <ctype.h>
#include <string.h>
#include "code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_in_lower_case(const char *text, const struct code *code)
{
	char lower[SCANNED_SIZE];
	struct code again;
	size_t i;

	for (i = 0; text[i]; i++)
		lower[i] = (char)((text[i] >= 'A' && text[i] <= 'Z') ? text[i] + 32 : text[i]);
	lower[i] = '\0';
	code_parse(lower, &again);
	assert(again.kind == code->kind && strcmp(again.squashed, code->squashed) == 0);
}

static void same_when_made_again(const struct code *code)
{
	char control[PRIVATE_KEY_SIZE];
	struct code again;

	if (code_control_make(code->type, code->squashed, control, sizeof(control)) < 0)
		return;
	code_parse(control, &again);
	assert(again.kind == CODE_CONTROL && again.type == code->type);
	assert(strcmp(again.squashed, code->squashed) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[SCANNED_SIZE];
	struct code code;

	if (size >= sizeof(text))
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	code_parse(text, &code);
	assert(memchr(code.squashed, '\0', sizeof(code.squashed)));
	assert(code.kind != CODE_CONTROL || strchr("KODCUAPZRQFNT", code.type));
	assert(code.kind == CODE_CONTROL || code.type == '\0');
	same_in_lower_case(text, &code);
	if (code.kind == CODE_CONTROL)
		same_when_made_again(&code);
	return 0;
}
