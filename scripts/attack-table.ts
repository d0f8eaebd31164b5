/** The table of attacks, from vitest's report: each test says itself what the devices did and what their people were told. */

export interface AttackReport {
	readonly testResults: readonly {
		readonly assertionResults: readonly {
			readonly ancestorTitles: readonly string[];
			readonly title: string;
			readonly status: string;
			readonly duration?: number | null;
			readonly meta?: { readonly attack?: { readonly devices: string; readonly people: string } };
		}[];
	}[];
}

export interface Attack {
	readonly row: string;
	readonly name: string;
	readonly devices: string;
	readonly people: string;
	readonly passed: boolean;
	/** It says nothing of devices or people: no attack may end so. */
	readonly silent: boolean;
}

export function readAttacks({ testResults }: AttackReport): Attack[] {
	return testResults
		.flatMap(({ assertionResults }) => assertionResults)
		.filter(({ status }) => status === 'passed' || status === 'failed')
		.map(({ ancestorTitles, title, status, meta }) => ({
			row: ancestorTitles[0] ?? '',
			name: title,
			devices: meta?.attack?.devices ?? '',
			people: meta?.attack?.people ?? '',
			passed: status === 'passed',
			silent: !meta?.attack?.devices || !meta.attack.people
		}));
}

/** Three columns under each row's own words, no line wider than `width`. */
export function attackTable(attacks: readonly Attack[], width: number): string {
	const column = Math.max(24, Math.floor((width - 8) / 3));
	const rows = [...new Set(attacks.map(({ row }) => row))];
	const lines = rows.flatMap((row) => [
		'',
		row,
		...attacks.filter((attack) => attack.row === row).flatMap((attack) => linesOf(attack, column))
	]);
	const failed = attacks.filter(({ passed }) => !passed).length;
	const silent = attacks.filter((attack) => attack.silent).length;
	const head = inColumns(['  attack', 'what the honest devices did', 'what their people were told'], column);
	const sum = `${attacks.length} attacks: ${failed} not withstood, ${silent} silent.`;
	return ['', ...head, ...lines, '', sum].join('\n');
}

function linesOf({ name, devices, people, passed }: Attack, column: number): string[] {
	return inColumns([`${passed ? '✓' : '✗'} ${name}`, devices || '—', people || '—'], column);
}

function inColumns(cells: readonly string[], width: number): string[] {
	const wrapped = cells.map((cell) => wrap(cell, width));
	const height = Math.max(...wrapped.map(({ length }) => length));
	return Array.from({ length: height }, (_, line) =>
		wrapped
			.map((cell) => (cell[line] ?? '').padEnd(width))
			.join('  ')
			.trimEnd()
	);
}

function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= width)
			lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(lines.length === 0 ? word : `  ${word}`);
	}
	return lines;
}
