/** A commenter with a changed client, and a relay that helps them. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { planChannel, rosterChannel, talkChannel } from '#lib/roster/capability.ts';
import { RawClient } from '../relays/raw-client.ts';
import { ourRelay } from '../relays/our-relay.ts';
import { SealedCase } from '../relays/sealed-case.ts';
import { attack } from './attack.ts';
import type { Person } from './attacked-person.ts';
import { AttackedTable } from './attacked-table.ts';
import { refusals, remarks, until } from './seen.ts';
import { HostileMember } from './hostile-member.ts';
import { invited } from './hostile-statements.ts';
import { made, words } from './updates.ts';

describe('commenter: edit the plan, also by a changed client and a helping relay', () => {
	let table: AttackedTable;
	let ben: Person;
	let eve: HostileMember;

	beforeEach(async () => {
		table = await AttackedTable.set();
		ben = await table.seat('Ben', 'comment');
		eve = HostileMember.at(ben);
	});

	afterEach(() => table.close());

	attack(
		'writes in the plan with a helping relay',
		{ devices: 'refused it, and everything behind it', people: 'Ben’s entry was refused: right' },
		async () => {
			const strand = eve.strand(planChannel);
			await strand.write(words('forged'));
			await strand.write(made((doc) => doc.getText('x').insert(0, 'more')));
			table.relay.plant(table.log(), strand.frames);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			await table.says(ben, 'an honest word');
			await until(() => remarks(table.ada).length === 1, 'Ada hears Ben');
			expect(refusals(table.ada)).toEqual(['Ben, plan: right']);
			expect(table.ada.opened.readPlan().mattersToMe).toBe('');
			await table.agree();
		}
	);

	attack(
		'writes in the plan through an honest relay',
		{ devices: 'never saw it: the relay refused it', people: 'nothing: it has no effect' },
		async () => {
			const sealed = await SealedCase.found('a commenter writes');
			const commenter = await sealed.seatThroughout('comment');
			const relay = await ourRelay();
			await relay.found(sealed);
			const client = await RawClient.reading(relay.address, sealed.log(), commenter);
			const answer = await client.append(sealed.log(), await sealed.strand(commenter).draft());
			expect(answer).toMatchObject({ kind: 'refused', reason: 'right' });
			expect((await client.read(sealed.log())).store.clients.size).toBe(0);
			await client.close();
			await relay.close();
		}
	);

	attack(
		'acts under roster heads that nobody else has',
		{ devices: 'kept it apart, believed none of it', people: 'nothing: it has no effect' },
		async () => {
			const heads = [crypto.getRandomValues(new Uint8Array(32))];
			table.relay.plant(table.log(), [await eve.entry(planChannel, words('forged'), { rosterHeads: heads })]);
			await table.says(ben, 'an honest word');
			await until(() => remarks(table.ada).length === 1, 'Ada hears Ben');
			expect(table.ada.opened.readPlan().mattersToMe).toBe('');
			await table.agree();
		}
	);

	attack(
		'says in the header that the case manager wrote it',
		{ devices: 'refused it', people: 'an entry of Ada’s was refused: signature' },
		async () => {
			const author = table.ada.opened.document.me.publicKey;
			table.relay.plant(table.log(), [await eve.entry(planChannel, words('forged'), { author })]);
			await table.says(ben, 'an honest word');
			await until(() => remarks(table.ada).length === 1, 'Ada hears Ben');
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['Ada, plan: signature']);
			expect(table.ada.opened.readPlan().mattersToMe).toBe('');
		}
	);

	attack(
		'sends an entry of talk as one of the plan',
		{ devices: 'refused it', people: 'Ben’s entry was refused: kind' },
		async () => {
			const frame = await eve.entry(talkChannel, words('forged'));
			table.relay.plant(table.log(), [frame]);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['Ben, plan: kind']);
			expect(table.ada.opened.readPlan().mattersToMe).toBe('');
		}
	);

	attack(
		'a viewer writes in talk',
		{ devices: 'refused it', people: 'Cy’s entry was refused: right' },
		async () => {
			const viewer = HostileMember.at(await table.seat('Cy', 'view'));
			const frame = await viewer.entry(talkChannel, (client) =>
				made((doc) => doc.getArray(String(client)).push(['x']))(client)
			);
			table.relay.plant(table.log(talkChannel), [frame]);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['Cy, talk: right']);
			await table.agree();
		}
	);

	attack(
		'invites somebody, so that they may edit',
		{ devices: 'refused the statement', people: 'Ben’s statement was refused: right' },
		async () => {
			const { frame } = await invited(eve, 'edit');
			table.relay.plant(table.log(rosterChannel), [frame]);
			await until(() => refusals(table.ada).length > 0, 'Ada refuses it');
			expect(refusals(table.ada)).toEqual(['Ben, roster: right']);
			expect(table.ada.opened.invitations).toEqual([]);
		}
	);
});
