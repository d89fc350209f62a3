/** The version of the notice (spec §5 People) that has to be acknowledged (G3). A new text gets the next number. */
export const noticeVersion = 1;
