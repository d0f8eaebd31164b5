/** Invitation links, as they come out of mail, messengers, and the hands of whoever would like somebody to open one. */
import { readLink, writeLink } from '#lib/roster/invitation-link.ts';
import { documentId, entryId, fromText, joined, toText } from '#lib/seal/frame-bytes.ts';
import { hash } from '#lib/seal/frame-hash.ts';
import { Secret } from '#lib/seal/secret.ts';
import { seeded as seededBy, type Seeded } from '../simulation/seeded.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart, type Field } from './pieces.ts';

const grammar: readonly Field[] = ['u8', 32, 32, 16, 'u64', { count: 'u8', of: ['name'] }];
const base = 'https://table.example';
const casesPerRound = 60;

export const links: Kind = {
	name: 'invitation links',
	async open(): Promise<Round> {
		const texts = samples();
		const apart = texts.map((text) => takeApart(bodyOf(text), grammar));
		return async (seeded, tally) => {
			for (let left = casesPerRound; left > 0; left--) {
				const body = mutated(seeded.pick(apart), apart, seeded);
				const check = hash('roundtable/link-check/1', body).subarray(0, 4);
				const written = `${base}/join#${toText(joined(body, check))}`;
				const text = seeded.below(2) === 0 ? written : mangled(seeded.pick(texts), seeded);
				tally.try(() => {
					const read = readLink(text);
					if (read.kind !== 'invitation') return read.kind;
					const again = writeLink(base, read.link);
					if (!texts.includes(again) && again !== written)
						fault('a link was taken that is not in its one form');
					return read.kind;
				});
			}
		};
	}
};

function samples(): string[] {
	const seeded = seededBy(3);
	return [[], [base], [base, 'http://127.0.0.1:8080', 'https://xn--bcher-kva.example']].map((relays) =>
		writeLink(base, {
			document: documentId(seeded.bytes(32)),
			invite: entryId(seeded.bytes(32)),
			secret: new Secret(seeded.bytes(16)),
			expiry: relays.length * 1_700_000_000_000,
			relays
		})
	);
}

function bodyOf(text: string): Uint8Array {
	return fromText(text.slice(text.indexOf('#') + 1))?.slice(0, -4) ?? new Uint8Array();
}

/** As text: broken, escaped, cut, doubled, with any letter in any place. */
function mangled(text: string, seeded: Seeded): string {
	let changed = text;
	for (let left = 1 + seeded.below(3); left > 0; left--) {
		const at = seeded.below(changed.length + 1);
		const letter = seeded.pick(['\n', ' ', '#', '%23', '=', 'A', '\0', 'é', '\ud800', '>', '/join#']);
		const how = seeded.below(4);
		if (how === 0) changed = changed.slice(0, at) + letter + changed.slice(at);
		else if (how === 1) changed = changed.slice(0, at) + letter + changed.slice(at + 1);
		else if (how === 2) changed = seeded.below(9) === 0 ? changed.repeat(40) : changed.slice(0, at);
		else changed = `${letter}${changed}${letter}`;
	}
	return changed;
}
