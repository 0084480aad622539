/* global document, matchMedia, MutationObserver, SwaggerUIBundle */
// Draws the document of a version. It is read from here alone, and nothing is sent anywhere.
const place = document.getElementById('document');

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
follow();
dark.addEventListener('change', follow);

/** What of a document is shown, one below the other, within a page that has its own landmarks and its own title. */
function documentLayout({ React: { createElement } }) {
  function DocumentLayout({ getComponent, specSelectors }) {
    const part = (name) => createElement(getComponent(name, true), { key: name });
    const is = (version) => specSelectors[version]();
    const status = specSelectors.loadingStatus();
    if (status !== 'success' || !specSelectors.specStr())
      return createElement(
        'p',
        { role: 'status' },
        String(status).startsWith('failed')
          ? 'The document could not be loaded. Reload the page, or download it.'
          : 'The document is being loaded.',
      );
    const errors = part('errors');
    return createElement(
      'div',
      { className: 'swagger-ui' },
      createElement(getComponent('SvgAssets')),
      createElement(
        getComponent('VersionPragmaFilter'),
        {
          isSwagger2: is('isSwagger2'),
          isOAS3: is('isOAS3'),
          isOAS31: is('isOAS31'),
          isOAS32: is('isOAS32'),
          alsoShow: errors,
        },
        errors,
        part('InfoContainer'),
        is('isSwagger2') ? null : part('ServersContainer'),
        part('operations'),
        is('isOAS31') || is('isOAS32') ? part('Webhooks') : null,
        part('Models'),
      ),
    );
  }
  return { components: { DocumentLayout } };
}

/** Requests cannot be tried out here: neither is there a place to be let in. */
function nobodySignsIn() {
  const nothing = () => null;
  return { components: { authorizeBtn: nothing, authorizeOperationBtn: nothing } };
}

/** Gives a name to what can be chosen, lets keys scroll what is wide, and makes no landmark of a table. */
function mend() {
  for (const code of place.querySelectorAll('pre:not([tabindex])')) code.setAttribute('tabindex', '0');
  for (const table of place.querySelectorAll('table[role="region"]')) table.setAttribute('role', 'table');
  for (const select of place.querySelectorAll('select:not([aria-label])')) {
    const parameter = select.closest('tr')?.dataset.paramName;
    select.setAttribute('aria-label', parameter ?? (select.id === 'servers' ? 'Server' : 'Media type'));
  }
}
new MutationObserver(mend).observe(place, { childList: true, subtree: true });

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.address,
  docExpansion: place.dataset.expansion,
  defaultModelsExpandDepth: 0,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [documentLayout, nobodySignsIn],
  layout: 'DocumentLayout',
  // Its colours have too little contrast.
  syntaxHighlight: false,
  supportedSubmitMethods: [],
  validatorUrl: null,
});
