/** The seed that follows one which a lost device knows: whoever has both this one and a key which that device was never given arrives at it alone. */
import { idBytes, type DocumentId } from './frame-bytes.ts';
import { hash } from './frame-hash.ts';
import { Secret } from './secret.ts';

export function nextSeed(seed: Secret, key: Secret, document: DocumentId): Secret {
	return new Secret(hash('roundtable/seed/next/1', key.reveal(), idBytes(document), seed.reveal()));
}
