// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words of parameters that are made of more than one list: what a call may be asked for.
 */
#include "api_private.h"
#include "catalogue.h"
#include "item.h"
#include "record.h"

const char *flow_word(size_t i)
{
	static const char *const words[] = { "in", "neutral_in" };
	size_t class = i - ARRAY_SIZE(words) + CLASS_REUSE;

	if (i < ARRAY_SIZE(words))
		return words[i];
	return class < CLASS_COUNT ? flow_class_name((enum flow_class) class) : NULL;
}

const char *slip_type_word(size_t i)
{
	return i < slip_type_words.count ? slip_type_words.names[i] : NULL;
}

const char *slip_state_word(size_t i)
{
	return i < slip_state_words.count ? slip_state_words.names[i] : NULL;
}

const char *item_state_word(size_t i)
{
	return i < item_state_words.count ? item_state_words.names[i] : NULL;
}

static const char *kind_word(size_t i, bool made)
{
	const struct kind *kind;

	for (size_t k = 0; (kind = kind_at(k)); k++)
		if (kind_row(kind) && kind_named(kind_name(kind)) == kind &&
			(!made || kind_role(kind)) && i-- == 0)
			return kind_name(kind);
	return NULL;
}

const char *listed_word(size_t i)
{
	return kind_word(i, false);
}

const char *made_word(size_t i)
{
	return kind_word(i, true);
}
