import type { Anchor } from '#lib/domain/anchor.ts';
import type { ChoiceQuestion } from '#lib/domain/choice.ts';
import { allSteps, type Plan } from '#lib/domain/plan.ts';
import type { RecordKind, Removed } from '#lib/domain/record.ts';
import { m } from '#lib/paraglide/messages.js';
import { contactName } from '../plan/people-named.ts';
