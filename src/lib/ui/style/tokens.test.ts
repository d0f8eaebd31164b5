import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8').split('@media')[0] ?? '';

const grounds = ['ground', 'surface', 'sunken', 'hover'];
const text: [ink: string, on: string[]][] = [
	['ink', [...grounds, 'accent-soft', 'info-soft', 'success-soft', 'warning-soft', 'problem-soft']],
	['ink-soft', ['ground', 'surface', 'sunken', 'hover']],
	['accent', [...grounds, 'accent-soft']],
	['accent-strong', [...grounds, 'accent-soft']],
	['on-accent', ['accent', 'accent-strong']],
	['on-problem', ['problem']],
	['on-wood', ['wood', 'wood-soft']],
	['info', ['surface', 'ground', 'info-soft']],
	['success', ['surface', 'ground', 'success-soft']],
	['warning', ['surface', 'ground', 'warning-soft']],
	['problem', ['surface', 'ground', 'problem-soft']],
	...Array.from({ length: 8 }, (_, n): [string, string[]] => [`seat-${n}`, ['surface', 'ground']]),
	...Array.from({ length: 8 }, (_, n): [string, string[]] => ['on-seat', [`seat-${n}`]])
];
const edges: [edge: string, on: string[]][] = [
	['line-strong', ['surface', 'ground', 'sunken']],
	['focus', ['surface', 'ground', 'sunken', 'accent-soft']]
];

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
	test.each(text)('%s is readable (4.5)', (ink, on) => {
		for (const ground of on)
			expect(contrast(token(ink, theme), token(ground, theme)), ground).toBeGreaterThanOrEqual(4.5);
	});
	test.each(edges)('%s is seen (3)', (edge, on) => {
		for (const ground of on)
			expect(contrast(token(edge, theme), token(ground, theme)), ground).toBeGreaterThanOrEqual(3);
	});
});

function token(name: string, theme: 'light' | 'dark'): string {
	const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
	const colour = found?.[theme === 'light' ? 1 : 2];
	if (colour === undefined) throw new Error(`no token --${name}`);
	return colour;
}

function contrast(one: string, other: string): number {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
	return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance of #rrggbb, WCAG 2.2. */
function luminance(colour: string): number {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
