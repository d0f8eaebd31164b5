/** The backup file, its words, and what else is kept as JSON: files that somebody may have handed one, and words as people write them. */
import nacl from 'tweetnacl';
import { parseDetails } from '#lib/roster/details.ts';
import { documentId, FrameWriter, fromUtf8, joined, sameBytes, toText, utf8 } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { Secret } from '#lib/seal/secret.ts';
import { decodeSeat, encodeSeat, type Seat } from '#lib/session/seats.ts';
import { openBackup, sealBackup, type BackupPart } from '#lib/vault/backup-file.ts';
import { readWords, toWords } from '#lib/vault/words.ts';
import { seeded as seededBy, type Seeded } from '../simulation/seeded.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { mutatedJson } from './mutate-json.ts';
import { takeApart, type Field } from './pieces.ts';

const fileGrammar: readonly Field[] = [20, 16, 32, 4, 'rest'];
const insideGrammar: readonly Field[] = [{ count: 'u32', of: ['name', 'long'] }];

export const backups: Kind = {
	name: 'backup files',
	async open(): Promise<Round> {
		const random = seededBy(5);
		const words = new Secret(random.bytes(16));
		const salt = random.bytes(16);
		const parts = ['name', 'seat/x', 'log/y'].map((name) => ({ name, bytes: random.bytes(40) }));
		const large = [...parts, { name: 'log/large', bytes: random.bytes(70_000) }];
		const files = [parts, large].map((of) => sealBackup(of, words, () => salt));
		const apart = files.map((file) => takeApart(file, [...fileGrammar]));
		const inside = takeApart(plainOf(parts), insideGrammar);
		return async (seeded, tally) => {
			for (let left = 20; left > 0; left--) {
				const isOwn = seeded.below(3) > 0;
				const file = isOwn
					? sealedFile(mutated(inside, [inside], seeded), words, salt)
					: mutated(apart[seeded.below(20) === 0 ? 1 : 0] ?? [], apart, seeded);
				tally.try(() => {
					const opened = openBackup(file, words);
					if (opened.kind !== 'opened') return opened.kind;
					if (!isOwn && !files.some((one) => sameBytes(one, file))) fault('an altered file was opened');
					// Names are the app's own words: what is no UTF-8 is no name that it knows.
					if (opened.parts.some(({ name }) => name.includes('\ufffd'))) return 'opened, with odd names';
					const again = sealBackup(opened.parts, words, () => salt);
					if (!sameBytes(again, file)) fault('a file was taken that is not in its one form');
					return opened.kind;
				});
			}
		};
	}
};

export const recoveryWords: Kind = {
	name: 'recovery words',
	async open(): Promise<Round> {
		const random = seededBy(6);
		const texts: string[] = [];
		for (let left = 5; left > 0; left--) texts.push((await toWords(new Secret(random.bytes(16)))).join(' '));
		return async (seeded, tally) => {
			for (let left = 20; left > 0; left--) {
				const given = seeded.below(2) === 0 ? rewritten(seeded.pick(texts), seeded) : anyText(texts, seeded);
				await tally.tryLater(async () => {
					const read = await readWords(given);
					if (read.kind !== 'words') return read.kind;
					const written = (await toWords(read.secret)).join(' ');
					if ((await readWords(written)).kind !== 'words') fault('words that cannot be read again');
					return read.kind;
				});
			}
		};
	}
};

export const jsons: Kind = {
	name: 'seats and names',
	async open(): Promise<Round> {
		const random = seededBy(7);
		const seat: Seat = {
			document: documentId(random.bytes(32)),
			seed: new Secret(random.bytes(32)),
			relays: ['https://table.example'],
			of: null,
			joinedAt: 0,
			ofAnother: false,
			madeUp: false,
			codes: {},
			statements: [random.bytes(40)],
			summary: { name: 'Ada', stage: null, people: [], news: 0, openedAt: 1, ends: 0 },
			looked: null,
			heard: 1,
			lost: []
		};
		const raw = JSON.parse(fromUtf8(encodeSeat(seat))) as unknown;
		return async (seeded, tally) => {
			for (let left = 40; left > 0; left--) {
				const record = mutatedJson(raw, seeded);
				const said = mutatedJson(
					{ name: 'Ada', relation: 'family', caseName: 'Case', told: toText(random.bytes(80)) },
					seeded
				);
				tally.try(() => {
					const { name, caseName = '' } = parseDetails(fromUtf8(said));
					if (name.length > 200 || caseName.length > 200) fault('a name that is too long');
					const read = decodeSeat(record);
					if (read && !decodeSeat(encodeSeat(read))) fault('a seat that cannot be kept again');
					return read ? 'read' : 'refused';
				});
			}
		};
	}
};

function plainOf(parts: readonly BackupPart[]): Uint8Array {
	const write = new FrameWriter().u32(parts.length);
	for (const { name, bytes } of parts) write.name(name).u64(bytes.length).raw(bytes);
	return write.done();
}

/** Of one chunk, and whatever it holds sealed as it should be. */
function sealedFile(plain: Uint8Array, words: Secret, salt: Uint8Array): Uint8Array {
	const derived = (purpose: number, ...of: Uint8Array[]) =>
		hash('roundtable/backup/1', Uint8Array.of(purpose), ...of);
	const unchecked = joined(utf8('roundtable-backup/1\n'), salt, derived(2, words.reveal(), salt));
	const nonce = new Uint8Array(24).fill(1, 23);
	const chunk = nacl.secretbox(plain, nonce, derived(1, words.reveal(), salt));
	return joined(unchecked, derived(0, unchecked).subarray(0, 4), chunk);
}

function rewritten(text: string, seeded: Seeded): string {
	const words = text.split(' ');
	const at = seeded.below(words.length);
	switch (seeded.below(5)) {
		case 0:
			return words.toReversed().join(' ');
		case 1:
			return words.with(at, words[seeded.below(words.length)] ?? '').join(', ');
		case 2:
			return words.toSpliced(at, 1).join('\n');
		case 3:
			return words.map((word, i) => `${i + 1}. ${word.toUpperCase()}`).join('\r\n');
		default:
			return words
				.with(at, seeded.pick(['zoo', 'abandon', 'ｚｏｏ', 'z\u0301oo', 'İ', 'ﬀ', 'x'.repeat(4000)]))
				.join(' ');
	}
}

function anyText(texts: readonly string[], seeded: Seeded): string {
	const pieces = texts.map((text) =>
		text.split(' ').map((word) => ({ kind: 'raw' as const, bytes: utf8(`${word} `) }))
	);
	return fromUtf8(mutated(seeded.pick(pieces), pieces, seeded));
}
