// One key, one thing; none of them while somebody types or holds a modifier.
import { byId } from './dom';
import { recall, remember } from './prefs';

/// `first` may take a key for what is looked at, and then says true.
export function startKeys(
  actions: Readonly<Record<string, () => void>>,
  escape: () => void,
  first: (key: string) => boolean,
): void {
  const box = byId<HTMLInputElement>('keys-on');
  box.checked = recall('keys') !== 'off';
  box.addEventListener('change', () => remember('keys', box.checked ? 'on' : 'off'));
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]')) return; // a dialog has its own keys, Esc among them
    if (event.key === 'Escape') return escape();
    const typing = (event.target as Element).closest?.('input, textarea, select');
    if (typing || !box.checked) return;
    if (first(event.key)) return event.preventDefault();
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
