/** Real timers in the shape that the code under test takes them. */
export function schedule(task: () => void, delay: number): () => void {
  const timer = setTimeout(task, delay);
  return () => clearTimeout(timer);
}
