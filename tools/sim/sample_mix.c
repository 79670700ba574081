// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The mix: shares and masses after what French recycleries publish in their yearly reports,
 * rounded; a demo's numbers, not statistics.
 */
#include "cleanup.h"
#include "sample.h"

const struct sample_kind sample_kinds[] = {
	{ "TLC-VET", 205, 7.5, 0.55, 0, 34, "TRI_TLC" },
	{ "TLC-LIN", 38, 5.2, 0.50, 0, 38, "TRI_TLC" },
	{ "TLC-CHA", 34, 4.1, 0.50, 0.9, 42, "TRI_TLC" },
	{ "HRP-LIV", 118, 9.6, 0.45, 0, 48, "REC_PAPIER" },
	{ "HRP-VAI", 84, 6.3, 0.55, 0, 64, "REC_VERRE" },
	{ "HRP-CUI", 30, 4.4, 0.50, 0, 60, "REC_METAL" },
	{ "HRP-BIB", 62, 3.8, 0.60, 0, 66, "" },
	{ "HRP-MUL", 30, 4.9, 0.50, 0, 52, "" },
	{ "HRP-MAR", 20, 2.4, 0.50, 0.8, 58, "" },
	{ "HRP-BIJ", 5, 0.32, 0.60, 0, 90, "" },
	{ "HRP-PUE", 14, 5.9, 0.50, 5.5, 70, "" },
	{ "HRP-CRE", 16, 3.1, 0.55, 0, 72, "REC_PAPIER" },
	{ "DEA-ASS", 36, 9.0, 0.55, 4.8, 62, "ECO_DEA" },
	{ "DEA-REM", 8, 33.0, 0.30, 33, 40, "ECO_DEA" },
	{ "DEA-TAB", 17, 24.0, 0.40, 24, 58, "ECO_DEA" },
	{ "DEA-RAN", 22, 34.0, 0.45, 34, 52, "ECO_DEA" },
	{ "DEA-LIT", 7, 29.0, 0.30, 29, 45, "ECO_DEA" },
	{ "DEA-MAT", 5, 20.0, 0.25, 20, 22, "ECO_DEA" },
	{ "DEA-DEC", 14, 3.9, 0.55, 0, 56, "ECO_DEA" },
	{ "DEA-JAR", 7, 7.5, 0.50, 6, 66, "ECO_DEA" },
	{ "DEA-DIV", 22, 4.8, 0.55, 0, 60, "ECO_DEA" },
	{ "EEE-PAM-CUI", 32, 4.6, 0.55, 2.6, 38, "ECO_EEE" },
	{ "EEE-PAM-ENT", 20, 5.4, 0.45, 4.9, 36, "ECO_EEE" },
	{ "EEE-PAM-SON", 15, 4.7, 0.55, 3.4, 42, "ECO_EEE" },
	{ "EEE-PAM-INF", 9, 5.6, 0.50, 5, 34, "ECO_EEE" },
	{ "EEE-PAM-LUM", 17, 2.3, 0.50, 2, 58, "ECO_EEE" },
	{ "EEE-PAM-OUT", 8, 3.6, 0.50, 3, 46, "ECO_EEE" },
	{ "EEE-ECR-TV", 6, 13.0, 0.40, 13, 26, "ECO_EEE" },
	{ "EEE-GEMH-LAV", 4, 62.0, 0.15, 62, 30, "ECO_EEE" },
	{ "EEE-GEMF", 3, 48.0, 0.25, 48, 24, "ECO_EEE" },
	{ "JOU-JOU", 44, 4.2, 0.55, 0, 66, "ECO_JOU" },
	{ "JOU-JEU", 22, 3.7, 0.45, 0.9, 70, "ECO_JOU" },
	{ "ASL-CYC", 9, 12.5, 0.25, 12.5, 58, "ECO_ASL" },
	{ "ASL-SPO", 15, 4.1, 0.55, 0, 62, "ECO_ASL" },
	{ "ABJ-BRI", 16, 5.3, 0.60, 0, 68, "ECO_ABJ" },
	{ "ABJ-JAR", 11, 5.8, 0.55, 0, 64, "ECO_ABJ" },
	{ "PMCB-BOI", 6, 17.0, 0.45, 15, 60, "ECO_PMCB" },
	{ "PMCB-SAN", 4, 9.0, 0.45, 9, 62, "ECO_PMCB" },
};
const size_t sample_kind_count = ARRAY_SIZE(sample_kinds);

const struct sample_choice sample_origins[] = {
	{ "APP_VOL", 78 },
	{ "DECH_ZONE", 12 },
	{ "COL_DOM", 5 },
	{ "DEBARRAS", 3 },
	{ "MAGASIN", 1 },
	{ "PRO", 1 },
};
const struct sample_choice sample_bulky_origins[] = {
	{ "COL_DOM", 44 },
	{ "APP_VOL", 24 },
	{ "DECH_ZONE", 17 },
	{ "DEBARRAS", 11 },
	{ "PRO", 3 },
	{ "MAGASIN", 1 },
};
const size_t sample_origin_count = ARRAY_SIZE(sample_origins);

/* Vigna's splitmix64, public domain. */
static uint64_t next(struct dice *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint32_t dice_below(struct dice *d, uint32_t limit)
{
	return (uint32_t)((next(d) >> 32) * limit >> 32);
}

/* The sum of twelve, less six: good enough at a counter, and the same everywhere. */
double dice_normal(struct dice *d)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += (double)(next(d) >> 11) * 0x1p-53;
	return sum;
}
