// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words of parameters that are made of two lists: what a call may be asked for.
 */
#include "api_private.h"
#include "catalogue.h"

const char *flow_word(size_t i)
{
	static const char *const words[] = { "in", "neutral_in" };
	size_t class = i - ARRAY_SIZE(words) + CLASS_REUSE;

	if (i < ARRAY_SIZE(words))
		return words[i];
	return class < CLASS_COUNT ? flow_class_name((enum flow_class) class) : NULL;
}
