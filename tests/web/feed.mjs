// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A station that is only its words: the page's files as they lie in the source, a catalogue of
 * the default rows, and live events that a test sends. So every face can be shown, also one
 * that a real plate takes minutes to reach. What the page asks for is kept in `asked`.
 */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";

const TOP = path.resolve(path.dirname(new URL(import.meta.url).pathname), "../..");
const PAGE = path.join(TOP, "daemon/web/page");
const BEAT_MS = 1000;
const TYPES = {html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript",
	json: "application/json", svg: "image/svg+xml", otf: "font/otf"};
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'"; // as web/reply.c
const FONTS = "/usr/share/fonts/opentype/inter";

/* Rows of a catalogue file: quoted fields may hold commas. */
function rowsOf(kind) {
	const file = path.join(TOP, `daemon/ledger/catalogue/${kind}.csv`);
	const [head, ...lines] = fs.readFileSync(file, "utf8").trim().split("\n");
	const cut = (line) => [...line.matchAll(/("([^"]*)"|([^,]*))(,|$)/g)].map((m) => m[2] ?? m[3]);
	const names = cut(head);
	return lines.map((line) => Object.fromEntries(cut(line).map((value, i) => [names[i], value])
		.filter(([name]) => name)));
}

export const CATALOGUE = Object.fromEntries(["categories", "origins", "destinations", "reasons", "waste-codes"]
	.map((kind) => [kind.replace("-", "_"), rowsOf(kind)]));

/* /pictograms.svg as web/site_sprite.c makes it. */
function sprite() {
	const folder = path.join(PAGE, "pictograms");
	const symbols = fs.readdirSync(folder).filter((file) => file.endsWith(".svg")).map((file) =>
		fs.readFileSync(path.join(folder, file), "utf8")
			.replace(/<svg xmlns="[^"]*"/, `<symbol id="${file.slice(0, -4)}"`)
			.replace(/<!--.*?-->/, "").replace("</svg>", "</symbol>"));
	return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

const json = (text) => {
	try {
		return text ? JSON.parse(text) : null;
	} catch {
		return text; // a file
	}
};

function fileOf(url) {
	if (url.startsWith("/lang/"))
		return path.join(TOP, "daemon", url);
	if (url.startsWith("/fonts/"))
		return path.join(FONTS, path.basename(url));
	return path.join(PAGE, url === "/" ? "index.html" : url);
}

export class Feed {
	listeners = new Set();
	asked = [];
	keys = []; // the Idempotency-Key of each
	answers = {}; // "POST /station/undo": {status, data} or a function of the body
	health = {ok: true, version: "test", devices: []};
	weighings = [];
	snapshot = null;

	static async start() {
		const feed = new Feed();
		feed.server = http.createServer((request, response) => feed.serve(request, response));
		await new Promise((resolve) => feed.server.listen(0, "127.0.0.1", resolve));
		feed.url = `http://127.0.0.1:${feed.server.address().port}`;
		feed.beat = setInterval(() => feed.all("event: beat\ndata:\n\n"), BEAT_MS);
		return feed;
	}

	all(text) {
		for (const listener of this.listeners)
			listener.write(text);
	}

	send(snapshot) {
		this.snapshot = snapshot;
		this.all(`event: station\ndata: ${JSON.stringify(snapshot)}\n\n`);
	}

	listen(response) {
		response.writeHead(200, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"});
		this.listeners.add(response);
		response.on("close", () => this.listeners.delete(response));
		if (this.snapshot)
			response.write(`event: station\ndata: ${JSON.stringify(this.snapshot)}\n\n`);
	}

	data(call) {
		const known = {"/health": this.health, "/catalogue": CATALOGUE,
			"/weighings": {weighings: this.weighings}, "/station": this.snapshot,
			"/labels/unknown": {labels: []}};
		return known[call.split("?")[0]];
	}

	async answer(request, response, call) {
		let body = "";
		for await (const part of request)
			body += part;
		const name = `${request.method} ${call}`;
		if (request.method === "POST") {
			this.asked.push({call, body: json(body)});
			this.keys.push(request.headers["idempotency-key"]);
		}
		const given = this.answers[name];
		const {status = 200, data} = (typeof given === "function" ? given(json(body), request.headers) : given)
			?? {data: request.method === "GET" ? this.data(call) : {}};
		response.writeHead(data === undefined ? 404 : status, {"Content-Type": "application/json"});
		response.end(JSON.stringify(data ?? {error: "not_found"}));
	}

	serve(request, response) {
		const {pathname, search} = new URL(request.url, this.url);
		if (pathname === "/api/v1/events")
			return this.listen(response);
		if (pathname.startsWith("/api/v1/"))
			return this.answer(request, response, pathname.slice(7) + search);
		const policy = {"Content-Security-Policy": POLICY};
		if (pathname === "/pictograms.svg")
			return response.writeHead(200, {"Content-Type": TYPES.svg, ...policy}).end(sprite());
		const file = fileOf(pathname);
		if (!fs.existsSync(file))
			return response.writeHead(404).end();
		response.writeHead(200, {"Content-Type": TYPES[path.extname(file).slice(1)] ?? "text/plain",
			...policy});
		return response.end(fs.readFileSync(file));
	}

	async done() {
		clearInterval(this.beat);
		for (const listener of this.listeners)
			listener.end();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
