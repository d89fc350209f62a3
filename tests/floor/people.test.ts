import { expect, test } from 'vitest';
import { builtInDialogues } from '../../lib/floor/dialogues/all.ts';
import {
  agentNames,
  botNames,
  customers,
  queueNames,
  recordSubjects,
  supervisorNames,
  voiceSubjects,
} from '../../lib/floor/people.ts';

test('there are enough people, and nobody is there twice', () => {
  expect(customers.length).toBeGreaterThanOrEqual(120);
  expect(agentNames.length).toBeGreaterThanOrEqual(30);
  expect(supervisorNames.length).toBe(3);
  expect(botNames.length).toBe(2);
  const names = [...customers, ...agentNames, ...supervisorNames].map((each) => each.name).concat(botNames);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  for (const name of names) expect(name).toMatch(/^[^\s,].*[^\s,]$/u);
});

test('every language of a talk has a customer and an agent who speak it', () => {
  for (const language of new Set(builtInDialogues.map((each) => each.language))) {
    expect(customers.filter((each) => each.language === language).length, language).toBeGreaterThan(0);
    expect(agentNames.filter((each) => each.language === language).length, language).toBeGreaterThan(0);
  }
});

test('every topic of a talk has a messaging queue, and every kind of queue exists', () => {
  const topics = queueNames.filter((each) => each.kind === 'messaging').map((each) => each.topic);
  for (const each of builtInDialogues) expect(topics, each.id).toEqual(expect.arrayContaining([...each.topics]));
  expect(new Set(queueNames.map((each) => each.kind))).toEqual(new Set(['messaging', 'voice', 'record']));
});

test('subjects without a talk are unique and fit one line', () => {
  const subjects = [...voiceSubjects, ...recordSubjects].map((each) => each.subject);
  expect(new Set(subjects).size).toBe(subjects.length);
  for (const subject of subjects) expect(subject.length).toBeLessThanOrEqual(60);
});
