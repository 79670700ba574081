// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Cleanup by scope: a local marked _cleanup_X_ is released when it leaves its
 * scope, so constructors read straight down and each failure is one return.
 * Success hands the value out with TAKE_PTR or TAKE_FD.
 */
#pragma once
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static inline void cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_close(const int *fd)
{
	int saved = errno;

	if (*fd >= 0)
		(void)close(*fd);
	errno = saved;
}

#define _cleanup_(f) __attribute__((cleanup(f)))
#define _cleanup_free_ _cleanup_(cleanup_free)
#define _cleanup_close_ _cleanup_(cleanup_close)

/* Gives a type's destructor x_free() the form that the attribute wants. */
#define CLEANUP_OF(type, func)                      \
	static inline void cleanup_##func(type **p) \
	{                                           \
		if (*p)                             \
			func(*p);                   \
	}                                           \
	struct cleanup_##func##_needs_semicolon

#define TAKE_PTR(p)                          \
	({                                   \
		__typeof__(p) *pp_ = &(p);   \
		__typeof__(p) taken_ = *pp_; \
		*pp_ = NULL;                 \
		taken_;                      \
	})
#define TAKE_FD(fd)                 \
	({                          \
		int *fdp_ = &(fd);  \
		int taken_ = *fdp_; \
		*fdp_ = -1;         \
		taken_;             \
	})

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
