import { codeRules } from './code.js';
import { generalRules } from './general.js';
import { missingRules } from './missing.js';
import { networkRules } from './network.js';
import type { Rule } from './rule.js';
import { systemRules } from './system.js';

/** All that is recognised. In one line the first that fits counts: the more exact comes first. */
export const diagnosisRules: readonly Rule[] = [...networkRules, ...missingRules, ...systemRules, ...codeRules, ...generalRules];
