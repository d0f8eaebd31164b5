/**
 * Writes the test vectors of the sealed format: `node tests/vectors/make.ts`. Everything follows from fixed seeds, so that running it
 * again changes nothing unless the format changed; tests only read what is committed. Bytes are hexadecimal.
 */
import { writeFile } from 'node:fs/promises';
import { allVectors } from './vectors.ts';

for (const [name, vectors] of Object.entries(await allVectors())) {
	const file = new URL(`./${name}.json`, import.meta.url);
	await writeFile(file, `${JSON.stringify(vectors, null, '\t')}\n`);
}
