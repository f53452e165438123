/** How long something still lasts, in words: the same on the server and in the page's script. */

/** `9 s`, `59 min`, `2 h 05 min`; rounded down, so that nobody counts on a minute that is not there. */
export function timeLeft(seconds: number): string {
  if (seconds <= 0) return 'over';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
