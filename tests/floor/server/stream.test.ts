import { describe, expect, it } from 'vitest';
import { startServer } from './harness.ts';
import { change, testFloor } from './testFloor.ts';

const sequences = (frames: { sequence: number }[], begun: number) => frames.map((frame) => frame.sequence - begun);

describe('the event stream', () => {
  it('sends one frame an event, in order, without a hole', async () => {
    const { listen, clock, floor } = await startServer(testFloor(1));
    const line = await listen(floor.begun);
    change(floor, 3);
    expect(line.frames).toEqual([]);
    clock.pass(50);
    const frames = await line.received(3);
    expect(sequences(frames, floor.begun)).toEqual([1, 2, 3]);
    expect(frames[2]).toEqual({ sequence: floor.begun + 3, type: 'conversation', row: floor.conversation('c-000000') });
  });

  it('resumes after any sequence, events of the running tick included, none twice', async () => {
    const { listen, clock, floor } = await startServer(testFloor(1));
    const first = await listen(floor.begun);
    change(floor, 10);
    clock.pass(50);
    change(floor, 2);
    const second = await listen(floor.begun + 4);
    change(floor, 1);
    clock.pass(50);
    expect(sequences(await second.received(9), floor.begun)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(sequences(await first.received(13), floor.begun)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('greets a quiet line with a ping, so that it counts as alive at once', async () => {
    const { listen, floor } = await startServer(testFloor(1));
    const line = await listen(floor.begun);
    await expect.poll(line.greeting).toEqual({ type: 'ping', sequence: floor.begun, now: floor.now });
  });

  it('says restart and ends when `from` is too old or not reached yet', async () => {
    const { listen, call, floor } = await startServer(testFloor(1), { admin: true });
    change(floor, 3);
    await call('/admin/ageHistory', { method: 'POST', json: {} });
    for (const from of [2, 4]) {
      const line = await listen(floor.begun + from);
      expect(await line.received(1)).toEqual([{ type: 'restart' }]);
      expect((await line.closed).code).toBe(1000);
    }
    const current = await listen(floor.begun + 3);
    change(floor, 1);
    expect(current.frames).toEqual([]);
  });

  it('pings every 15 seconds with sequence and time, after the events before it', async () => {
    const { listen, clock, floor } = await startServer(testFloor(1));
    clock.pass(15_000);
    const line = await listen(floor.begun);
    clock.pass(14_999);
    change(floor, 1);
    clock.pass(1);
    const frames = await line.received(2);
    expect(frames[1]).toEqual({ type: 'ping', sequence: floor.begun + 1, now: floor.now });
  });
});

describe('a ticket', () => {
  it('is good for one socket', async () => {
    const { listen, ticket, floor } = await startServer(testFloor(0));
    const one = await ticket();
    await listen(floor.begun, one);
    await expect(listen(floor.begun, one)).rejects.toThrow('401');
  });

  it('lives 30 seconds', async () => {
    const { listen, ticket, clock, floor } = await startServer(testFloor(0));
    const [early, late] = [await ticket(), await ticket()];
    clock.pass(29_999);
    await listen(floor.begun, early);
    clock.pass(1);
    await expect(listen(floor.begun, late)).rejects.toThrow('401');
  });

  it('cannot be made up, and a socket without `from` is refused', async () => {
    const { listen, ticket, floor } = await startServer(testFloor(0));
    await expect(listen(floor.begun, 'made-up')).rejects.toThrow('401');
    await expect(listen('', await ticket())).rejects.toThrow('400');
  });
});

describe('the clock of the floor', () => {
  it.each([
    [1, 250],
    [8, 2000],
    [0, 0],
  ])('runs at speed %i: %i ms of floor time in 250 ms', async (speed, expected) => {
    const { clock, floor } = await startServer(testFloor(0), { speed });
    const start = floor.now;
    for (let index = 0; index < 5; index += 1) clock.pass(50);
    expect(floor.now - start).toBe(expected);
  });

  it('keeps fractions, and goes on where it was after the process slept', async () => {
    const { clock, floor } = await startServer(testFloor(0), { speed: 0.05 });
    const start = floor.now;
    for (let index = 0; index < 10; index += 1) clock.pass(50);
    expect(floor.now - start).toBe(25);
    clock.pass(8 * 3_600_000);
    expect(floor.now - start).toBe(75);
  });
});
