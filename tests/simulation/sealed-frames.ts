/** Real, signed frames of a freshly founded document, for tests of what lies below the session. */
import { found } from '#lib/roster/statement.ts';
import { planChannel } from '#lib/roster/capability.ts';
import { idBytes, utf8, type DocumentId } from '#lib/seal/frame-bytes.ts';
import { Frame, foundedDocument } from '#lib/seal/frame.ts';
import { memberKeys, type ChannelKey, type MemberKeys } from '#lib/seal/keys.ts';
import { sealEntry } from '#lib/seal/seal.ts';
import { Secret } from '#lib/seal/secret.ts';

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

export interface Founding {
	readonly document: DocumentId;
	readonly founder: MemberKeys;
	readonly statement: Frame;
	readonly keys: readonly ChannelKey[];
}

/** Without `subtle` the founder signs by tweetnacl, without a thread pool: for tests under a clock that moves by hand. */
export async function foundDocument(subtle: SubtleCrypto | null = crypto.subtle): Promise<Founding> {
	const founder = await memberKeys(new Secret(random(32)), subtle ?? undefined);
	const { frame, keys } = await found({
		author: founder,
		details: { name: 'Ada', relation: 'case-manager' },
		time: Date.UTC(2026, 0, 5),
		random
	});
	return { document: foundedDocument(frame), founder, statement: frame, keys };
}

/** A fresh strand of `count` entries in `plan`; the payloads say which is which. */
export async function strandOf(
	founding: Founding,
	count: number,
	options: { author?: MemberKeys; size?: number; channel?: string } = {}
): Promise<Frame[]> {
	const { document, founder, statement, keys } = founding;
	const channel = options.channel ?? planChannel;
	const key = keys.find((each) => each.channel === channel);
	if (!key) throw new Error('no such channel');
	const strand = random(16);
	const frames: Frame[] = [];
	for (let seq = 0; seq < count; seq++) {
		const place = {
			kind: 'update' as const,
			document: idBytes(document),
			strand,
			seq,
			previous: frames.at(-1)?.id ?? new Uint8Array(32),
			rosterHeads: [statement.id],
			clear: new Uint8Array()
		};
		const payload = options.size ? random(options.size) : utf8(`entry ${seq}`);
		const content = { time: seq, heads: [], payload };
		frames.push(new Frame(await sealEntry(place, content, key, options.author ?? founder)));
	}
	return frames;
}
