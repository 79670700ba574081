// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Periods as the address of a screen names them: "2026", "2026-Q4", "2026-11", a day, as the daemon
 * reads them (day_period()), or "2026-01-05..2026-02-03", both days part of it.
 */
import {language, t} from "/base/lang.js";

const DAY = /^\d{4}-\d\d-\d\d$/;
const two = (n) => String(n).padStart(2, "0");

/* The periods that one asks for first, on that day of the station: {name, period} each. */
export function usualPeriods(day) {
	const [year, month] = day.split("-").map(Number);
	const before = month === 1 ? [year - 1, 12] : [year, month - 1];
	return [
		{name: "this_month", period: `${year}-${two(month)}`},
		{name: "last_month", period: `${before[0]}-${two(before[1])}`},
		{name: "this_quarter", period: `${year}-Q${Math.ceil(month / 3)}`},
		{name: "this_year", period: `${year}`},
		{name: "last_year", period: `${year - 1}`},
	];
}

export function dayAfter(day, days = 1) {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

/* What a call takes: its last day is the one after. */
export function queryOf(period) {
	const [from, last] = period.split("..");
	return DAY.test(from) && DAY.test(last ?? "") ? {from, to: dayAfter(last)} : {period};
}

/* The same days a year earlier; 29 February has the 28th. */
const yearEarlier = (day) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace(/-02-29$/, "-02-28");

/* Those of a period that is not over end as far in the year as it is: a year is not held against ten months. */
export function yearBefore(first, last, today) {
	const end = last > today && first <= today ? today : last;
	const after = dayAfter(end);
	return {from: yearEarlier(first), to: after.endsWith("-01") ? yearEarlier(after) : dayAfter(yearEarlier(end))};
}

/* The days of a month that are part of a span, as a call takes them; without a month all of them. */
export function monthDays(month, {first_day: first, last_day: last}) {
	const end = dayAfter(last);
	if (!month)
		return {from: first, to: end};
	const [from, to] = [`${month}-01`, `${dayAfter(`${month}-28`, 4).slice(0, 7)}-01`];
	return {from: from < first ? first : from, to: to > end ? end : to};
}

const written = (day, shape) => new Date(`${day}T00:00:00Z`)
	.toLocaleDateString(language() === "en" ? "en-GB" : language(), {...shape, timeZone: "UTC"});

/* As it stands in a narrow column: in figures, in the order of the page's language. */
export const dayFigures = (day) => written(day, {day: "2-digit", month: "2-digit", year: "numeric"});

/* As a person says it. */
export function periodName(period) {
	const [from, last] = period.split("..");
	const part = period.match(/^(\d{4})-([QS])([1-4])$/);
	if (last)
		return t("page_period_days", {from: periodName(from), last: periodName(last)});
	if (part)
		return t(part[2] === "Q" ? "page_period_quarter" : "page_period_half", {n: part[3], year: part[1]});
	if (/^\d{4}-\d\d$/.test(period))
		return written(`${period}-01`, {month: "long", year: "numeric"});
	return DAY.test(period) ? written(period, {day: "numeric", month: "long", year: "numeric"}) : period;
}

const lastOf = (year, month) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/* From a day to a day, both part of it, by the shortest name that it has: a year, a quarter, a month, days. */
export function spanName(first, last) {
	const [year, month] = first.split("-").map(Number);
	const whole = first.endsWith("-01") && first.slice(0, 4) === last.slice(0, 4);
	if (first === last)
		return periodName(first);
	if (whole && month === 1 && last === `${year}-12-31`)
		return String(year);
	if (whole && month % 3 === 1 && last === lastOf(year, month + 2))
		return periodName(`${year}-Q${(month + 2) / 3}`);
	return whole && last === lastOf(year, month) ? periodName(first.slice(0, 7)) : periodName(`${first}..${last}`);
}
