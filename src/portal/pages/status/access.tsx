import type { VNode } from 'preact';

/** Who is let in to the rest. The script shows what fits, by `data-when`; without it nobody can be let in. */
export function Access(): VNode {
  return (
    <section id="access" class="part" aria-labelledby="access-title">
      <h2 id="access-title">More, for administrators</h2>
      <noscript>
        <p>
          The rest takes a script, which keeps the token of an administrator in the memory of this page alone.{' '}
          <code>npm run db:status</code> tells the same. This page loads itself anew every ten seconds.
        </p>
      </noscript>
      <div class="notice" data-when="unavailable" hidden>
        <p>
          <strong>Nobody can be let in at the moment.</strong> PostgreSQL knows who is an administrator, and
          it does not serve, or memory stands in for it. What is above is told to everybody, and stays up to
          date.
        </p>
        <p>
          Meanwhile: the service&apos;s log (<code>database.state</code> says why each state began,{' '}
          <code>database.pool.*</code> what became of connections), <code>npm run db:status</code>,{' '}
          <code>npm run db:check</code> and <code>npm run db:explain</code> where it runs, and{' '}
          <code>/metrics</code>, where metrics are on. To look for the database again at once, send the
          process SIGHUP.
        </p>
      </div>
      <p class="notice" data-when="invalid" hidden>
        That token is not in force (any more).
      </p>
      <p class="notice" data-when="forbidden" hidden>
        That is not an administrator: it takes the scope <code>admin:db</code>.
      </p>
      <p class="notice" data-when="old" hidden>
        You have signed in more than ten minutes ago, or the token is not of a session. Sign in again.
      </p>
      <p class="notice" data-when="failed" hidden>
        The service has refused that: <span id="refusal" />
      </p>
      <SignIn />
      <p data-when="waiting" hidden>
        Asking …
      </p>
      <div class="actions" data-when="in" hidden>
        <button id="pause" type="button" class="button quiet" aria-pressed="false">
          Pause the figures
        </button>
        <button id="forget" type="button" class="button quiet">
          Sign out of this page
        </button>
      </div>
    </section>
  );
}

/** Fields have no names: nothing is sent but by the script. */
function SignIn(): VNode {
  return (
    <>
      <form id="email-form" method="post" data-when="out invalid forbidden old failed" hidden>
        <label for="email">E-mail address of an administrator</label>
        <div class="row">
          <input id="email" type="email" maxLength={254} autocomplete="email" required />
          <button type="submit">Send a code</button>
        </div>
      </form>
      <form id="code-form" method="post" data-when="code" hidden>
        <label for="code">Code of eight digits that has come by mail</label>
        <div class="row">
          <input
            id="code"
            type="text"
            inputMode="numeric"
            pattern="[0-9]{8}"
            maxLength={8}
            autocomplete="one-time-code"
            required
          />
          <button type="submit">Sign in</button>
          <button id="start-over" type="button" class="button quiet">
            Start over
          </button>
        </div>
      </form>
      <div data-when="out invalid forbidden old failed" hidden>
        <details>
          <summary>Use a token that you have</summary>
          <form id="token-form" method="post">
            <label for="token">
              Token of a session in which you have signed in within the last ten minutes
            </label>
            <div class="row">
              <input
                id="token"
                type="password"
                maxLength={200}
                autocomplete="off"
                autocapitalize="none"
                spellcheck={false}
                required
              />
              <button type="submit">Show</button>
            </div>
          </form>
        </details>
        <p class="muted">
          The token stays in the memory of this page: it is stored nowhere, is in no address, and is gone when
          the page is closed or loaded anew.
        </p>
      </div>
    </>
  );
}
