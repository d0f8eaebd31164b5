import type { Backup } from '#lib/session/backup.ts';
import type { Device } from '#lib/session/device.ts';
import { noteBackup } from '#lib/session/last-backup.ts';
import { localDay } from '../session/local-day.ts';

export type BackupStage =
	| { readonly kind: 'idle' }
	| { readonly kind: 'making'; readonly done: number; readonly all: number }
	| {
			readonly kind: 'made';
			readonly backup: Backup;
			readonly file: Blob;
			readonly url: string;
			readonly name: string;
	  }
	| { readonly kind: 'done' }
	| { readonly kind: 'failed' };

/** One backup, from the first press until its words are hidden. */
export class BackupMaking {
	stage: BackupStage = $state.raw({ kind: 'idle' });
	readonly #device: Device;

	constructor(device: Device) {
		this.#device = device;
	}

	async make(): Promise<void> {
		if (this.stage.kind === 'making') return;
		this.stage = { kind: 'making', done: 0, all: this.#device.seats.length };
		try {
			const { makeBackup } = await import('#lib/session/backup.ts');
			const backup = await makeBackup(
				this.#device,
				(done, all) => (this.stage = { kind: 'making', done, all })
			);
			const file = new Blob(backup.pieces as Uint8Array<ArrayBuffer>[], { type: 'application/octet-stream' });
			const name = `roundtable-${localDay(this.#device.platform.clock.now())}.backup`;
			this.stage = { kind: 'made', backup, file, url: URL.createObjectURL(file), name };
		} catch {
			this.stage = { kind: 'failed' };
		}
	}

	/** The words are written down and the file is saved: neither is kept here. */
	async finish(): Promise<void> {
		this.forget();
		this.stage = { kind: 'done' };
		await noteBackup(this.#device);
	}

	forget(): void {
		if (this.stage.kind === 'made') URL.revokeObjectURL(this.stage.url);
		this.stage = { kind: 'idle' };
	}
}
