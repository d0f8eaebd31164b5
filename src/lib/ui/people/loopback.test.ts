import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each([
	'http://localhost:4870',
	'http://127.0.0.1:4870',
	'http://127.8.9.1',
	'http://0x7f.1/',
	'http://[::1]:4870',
	'http://app.localhost',
	'http://LOCALHOST'
])('%s is reached from this computer only', (address) => {
	expect(isLoopback(address)).toBe(true);
});

test.each([
	'https://table.example',
	'http://192.168.1.7:4870',
	'https://localhost.example',
	'http://[fe80::1]',
	'nonsense',
	''
])('%s is not', (address) => {
	expect(isLoopback(address)).toBe(false);
});
