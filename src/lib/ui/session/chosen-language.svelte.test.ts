import { afterEach, expect, test } from 'vitest';
import { chosenLanguage } from '#lib/session/language.ts';
import { MemoryRelay } from '#lib/wire/memory.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { openDevice as openOn } from '../../../../tests/simulation/page-device.ts';
import { memoryStorage } from '../../../../tests/simulation/page-storage.ts';
import { BriskClock } from '../../../../tests/simulation/brisk-clock.ts';
import { speak } from '../words/language.svelte.ts';
import { ChosenLanguage } from './chosen-language.ts';

afterEach(() => speak('en'));

function openDevice(storage = memoryStorage()) {
	const clock = new BriskClock();
	return openOn(new MemoryRelay(clock), clock, location.origin, storage);
}

test('what was chosen is spoken again when the device is opened again', async () => {
	const storage = memoryStorage();
	const device = await openDevice(storage);
	const language = new ChosenLanguage();
	language.follow(device);
	language.choose('es');
	await expect.poll(() => chosenLanguage(device)).toBe('es');
	await device.close();
	await speak('en');

	new ChosenLanguage().follow(await openDevice(storage));
	await expect.poll(getLocale).toBe('es');
});

test('what is chosen before the device is open is noted when it opens, in place of an earlier choice', async () => {
	const storage = memoryStorage();
	const device = await openDevice(storage);
	const language = new ChosenLanguage();
	language.follow(device);
	language.choose('en');
	await expect.poll(() => chosenLanguage(device)).toBe('en');
	await device.close();

	const early = new ChosenLanguage();
	early.choose('es');
	await expect.poll(getLocale).toBe('es');
	const again = await openDevice(storage);
	early.follow(again);
	await expect.poll(() => chosenLanguage(again)).toBe('es');
	expect(getLocale()).toBe('es');
});

test('a device on which nothing was chosen leaves it to the browser', async () => {
	const device = await openDevice();
	await speak('es');
	new ChosenLanguage().follow(device);
	expect(await chosenLanguage(device)).toBeNull();
	expect(getLocale()).toBe('es');
});
