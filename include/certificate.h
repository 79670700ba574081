// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The certificate by which other machines speak to the station over TLS: the site's own files, or one
 * that the station makes for itself, whose fingerprint people compare once. It lies with the secrets.
 */
#pragma once
#include "secrets.h"

enum { FINGERPRINT_SIZE = 96, CERTIFICATE_NAMES = 8, NAME_MOST = 256 };

struct certificate {
	char *chain, *key;                  /* PEM */
	char fingerprint[FINGERPRINT_SIZE]; /* SHA-256 of the certificate, "AB:CD:…" */
};

/*
 * The one in the folder, made there if there is none: for these names, NULL at the end, and for as long
 * as the station lives, as what is compared is the fingerprint. 0; -EBADMSG: it is none; -errno.
 */
int certificate_own(
	const char *folder, const char *const names[], struct certificate *ret_certificate);
/* The site's own files. 0; -EBADMSG; -errno. */
int certificate_read(const char *chain, const char *key, struct certificate *ret_certificate);
void certificate_done(struct certificate *c);
/* Of the station's own one, for whoever may read it; -ENOENT: none was made. */
int certificate_fingerprint(const char *folder, char ret_fingerprint[FINGERPRINT_SIZE]);
