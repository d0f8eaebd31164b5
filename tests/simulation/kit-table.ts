/** People with several devices and a recovery kit, over one relay in memory. */
import type { RecoveryState } from '#lib/session/kit-recovery.ts';
import { checkKit, makeKit, type Checked, type MadeKit } from '#lib/session/kit-making.ts';
import { KitRecovery } from '#lib/session/kit-recovery.ts';
import type { LinkingPlace } from '#lib/session/linking.ts';
import { wordList } from '#lib/vault/words.ts';
import { HomeTable, type Held } from './home-table.ts';
import { PointerRelay } from './pointer-relay.ts';

export class KitTable extends HomeTable {
	readonly pointers = new PointerRelay();

	/** Words that are loaded when they are first needed are here by then. */
	static async set(): Promise<KitTable> {
		await wordList();
		return new KitTable();
	}

	at({ device }: Held): LinkingPlace {
		return { device, fetch: this.pointers.fetch };
	}

	/** While others do what they have to do. */
	async during<T>(work: Promise<T>): Promise<T> {
		const isOver = work.then(() => true).catch(() => true);
		for (let turns = 0; turns < 20; turns++) {
			await this.settle();
			if (await Promise.race([isOver, Promise.resolve(false)])) break;
		}
		return work;
	}

	async make(on: Held): Promise<MadeKit> {
		const making = await this.during(makeKit(this.at(on)));
		if (making.kind !== 'made') throw new Error(making.kind);
		await this.settle();
		return making;
	}

	async check(on: Held, text: string): Promise<Checked> {
		const checked = await this.during(checkKit(this.at(on), text, '2026-01-05'));
		await this.settle();
		return checked;
	}

	/** As far as looking goes. */
	async look(on: Held, text: string): Promise<KitRecovery> {
		const recovery = new KitRecovery(this.at(on));
		await this.during(recovery.open(text));
		return recovery;
	}

	async recover(on: Held, text: string, name = 'New phone'): Promise<RecoveryState> {
		const recovery = await this.look(on, text);
		if (recovery.state.kind === 'found') await this.during(recovery.enter(name));
		await this.settle();
		return recovery.state;
	}

	/** Long enough for all that is tried again. */
	async settleAll(): Promise<void> {
		for (let i = 0; i < 4; i++) await this.clock.advance(15_000);
	}
}
