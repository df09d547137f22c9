import type { Plugin, Rule } from 'postcss';

const STATE_FONTS = /^["']?(Marianne|Spectral)/;

/**
 * Makes the State's design system serve a neutral identity and three themes without script:
 * its fonts leave the common sheet (`etat.css` brings them where they may be used), and every rule of the dark
 * theme also applies to `data-fr-theme=system` where the reader's system is dark.
 */
export function stateSheet(): Plugin {
  return {
    postcssPlugin: 'state-sheet',
    OnceExit(root, { atRule }) {
      if (!root.source?.input.file?.includes('site.css')) return;
      root.walkAtRules('font-face', (face) => {
        face.walkDecls('font-family', (declaration) => {
          if (STATE_FONTS.test(declaration.value)) face.remove();
        });
      });
      root.walkDecls('font-family', (declaration) => {
        if (STATE_FONTS.test(declaration.value)) declaration.value = 'var(--police)';
      });
      const dark: Rule[] = [];
      root.walkRules((rule) => {
        if (rule.selector.includes('[data-fr-theme=dark]')) dark.push(rule);
      });
      for (const rule of dark) {
        const forSystem = rule.clone({
          selector: rule.selector.replaceAll('[data-fr-theme=dark]', '[data-fr-theme=system]'),
        });
        rule.after(atRule({ name: 'media', params: '(prefers-color-scheme: dark)', nodes: [forSystem] }));
      }
    },
  };
}
