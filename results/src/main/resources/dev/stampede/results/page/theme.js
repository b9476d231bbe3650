// Light, dark, or as the machine says. Colours themselves are in style.css.

import {h} from './dom.js';

const KEY = 'stampede-theme';
const CHOICES = ['auto', 'light', 'dark'];

const listeners = new Set();

function kept() {
  try {
    const choice = localStorage.getItem(KEY);
    return CHOICES.includes(choice) ? choice : 'auto';
  } catch {
    return 'auto'; // a page from a file may keep nothing
  }
}

function keep(choice) {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // then it holds for this page only
  }
}

function apply(choice) {
  if (choice === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = choice;
  }
  listeners.forEach(listener => listener());
}

/** Calls back when the colours are others. */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What a colour of the style sheet is right now. */
export function colour(name) {
  const probe = document.getElementById('colour-probe');
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

/** The button that changes it. */
export function themeButton() {
  let choice = kept();
  apply(choice);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => apply(choice));
  const shown = h('span', {}, choice);
  return h('button', {type: 'button', class: 'quiet small', title: 'Light, dark, or as the system says', onclick: () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    keep(choice);
    apply(choice);
    shown.textContent = choice;
  }}, h('span', {class: 'roomy'}, 'Theme:'), shown);
}
