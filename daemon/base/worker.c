// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The only threads of the program, and the only locks. A worker has three lists: jobs to
 * run and jobs that give way to those, which the thread takes from, and jobs that ran, which
 * the loop takes from when the eventfd rings. Nothing else is shared.
 */
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include "log.h"
#include "worker.h"

struct item {
	struct item *next;
	void *result; /* behind the job, in the same allocation */
	max_align_t job[];
};

struct list {
	struct item *first;
	struct item **last;
};

struct worker {
	struct worker_ops ops;
	void *resource;
	void *data;
	struct loop_source *source;
	int ring; /* eventfd */
	pthread_t thread;
	bool started;
	size_t pending; /* the loop's own count */

	pthread_mutex_t lock; /* for all below */
	pthread_cond_t wake;
	bool stop;
	struct list todo, behind;
	struct list ran;
};

static void list_init(struct list *l)
{
	l->first = NULL;
	l->last = &l->first;
}

static void list_push(struct list *l, struct item *item)
{
	item->next = NULL;
	*l->last = item;
	l->last = &item->next;
}

static struct item *list_pop(struct list *l)
{
	struct item *item = l->first;

	if (!item)
		return NULL;
	l->first = item->next;
	if (!l->first)
		l->last = &l->first;
	return item;
}

static struct item *wait_for_job(struct worker *w)
{
	struct item *item;

	pthread_mutex_lock(&w->lock);
	while (!(item = list_pop(&w->todo)) && !(item = list_pop(&w->behind)) && !w->stop)
		pthread_cond_wait(&w->wake, &w->lock);
	pthread_mutex_unlock(&w->lock);
	return item;
}

static void *worker_main(void *data)
{
	struct worker *w = data;
	const uint64_t one = 1;
	struct item *item;

	while ((item = wait_for_job(w))) {
		w->ops.run(w->resource, item->job, item->result);
		pthread_mutex_lock(&w->lock);
		list_push(&w->ran, item);
		pthread_mutex_unlock(&w->lock);
		/* Can only fail when the counter is full, and then the bell is ringing. */
		if (write(w->ring, &one, sizeof(one)) < 0)
			continue;
	}
	return NULL;
}

static struct item *take_ran(struct worker *w)
{
	struct item *item;

	pthread_mutex_lock(&w->lock);
	item = list_pop(&w->ran);
	pthread_mutex_unlock(&w->lock);
	return item;
}

static void deliver(struct worker *w)
{
	struct item *item;

	while ((item = take_ran(w))) {
		w->pending--;
		w->ops.done(w->data, item->job, item->result);
		free(item);
	}
}

static void on_ring(void *data, uint32_t revents)
{
	struct worker *w = data;
	uint64_t count;

	(void)revents;
	if (read(w->ring, &count, sizeof(count)) < 0 && errno != EAGAIN)
		log_line(LOG_ERROR, "worker=%s read error=%s", w->ops.name, log_errno(errno));
	deliver(w);
}

/* Signals stay with the main thread. */
static int start_thread(struct worker *w)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	r = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (r)
		return -r;
	r = pthread_create(&w->thread, NULL, worker_main, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r)
		return -r;
	w->started = true;
	pthread_setname_np(w->thread, w->ops.name);
	return 0;
}

int worker_new(struct loop *loop, const struct worker_ops *ops, void *resource, void *data,
	struct worker **ret_worker)
{
	_cleanup_(cleanup_worker_free) struct worker *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	w->ops = *ops;
	w->resource = resource;
	w->data = data;
	list_init(&w->todo);
	list_init(&w->behind);
	list_init(&w->ran);
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	w->ring = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->ring < 0)
		return -errno;
	r = loop_add_fd(loop, ops->name, LOOP_NORMAL, w->ring, EPOLLIN, on_ring, w, &w->source);
	if (r < 0)
		return r;
	r = start_thread(w);
	if (r < 0)
		return r;
	*ret_worker = TAKE_PTR(w);
	return 0;
}

static size_t aligned(size_t size)
{
	const size_t step = sizeof(max_align_t);

	return (size + step - 1) / step * step;
}

static int submit(struct worker *w, struct list *to, const void *job)
{
	struct item *item;
	bool stop;

	item = calloc(1, sizeof(*item) + aligned(w->ops.job_size) + w->ops.result_size);
	if (!item)
		return -ENOMEM;
	memcpy(item->job, job, w->ops.job_size);
	item->result = (char *)item->job + aligned(w->ops.job_size);
	pthread_mutex_lock(&w->lock);
	stop = w->stop;
	if (!stop) {
		list_push(to, item);
		pthread_cond_signal(&w->wake);
	}
	pthread_mutex_unlock(&w->lock);
	if (stop) {
		free(item);
		return -ESHUTDOWN;
	}
	w->pending++;
	return 0;
}

int worker_submit(struct worker *w, const void *job)
{
	return submit(w, &w->todo, job);
}

int worker_submit_behind(struct worker *w, const void *job)
{
	return submit(w, &w->behind, job);
}

size_t worker_pending(const struct worker *w)
{
	return w->pending;
}

static void stop_thread(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
}

struct worker *worker_free(struct worker *w)
{
	if (!w)
		return NULL;
	if (w->started) {
		stop_thread(w);
		deliver(w);
	}
	loop_source_free(w->source);
	if (w->ring >= 0)
		close(w->ring);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
	return NULL;
}
