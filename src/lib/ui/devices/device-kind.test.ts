import { expect, test } from 'vitest';
import { deviceKind } from './device-kind.ts';

test.each([
	['phone', 'Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/120.0 Mobile Safari/537.36', 5],
	['phone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari/604.1', 5],
	['phone', 'Mozilla/5.0 (Android 14; Mobile; rv:120.0) Gecko/120.0 Firefox/120.0', 5],
	['tablet', 'Mozilla/5.0 (Linux; Android 14; SM-X700) Chrome/120.0 Safari/537.36', 5],
	['tablet', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15', 5],
	['computer', 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.0 Safari/605.1.15', 0],
	['computer', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0 Safari/537.36', 10]
] as const)('a %s is told by what its browser says', (kind, userAgent, maxTouchPoints) => {
	expect(deviceKind({ userAgent, maxTouchPoints })).toBe(kind);
});
