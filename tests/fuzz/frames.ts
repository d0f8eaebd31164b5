/** Frames: what anyone may send to a relay or a device. */
import { FrameWriter, joined, sameBytes } from '#lib/seal/frame-bytes.ts';
import { headerBytes, parseFrame, type Frame } from '#lib/seal/frame.ts';
import { verifyFrame } from '#lib/seal/frame-verify.ts';
import { openEntry } from '#lib/seal/open.ts';
import { syncVerify } from '../simulation/sync-crypto.ts';
import { fault } from './fault.ts';
import type { Kind, Round } from './kind.ts';
import { mutated } from './mutate.ts';
import { takeApart } from './pieces.ts';
import { frameGrammar, makeSamples, signed } from './samples.ts';

const casesPerRound = 40;

export const frames: Kind = {
	name: 'frames',
	async open(): Promise<Round> {
		const { table, frames: samples } = await makeSamples();
		const apart = samples.map(({ bytes }) => takeApart(bytes, frameGrammar));
		const known = (bytes: Uint8Array) => samples.some((sample) => sameBytes(sample.bytes, bytes));
		return async (seeded, tally) => {
			for (let left = casesPerRound; left > 0; left--) {
				const bytes = mutated(seeded.pick(apart), apart, seeded);
				const isSigned = seeded.below(3) === 0 && bytes.length > 64;
				const given = isSigned ? await signed(bytes.slice(0, -64), table.founder) : bytes;
				await tally.tryLater(async () => {
					const parsed = parseFrame(given);
					if (parsed.kind === 'broken') return parsed.reason;
					const { frame } = parsed;
					if (!sameBytes(written(frame), given)) fault('a frame was taken that is not in its one form');
					const isGenuine = await verifyFrame(frame, syncVerify);
					if (isGenuine && !isSigned && !known(given)) fault('a signature stands over what was changed');
					const key = table.keys.find(({ channel }) => channel === frame.channel);
					const opening = key ? openEntry(frame, key).kind : 'no-key';
					const same = (sample: Frame) => sameBytes(sample.id, frame.id);
					if (opening === 'opened' && !samples.some(same)) fault('what was changed was opened');
					return `${isGenuine ? 'signed' : 'unsigned'} ${opening}`;
				});
			}
		};
	}
};

function written(frame: Frame): Uint8Array {
	const { nonce, ciphertext, signature } = frame;
	const behind = new FrameWriter().raw(nonce).part(ciphertext).raw(signature).done();
	return joined(headerBytes(frame), behind);
}
