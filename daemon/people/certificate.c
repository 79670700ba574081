// SPDX-License-Identifier: GPL-3.0-or-later
/* Certificates by GnuTLS, which libmicrohttpd speaks TLS with. */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "certificate.h"
#include "cleanup.h"
#include "files.h"

static const char own_chain[] = "tls.pem", own_key[] = "tls-key.pem";

/* A Pi may not know the time when it makes it. */
#define FROM_S 1735689600  /* 2025-01-01 */
#define UNTIL_S 2524608000 /* 2050-01-01 */

static int of_gnutls(int r)
{
	return r == GNUTLS_E_MEMORY_ERROR ? -ENOMEM : r < 0 ? -EBADMSG : 0;
}

static void write_fingerprint(const uint8_t *digest, size_t size, char ret_text[FINGERPRINT_SIZE])
{
	for (size_t i = 0; i < size; i++)
		(void)snprintf(ret_text + 3 * i, 4, i + 1 < size ? "%02X:" : "%02X", digest[i]);
}

static int fingerprint_of(const char *pem, char ret_fingerprint[FINGERPRINT_SIZE])
{
	gnutls_datum_t text = { (unsigned char *)(uintptr_t)pem, (unsigned)strlen(pem) };
	uint8_t digest[32];
	size_t size = sizeof(digest);
	gnutls_x509_crt_t crt;
	int r = gnutls_x509_crt_init(&crt);

	if (r < 0)
		return -ENOMEM;
	r = gnutls_x509_crt_import(crt, &text, GNUTLS_X509_FMT_PEM);
	if (r >= 0)
		r = gnutls_x509_crt_get_fingerprint(crt, GNUTLS_DIG_SHA256, digest, &size);
	gnutls_x509_crt_deinit(crt);
	if (r >= 0)
		write_fingerprint(digest, size, ret_fingerprint);
	return of_gnutls(r);
}

/* That the key is of the certificate is seen before anybody calls. */
static int go_together(const struct certificate *c)
{
	gnutls_datum_t chain = { (unsigned char *)c->chain, (unsigned)strlen(c->chain) };
	gnutls_datum_t key = { (unsigned char *)c->key, (unsigned)strlen(c->key) };
	gnutls_certificate_credentials_t both;
	int r = gnutls_certificate_allocate_credentials(&both);

	if (r < 0)
		return -ENOMEM;
	r = gnutls_certificate_set_x509_key_mem(both, &chain, &key, GNUTLS_X509_FMT_PEM);
	gnutls_certificate_free_credentials(both);
	return of_gnutls(r);
}

static int complete(struct certificate *c, struct certificate *ret_certificate)
{
	int r = go_together(c);

	if (r == 0)
		r = fingerprint_of(c->chain, c->fingerprint);
	if (r < 0)
		certificate_done(c);
	else
		*ret_certificate = *c;
	return r;
}

/* ---- one of its own ---- */

static int fill(gnutls_x509_crt_t crt, gnutls_x509_privkey_t key, const char *const names[])
{
	static const char common[] = "bascule";
	uint8_t serial[16];
	int r = 0;

	randombytes_buf(serial, sizeof(serial));
	serial[0] &= 0x7f;
	if (gnutls_x509_crt_set_version(crt, 3) < 0 ||
		gnutls_x509_crt_set_serial(crt, serial, sizeof(serial)) < 0 ||
		gnutls_x509_crt_set_activation_time(crt, FROM_S) < 0 ||
		gnutls_x509_crt_set_expiration_time(crt, UNTIL_S) < 0 ||
		gnutls_x509_crt_set_dn_by_oid(
			crt, GNUTLS_OID_X520_COMMON_NAME, 0, common, sizeof(common) - 1) < 0 ||
		gnutls_x509_crt_set_basic_constraints(crt, 0, -1) < 0 ||
		gnutls_x509_crt_set_key_usage(crt, GNUTLS_KEY_DIGITAL_SIGNATURE) < 0 ||
		gnutls_x509_crt_set_key_purpose_oid(crt, GNUTLS_KP_TLS_WWW_SERVER, 0) < 0)
		return -ENOMEM;
	for (size_t i = 0; names[i] && r >= 0; i++)
		r = gnutls_x509_crt_set_subject_alt_name(crt, GNUTLS_SAN_DNSNAME, names[i],
			(unsigned)strlen(names[i]), i ? GNUTLS_FSAN_APPEND : GNUTLS_FSAN_SET);
	if (r >= 0)
		r = gnutls_x509_crt_set_key(crt, key);
	if (r >= 0)
		r = gnutls_x509_crt_sign2(crt, crt, key, GNUTLS_DIG_SHA256, 0);
	return of_gnutls(r);
}

static int keep(const char *folder, gnutls_x509_crt_t crt, gnutls_x509_privkey_t key)
{
	gnutls_datum_t chain = { 0 }, secret = { 0 };
	int r = of_gnutls(gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_PEM, &chain));

	if (r == 0)
		r = of_gnutls(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &secret));
	if (r == 0)
		r = files_put(folder, own_key, MODE_SECRET, (const char *)secret.data);
	if (r == 0)
		r = files_put(folder, own_chain, MODE_GROUP, (const char *)chain.data);
	gnutls_free(chain.data);
	gnutls_memset(secret.data, 0, secret.size);
	gnutls_free(secret.data);
	return r;
}

static int make(const char *folder, const char *const names[])
{
	gnutls_x509_privkey_t key = NULL;
	gnutls_x509_crt_t crt = NULL;
	int r = sodium_init() < 0 ? -ENOSYS : of_gnutls(gnutls_x509_privkey_init(&key));

	if (r == 0)
		r = of_gnutls(gnutls_x509_crt_init(&crt));
	if (r == 0)
		r = of_gnutls(gnutls_x509_privkey_generate(
			key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
	if (r == 0)
		r = fill(crt, key, names);
	if (r == 0)
		r = keep(folder, crt, key);
	if (crt)
		gnutls_x509_crt_deinit(crt);
	if (key)
		gnutls_x509_privkey_deinit(key);
	return r;
}

int certificate_own(
	const char *folder, const char *const names[], struct certificate *ret_certificate)
{
	struct certificate c = { 0 };
	int r = files_get(folder, own_chain, &c.chain);

	if (r == -ENOENT) {
		r = make(folder, names);
		if (r == 0)
			r = files_get(folder, own_chain, &c.chain);
	}
	if (r == 0)
		r = files_get(folder, own_key, &c.key);
	if (r == 0)
		return complete(&c, ret_certificate);
	certificate_done(&c);
	return r;
}

int certificate_read(const char *chain, const char *key, struct certificate *ret_certificate)
{
	struct certificate c = { 0 };
	int r = file_get(chain, &c.chain);

	if (r == 0)
		r = file_get(key, &c.key);
	if (r == 0)
		return complete(&c, ret_certificate);
	certificate_done(&c);
	return r;
}

void certificate_done(struct certificate *c)
{
	free(c->chain);
	free(c->key);
	*c = (struct certificate){ 0 };
}

int certificate_fingerprint(const char *folder, char ret_fingerprint[FINGERPRINT_SIZE])
{
	_cleanup_free_ char *pem = NULL;
	int r = files_get(folder, own_chain, &pem);

	return r < 0 ? r : fingerprint_of(pem, ret_fingerprint);
}
