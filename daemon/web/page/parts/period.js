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

const written = (day, shape) => new Date(`${day}T00:00:00Z`)
	.toLocaleDateString(language(), {...shape, timeZone: "UTC"});

/* As a person says it. */
export function periodName(period) {
	const [from, last] = period.split("..");
	const quarter = period.match(/^(\d{4})-Q([1-4])$/);
	if (last)
		return t("page_period_days", {from: periodName(from), last: periodName(last)});
	if (quarter)
		return t("page_period_quarter", {n: quarter[2], year: quarter[1]});
	if (/^\d{4}-\d\d$/.test(period))
		return written(`${period}-01`, {month: "long", year: "numeric"});
	return DAY.test(period) ? written(period, {day: "numeric", month: "long", year: "numeric"}) : period;
}
