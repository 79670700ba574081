// SPDX-License-Identifier: GPL-3.0-or-later
/* Who asks: each may all that the one before may. */
#pragma once

enum role {
	ROLE_NONE, /* of no call: a row without a role is a mistake. Of a kind: no request makes it */
	ROLE_ANYONE,
	ROLE_KIOSK, /* the page at a place of weighing */
	ROLE_STAFF,
	ROLE_COORDINATOR,
};
