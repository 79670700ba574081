// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of prepacked food, drawn from what it has to say and from nothing else (EU 1169/2011,
 * French consumer code R412-3; rules.md 3.2 to 3.8, 3.10). It speaks French, as the law wants, whoever
 * reads the refusals. Letters never fall below the law: what does not fit is refused, and the
 * refusal says which label would do.
 */
#pragma once
#include "label.h"

enum {
	FOOD_INGREDIENTS_MOST = 80,
	FOOD_ALLERGENS = 14, /* annex II */
	FOOD_TRACES_MOST = 14,
	FOOD_REFUSALS_MOST = 32,
	FOOD_LABELS_MOST = 2,
	FOOD_X_HEIGHT_UM = 1200,
	FOOD_X_HEIGHT_SMALL_UM = 900, /* the container's largest face is under 80 cm2 */
	FOOD_SMALL_FACE_CM2 = 80,
};

enum food_date_kind { FOOD_DATE_NONE, FOOD_DATE_DLC, FOOD_DATE_DDM };

/* All texts are UTF-8 and lent for the call; NULL or "": not said. */
struct food_ingredient {
	const char *name;
	uint16_t percent; /* of the whole; 0: not said */
	bool read;        /* its allergens are known; none of them is then a statement too */
	size_t allergen_count;
	const char *allergens[FOOD_ALLERGENS]; /* GLU CRU OEU … (allergens.csv) */
	size_t word_count;
	const char *words[FOOD_ALLERGENS]; /* of its name, to be emphasised */
};

struct food_label {
	const char *name; /* the legal or customary name */
	size_t ingredient_count;
	struct food_ingredient ingredients[FOOD_INGREDIENTS_MOST]; /* heaviest first */
	size_t trace_count;
	const char *traces[FOOD_TRACES_MOST];
	int64_t net_mg;    /* printed rounded down to the gram */
	uint16_t portions; /* 0: not said */
	enum food_date_kind date_kind;
	const char *date;      /* YYYY-MM-DD; of a DDM also YYYY-MM or YYYY: the end of it */
	const char *frozen_on; /* YYYY-MM-DD; with a DLC the food has been thawed */
	const char *storage;   /* with its temperature */
	const char *after_opening;
	const char *reheating;
	const char *lot; /* without its L */
	const char *maker_name, *maker_address;
	const char *approval;     /* FR 25.462.001 CE: "25.462.001"; draws the oval */
	uint16_t rescued_percent; /* of what went in, for the line about it; 0: no line */
	bool donated;             /* it is given and may not be sold */
	const char *second_language;
	const char *code;  /* of the pack, as a Data Matrix: 0-9 A-Z and '-' */
	uint32_t face_cm2; /* largest face of the container; 0: nobody knows, so not small */
};

struct food_refusals {
	size_t count;
	struct sentence list[FOOD_REFUSALS_MOST]; /* further ones are left out */
};

/* What is missing or cannot be said, each by its name; none: it may be drawn. */
void label_food_check(const struct food_label *f, struct food_refusals *ret_refusals);

/*
 * Draws it on so many labels, 1 or 2: what does not fit on the first goes to the second.
 * How many were drawn, each *ret_rasters to be freed with free(); 0: refused, and why; the larger
 * label that would do is said with food_too_small. -EINVAL: no such paper; -ENOMEM.
 */
int label_food(const struct food_label *f, const struct label_media *media, unsigned int labels,
	struct raster *ret_rasters[FOOD_LABELS_MOST], struct food_refusals *ret_refusals);

/* What the law asks of letters and of the quantity's digits: micrometres. */
uint32_t label_food_x_height_um(const struct food_label *f);
uint32_t label_food_digit_um(int64_t net_mg);
