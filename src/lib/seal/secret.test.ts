import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from './secret.ts';

const secret = () => new Secret(Uint8Array.of(222, 173, 190, 239));

it('gives its bytes to whoever asks for them by name', () => {
	expect(secret().reveal()).toEqual(Uint8Array.of(222, 173, 190, 239));
});

it.each([
	['String', String],
	['a template', (shown: Secret) => `shown: ${shown.toString()}`],
	['JSON', (shown: Secret) => JSON.stringify({ shown })],
	['the console', (shown: Secret) => inspect(shown, { depth: 9, showHidden: true })],
	['an error', (shown: Secret) => new Error(shown.toString()).message],
	['spreading', (shown: Secret) => JSON.stringify(Object.entries(shown))],
	['cloning', (shown: Secret) => JSON.stringify(structuredClone(shown))]
])('is not shown by %s', (_, show) => {
	expect(show(secret())).not.toMatch(/222|173|dead|3q2|beef/i);
});

it('is overwritten when it is forgotten', () => {
	const shown = secret();
	const bytes = shown.reveal();
	shown.forget();
	expect(bytes).toEqual(new Uint8Array(4));
	expect(() => shown.reveal()).toThrow('forgotten');
});
