import { byId } from './dom';
import { recall, remember } from './prefs';

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

export function isDark(): boolean {
  const chosen = root.dataset['theme'];
  return chosen ? chosen === 'dark' : system.matches;
}

/// Runs before the page is drawn, so that it never flashes in the other theme.
export function restoreTheme(): void {
  const chosen = recall('theme');
  if (chosen === 'dark' || chosen === 'light') root.dataset['theme'] = chosen;
}

export function switchTheme(): void {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset['theme'] = theme;
  remember('theme', theme);
  show();
}

function show(): void {
  byId('switch-theme').setAttribute('aria-pressed', String(isDark()));
}

export function startTheme(): void {
  byId('switch-theme').addEventListener('click', switchTheme);
  system.addEventListener('change', show);
  show();
}
