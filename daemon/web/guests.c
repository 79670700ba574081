// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose a listener is: the desk's own, or a guest's, which is told from others by what it came with. */
#include <stdio.h>
#include <string.h>
#include "web_private.h"

void party_of(struct exchange *x, struct party *ret_party)
{
	const struct token *t = who_token(x);
	const struct session *s = t || !x->lan ? NULL : who_session(x);
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const union MHD_ConnectionInfo *on =
		MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	*ret_party = (struct party){ 0 };
	if (t || x->lan)
		(void)snprintf(ret_party->key, sizeof(ret_party->key), "%c%s", t ? 't' : 's',
			t   ? t->id
			: s ? s->id
			    : "");
	if (info && info->client_addr && on)
		ret_party->address = door_key_of(info->client_addr, on->connect_fd);
}

bool same_party(const struct party *a, const struct party *b)
{
	return !strcmp(a->key, b->key);
}
