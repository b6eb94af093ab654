import { words } from '../words/words.ts';

/** Ends the session; the gateway leads on to the page on which one logs in. */
export function LogOut() {
  return (
    <form method="post" action="/log-out">
      <button class="button">{words.frame.logOut}</button>
    </form>
  );
}
