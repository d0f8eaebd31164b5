import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rosterChannel, talkChannel, throughout } from '#lib/roster/capability.ts';
import { channelName } from '#lib/seal/frame-bytes.ts';
import type { MemberKeys } from '#lib/seal/keys.ts';
import { rest, HandClock } from '../tests/simulation/hand-clock.ts';
import { ourRelay, type OurRelay } from '../tests/relays/our-relay.ts';
import { RawClient } from '../tests/relays/raw-client.ts';
import { foundingBody, newKeys, proof, SealedCase } from '../tests/relays/sealed-case.ts';
