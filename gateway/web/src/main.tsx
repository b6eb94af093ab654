import { render } from 'preact';
import { App } from './app.tsx';
import { followLinks } from './router.ts';
import { routeOf } from './routes.ts';
import { language } from './words/language.ts';
import { words } from './words/words.ts';
import { showChosenText } from './parts/text-size.ts';
import './style/index.css';

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
document.title = words.frame.tagline;
showChosenText();
followLinks((path) => routeOf(path) !== undefined);
// A page that the browser kept may show what the last person saw who has logged out since.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
const root = document.getElementById('app');
if (root) render(<App />, root);
