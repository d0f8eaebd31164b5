import { expect, test } from 'vitest';
import { durabilityRound } from '../durability/round.ts';
import { startServer } from '../e2e/harness/server.ts';
import { foundDocument } from '../simulation/sealed-frames.ts';

test(
	'a relay killed with -9 after acknowledging: 20 rounds of 20 entries, none lost',
	{ timeout: 90_000 },
	async () => {
		const server = await startServer();
		const founding = await foundDocument();
		let lost = 0;
		for (let round = 0; round < 20; round++) lost += (await durabilityRound(server, founding, 20)).lost;
		await server.dispose();
		expect(lost).toBe(0);
	}
);
