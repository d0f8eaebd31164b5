import { fromUtf8, utf8 } from '#lib/seal/frame-bytes.ts';
import type { Stored } from '#lib/vault/vault.ts';
import type { Device } from './device.ts';

const record = 'language';

/** Notes the language that this person has chosen on this device. */
export function noteLanguage(device: Device, language: string): Promise<Stored> {
	return device.note(record, utf8(language));
}

/** Null for none, or where it is not known. */
export async function chosenLanguage({ vault }: Device): Promise<string | null> {
	const reading = await vault.read(record);
	return reading.kind === 'found' ? fromUtf8(reading.bytes) : null;
}

/** Hears when it was chosen in another tab. The answer stops listening. */
export function onLanguage({ vault }: Device, listener: () => void): () => void {
	return vault.onElsewhere((name) => {
		if (name === record) listener();
	});
}
