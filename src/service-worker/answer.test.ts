import { expect, test } from 'vitest';
import { answerFrom, staleCaches } from './answer.ts';

const app = { origin: 'https://table.example', base: '', assets: new Set(['/favicon.svg']) };
const ask = (path: string, more: { method?: string; mode?: RequestMode } = {}): string =>
	answerFrom({ method: 'GET', mode: 'navigate', url: new URL(path, app.origin).href, ...more }, app);

test.each([
	['/', 'shell'],
	['/case/abc/talk', 'shell'],
	['/relayed', 'shell'],
	['/favicon.svg', 'asset'],
	['/_app/immutable/entry/start.abc.js', 'asset'],
	['/relay', 'network'],
	['/relay/document', 'network'],
	['/health', 'network'],
	['/nonce', 'network'],
	['https://elsewhere.example/', 'network']
])('%s is answered by: %s', (path, who) => expect(ask(path)).toBe(who));

test('only pages and known files: nothing posted, nothing else fetched', () => {
	expect(ask('/', { method: 'POST' })).toBe('network');
	expect(ask('/anything.json', { mode: 'cors' })).toBe('network');
	expect(ask('/_app/version.json', { mode: 'cors' })).toBe('network');
});

test('the version before stays for tabs that still run it; older ones and nothing foreign go', () => {
	expect(staleCaches(['app-1', 'other', 'app-2', 'app-3'], 'app-3')).toEqual(['app-1']);
	expect(staleCaches(['app-3'], 'app-3')).toEqual([]);
});
