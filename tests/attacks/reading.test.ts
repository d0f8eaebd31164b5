/** What a relay can make of what it holds. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { Frame } from '#lib/seal/frame.ts';
import { attack } from './attack.ts';
import { AttackedTable } from './attacked-table.ts';

describe('relay: read content, names, lengths of keystrokes', () => {
	let table: AttackedTable;

	beforeEach(async () => {
		table = await AttackedTable.set();
		await table.seat('Benedetta Quill', 'edit', 'client');
	});

	afterEach(() => table.close());

	function held(): Buffer {
		const logs = [rosterChannel, planChannel, talkChannel].map((channel) =>
			table.relay.log(table.log(channel))
		);
		return Buffer.concat([
			...logs.flatMap(({ all }) => all.map(({ bytes }) => bytes)),
			...table.relay.presences.map(({ message }) => message)
		]);
	}

	attack(
		'looks for words and names in everything that it was ever sent',
		{ devices: 'sent nothing that is not sealed', people: 'nothing: it has no effect' },
		async () => {
			await table.writes(table.ben, 'Walk to the shop on Thornbury Lane');
			await table.says(table.ada, 'Her sister Wilhelmina can come along');
			table.ben.opened.workOn('goal/thornbury/words');
			await table.clock.advance(9000);
			await table.agree();
			const everything = held();
			expect(everything.length).toBeGreaterThan(5000);
			for (const word of [
				'Thornbury',
				'thornbury',
				'Wilhelmina',
				'Benedetta',
				'Quill',
				'case-manager',
				'comment',
				'mattersToMe'
			]) {
				for (const form of [
					word,
					Buffer.from(word).toString('base64').slice(0, 7),
					Buffer.from(word, 'utf16le')
				]) {
					expect(everything.includes(form)).toBe(false);
				}
			}
		}
	);

	attack(
		'tells a keystroke from a sentence by its length',
		{ devices: 'padded both to the same length', people: 'nothing: it has no effect' },
		async () => {
			await table.writes(table.ada, 'warm up');
			const log = table.relay.log(table.log());
			const field = table.ada.opened.text({ record: 'plan', id: 'plan', field: 'mattersToMe' });
			const lengths: number[] = [];
			for (const text of ['a', 'my garden, and that nobody comes by without calling first']) {
				field.splice(0, 0, text);
				await table.ada.opened.document.flush();
				await table.works(table.ben, table.ada);
				const own = log.all.filter(({ from }) => from === table.ada.opened.me).at(-1);
				lengths.push(new Frame(own?.bytes ?? new Uint8Array()).ciphertext.length);
			}
			expect(lengths[0]).toBe(lengths[1]);
		}
	);
});
