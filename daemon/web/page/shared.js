// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One connection for live events a browser and language: a browser opens at most six to one
 * address, and as many pages that each held one would leave none for a touch. The page that
 * holds the lock listens and passes on what it hears; when it closes, the next has the lock.
 * Where there is no secure context there are no locks: there a page that nobody sees lets go.
 */
import {language} from "/lang.js";

const RETRY_MS = 1000;
const KINDS = ["station", "weighing", "print", "probe", "alarm", "codes", "beat"];

/* The daemon's connection; hear(kind, data), lose() when it breaks. */
class Source {
	constructor({hear, lose}) {
		this.hear = hear;
		this.lose = lose;
		this.open();
	}

	open() {
		clearTimeout(this.retry);
		this.source?.close();
		const mine = new EventSource(`/api/v1/events?lang=${language()}`);
		this.source = mine;
		mine.onopen = () => this.hear("beat", "");
		mine.onerror = () => mine === this.source && this.lose();
		for (const kind of KINDS)
			mine.addEventListener(kind, (event) => this.hear(kind, event.data));
	}

	later() {
		this.source?.close();
		this.source = null;
		clearTimeout(this.retry);
		this.retry = setTimeout(() => this.open(), RETRY_MS);
	}

	close() {
		clearTimeout(this.retry);
		this.source?.close();
		this.source = null;
	}
}

/* No locks: connected while somebody sees the page. */
function alone(handlers) {
	let source = null;
	const look = () => {
		if (document.hidden) {
			source?.close();
			source = null;
		} else {
			source ??= new Source(handlers);
		}
	};
	document.addEventListener("visibilitychange", look);
	look();
	return {again: () => source?.later(), restart: () => source?.open()};
}

/* What a page that comes later has missed: the newest snapshot. */
class Leader {
	constructor(channel, {hear, lose}) {
		this.channel = channel;
		this.source = new Source({
			hear: (kind, data) => {
				if (kind === "station")
					this.newest = data;
				channel.postMessage({kind, data});
				hear(kind, data);
			},
			lose: () => {
				channel.postMessage({lost: true});
				lose();
			},
		});
	}

	greet() {
		if (this.newest)
			this.channel.postMessage({kind: "station", data: this.newest});
	}
}

class Shared {
	constructor(handlers) {
		this.handlers = handlers;
		this.join();
	}

	join() {
		const name = `bascule-events-${language()}`;
		this.channel = new BroadcastChannel(name);
		this.channel.onmessage = ({data}) => this.passed(data);
		this.leaving = new AbortController();
		const held = new Promise((resolve) => {
			this.release = resolve;
		});
		navigator.locks.request(name, {signal: this.leaving.signal}, () => {
			this.leader = new Leader(this.channel, this.handlers);
			return held;
		}).catch(() => {}); // another language was chosen before it was our turn
		this.channel.postMessage({hello: true});
	}

	passed(message) {
		if (message.hello)
			this.leader?.greet();
		else if (message.lost)
			this.handlers.lose();
		else
			this.handlers.hear(message.kind, message.data);
	}

	again() {
		this.leader?.source.later();
	}

	restart() {
		this.leader?.source.close();
		this.leader = null;
		this.leaving.abort();
		this.release();
		this.channel.close();
		this.join();
	}
}

export const startShared = (handlers) =>
	(navigator.locks && globalThis.BroadcastChannel ? new Shared(handlers) : alone(handlers));
