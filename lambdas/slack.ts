/** What Slack sends: buttons, dialogs, commands. */
export async function handler(): Promise<{ readonly statusCode: number }> {
  return { statusCode: 501 };
}
