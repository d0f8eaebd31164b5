import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Report {
	readonly summary: { readonly violations: readonly { rule: { name: string }; from: string; to: string }[] };
}

/** A copy of the sources in which a test may plant violations, and what `npm run lint`'s import rules say about them. */
export class PlantedTree {
	readonly #root: string;

	private constructor(root: string) {
		this.#root = root;
	}

	static async copy(): Promise<PlantedTree> {
		const root = await mkdtemp(join(tmpdir(), 'roundtable-lint-'));
		const kept = ['src', 'server', 'package.json', 'tsconfig.json', '.svelte-kit/tsconfig.json'];
		for (const path of [...kept, '.dependency-cruiser.cjs']) {
			await cp(path, join(root, path), { recursive: true });
		}
		await symlink(resolve('node_modules'), join(root, 'node_modules'));
		return new PlantedTree(root);
	}

	async plant(path: string, text: string): Promise<void> {
		const file = join(this.#root, path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, text);
	}

	/** The names of the broken rules by the file that breaks them. */
	async violations(): Promise<Map<string, Set<string>>> {
		const broken = new Map<string, Set<string>>();
		for (const { rule, from } of (await this.#cruise()).summary.violations) {
			broken.set(from, (broken.get(from) ?? new Set()).add(rule.name));
		}
		return broken;
	}

	remove(): Promise<void> {
		return rm(this.#root, { recursive: true });
	}

	#cruise(): Promise<Report> {
		const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
		const args = [cruiser, 'src', 'server', 'tests', '--preserve-symlinks', '--output-type', 'json'];
		return new Promise((done, failed) => {
			execFile(process.execPath, args, { cwd: this.#root, maxBuffer: 2 ** 28 }, (_, report, complaint) => {
				try {
					done(JSON.parse(report) as Report);
				} catch {
					failed(new Error(complaint || report));
				}
			});
		});
	}
}
