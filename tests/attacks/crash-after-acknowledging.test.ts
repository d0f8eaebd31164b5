import { describe, expect } from 'vitest';
import { durabilityRound } from '../durability/round.ts';
import { startServer } from '../e2e/harness/server.ts';
import { foundDocument } from '../simulation/sealed-frames.ts';
import { attack } from './attack.ts';

describe('relay: crash after acknowledging; malformed, oversized, flooding frames', () => {
	attack(
		'is killed with -9 after acknowledging, 20 times, with 20 entries on their way',
		{ devices: 'found all of them there again', people: 'nothing: it has no effect' },
		async () => {
			const server = await startServer();
			const founding = await foundDocument();
			let lost = 0;
			for (let round = 0; round < 20; round++) lost += (await durabilityRound(server, founding, 20)).lost;
			await server.dispose();
			expect(lost).toBe(0);
		},
		90_000
	);
});
