import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';

const run = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['local/slack-manifest.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('slack-manifest', () => {
  test('prints the manifest with the least that the app needs', () => {
    const { status, stdout, stderr } = run('--url', 'https://wardkey.example.org/', '--json');
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      _metadata: { major_version: 1, minor_version: 1 },
      display_information: {
        name: 'Wardkey',
        description: 'Requests for service access to medical devices: told, asked for and decided.',
      },
      features: {
        app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
        bot_user: { display_name: 'wardkey', always_online: true },
        slash_commands: [
          {
            command: '/service-access',
            url: 'https://wardkey.example.org/slack/commands',
            description: 'Ask for service access, and see how it stands',
            usage_hint: '[list | REFERENCE | link CODE | help]',
            should_escape: false,
          },
        ],
      },
      oauth_config: { scopes: { bot: ['commands', 'chat:write', 'users:read'] } },
      settings: {
        event_subscriptions: {
          request_url: 'https://wardkey.example.org/slack/events',
          bot_events: ['app_uninstalled', 'tokens_revoked'],
        },
        interactivity: { is_enabled: true, request_url: 'https://wardkey.example.org/slack/interactions' },
        org_deploy_enabled: false,
        socket_mode_enabled: false,
        token_rotation_enabled: false,
      },
    });
  });

  test('keeps to Slack’s lengths', () => {
    const { features, display_information } = JSON.parse(run('--url', 'https://a.example', '--json').stdout);
    const [{ command, description, usage_hint }] = features.slash_commands;
    expect(display_information.description.length).toBeLessThanOrEqual(140);
    expect([command.length <= 32, description.length <= 2000, usage_hint.length <= 1000]).toEqual([true, true, true]);
    expect(features.bot_user.display_name).toMatch(/^[a-z0-9._-]{1,80}$/);
  });

  test('says what to do with it where people look, apart from the JSON', () => {
    const { stdout, stderr } = run('--url', 'http://127.0.0.1:8787', '--name', 'Wardkey of Meridian');
    expect(JSON.parse(stdout)).toMatchObject({ display_information: { name: 'Wardkey of Meridian' } });
    expect(stderr).toContain('docs/slack.md');
  });

  test.each<[string, readonly string[], string]>([
    ['nothing', [], 'usage: '],
    ['an unknown option', ['--url', 'https://a.example', '--scope', 'admin'], 'usage: '],
    ['no address', ['--url', 'wardkey'], 'the address of the broker alone'],
    ['a path', ['--url', 'https://a.example/slack'], 'the address of the broker alone'],
    ['a query', ['--url', 'https://a.example/?x=1'], 'the address of the broker alone'],
    ['an empty query', ['--url', 'https://a.example/?'], 'the address of the broker alone'],
    ['a fragment', ['--url', 'https://a.example/#x'], 'the address of the broker alone'],
    ['a user', ['--url', 'https://me:secret@a.example'], 'the address of the broker alone'],
    ['no TLS', ['--url', 'http://a.example'], '--url begins with https://'],
    ['no TLS to a name like this machine', ['--url', 'http://localhost.example'], '--url begins with https://'],
    ['another protocol', ['--url', 'ftp://a.example'], '--url begins with https://'],
    ['a script', ['--url', 'javascript:alert(1)'], 'the address of the broker alone'],
    ['an empty name', ['--url', 'https://a.example', '--name', ''], '--name takes 1 to 35 characters'],
    [
      'a name of 36 characters',
      ['--url', 'https://a.example', '--name', 'x'.repeat(36)],
      '--name takes 1 to 35 characters',
    ],
  ])('refuses %s with words and exit code 2', (_name, args, words) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('secret');
  });
});
