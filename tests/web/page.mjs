// SPDX-License-Identifier: GPL-3.0-or-later
/* Lets node find the page's modules where the page finds them: "/base/lang.js". */
import {register} from "node:module";

const PAGE = new URL("../../daemon/web/page", import.meta.url).href;
const hook = `
export async function resolve(name, context, next) {
	if (/^\\/(base|parts|screens)\\//.test(name))
		return {url: ${JSON.stringify(PAGE)} + name, format: "module", shortCircuit: true};
	return next(name, context);
}
export async function load(url, context, next) {
	return next(url, url.startsWith(${JSON.stringify(PAGE)}) ? {...context, format: "module"} : context);
}`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);
