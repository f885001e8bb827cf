// Comfort for browsers that run scripts; every page works without it.
import { Button, CharacterCount, Checkboxes, createAll, ErrorSummary, NotificationBanner, SkipLink } from 'govuk-frontend'

// The library's own mark that scripts run; an inline script for it would need a hole in the content policy.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

createAll(Button, { preventDoubleClick: true })
for (const component of [CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, SkipLink]) {
  createAll(component)
}

// Radios that open a further question. The library's own would put aria-expanded on a radio, where ARIA forbids it.
for (const group of document.querySelectorAll('.govuk-radios')) {
  const openers = group.querySelectorAll('[data-aria-controls]')
  const update = () => openers.forEach((radio) => {
    document.getElementById(radio.dataset.ariaControls)
      .classList.toggle('govuk-radios__conditional--hidden', !radio.checked)
  })
  group.addEventListener('change', update)
  window.addEventListener('pageshow', update)
  update()
}
